#pragma once

#include <optional>

#include "core/connect/connect.h"

namespace nightjar {

/// The connection as the worker keeps it (named apart from core/ssh's Session: one program holds both): opened once,
/// used by every step, opened again when it was lost. Belongs to the worker's thread.
class WalkSession {
 public:
  /// What connecting told, as values for the UI thread.
  struct Opened {
    QString note;
    QString practiceIndex, practiceRoot;  ///< empty where this is no practice runtime
    bool samples = false;
  };
  using StageSink = std::function<void(ConnectStage)>;

  [[nodiscard]] Result<Opened> open(const Target &target, const ConnectOptions &options, Prompter &prompter,
                                    const StageSink &onStage, const std::stop_token &stop);
  /// The agent, after connecting again where the link was lost. A practice runtime that is gone stays gone.
  [[nodiscard]] Result<Agent *> agent(Prompter &prompter, const StageSink &onStage, const std::stop_token &stop);
  /// The agent as it is; null where there is no connection. Asks nobody anything.
  [[nodiscard]] Agent *openAgent() const { return m_connection ? m_connection->agent.get() : nullptr; }
  /// Whether the runtime lives and dies with its connection.
  [[nodiscard]] bool isPractice() const { return m_target.kind == Target::Kind::Practice; }
  void close() { m_connection.reset(); }

 private:
  Target m_target;
  ConnectOptions m_options;
  std::optional<Connection> m_connection;
};

}  // namespace nightjar
