#include "core/connect/connect.h"

#include "core/runtime/local_link.h"

namespace nightjar {

namespace {

using StageSink = std::function<void(ConnectStage)>;

Result<std::unique_ptr<Link>> openLink(const Connection &connection, const ConnectOptions &options, Prompter &prompter,
                                       const StageSink &onStage, std::stop_token stop) {
  const PracticeRuntime *practice = connection.practice.get();
  if (practice && practice->hasSsh()) {
    return openSshLink(practice->sshTarget(), practice->sshOptions(), bootstrapCommand(), prompter, onStage, stop);
  }
  if (connection.target.kind == Target::Kind::Ssh) {
    return openSshLink(connection.target, options, bootstrapCommand(), prompter, onStage, stop);
  }
  if (onStage) onStage(ConnectStage::Starting);
  return openLocalLink(bootstrapArgv());
}

}  // namespace

Result<Connection> connectTo(const Target &target, const ConnectOptions &options, Prompter &prompter,
                             const StageSink &onStage, std::stop_token stop) {
  Connection connection;
  connection.target = target;
  if (target.kind == Target::Kind::Practice) {
    auto practice = PracticeRuntime::start(options.wheelsDir, stop);
    if (!practice) return practice.error();
    connection.practice = std::move(*practice);
    connection.note = connection.practice->note();
  }
  auto link = openLink(connection, options, prompter, onStage, stop);
  if (!link) return link.error();
  auto agent = Agent::open(std::move(*link), stop);
  if (!agent) return agent.error();
  connection.agent = std::move(*agent);
  return connection;
}

}  // namespace nightjar
