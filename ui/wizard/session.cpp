#include "ui/wizard/session.h"

#include "core/base/text.h"

namespace nightjar {

Result<WalkSession::Opened> WalkSession::open(const Target &target, const ConnectOptions &options, Prompter &prompter,
                                              const StageSink &onStage, const std::stop_token &stop) {
  m_connection.reset();
  m_target = target;
  m_options = options;
  auto connection = connectTo(target, options, prompter, onStage, stop);
  if (!connection) return connection.error();
  m_connection = *std::move(connection);
  Opened opened{m_connection->note, {}, {}, false};
  if (const auto &practice = m_connection->practice) {
    opened.practiceIndex = practice->indexUrl();
    opened.practiceRoot = practice->root();
    opened.samples = practice->hasSamples();
  }
  return opened;
}

Result<Agent *> WalkSession::agent(Prompter &prompter, const StageSink &onStage, const std::stop_token &stop) {
  if (!m_connection) {
    if (m_target.kind == Target::Kind::Practice) {
      return Error{Text::tr("The practice runtime is gone."),
                   Text::tr("It lives only as long as its connection."),
                   Text::tr("Go back to Connect and start a new one."),
                   {},
                   Fault::Unreachable};
    }
    const auto again = open(m_target, m_options, prompter, onStage, stop);
    if (!again) return again.error();
  }
  return m_connection->agent.get();
}

}  // namespace nightjar
