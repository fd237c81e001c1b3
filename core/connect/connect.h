#pragma once

#include <functional>
#include <memory>

#include "core/base/prompter.h"
#include "core/connect/practice.h"
#include "core/runtime/agent.h"
#include "core/runtime/ssh_link.h"
#include "core/walk/target.h"

namespace nightjar {

/// A runtime we are connected to. Destroying it closes the link; a practice runtime is taken away with it.
struct Connection {
  Target target;
  std::unique_ptr<PracticeRuntime> practice;  ///< only for Target::Kind::Practice; outlives the agent
  std::unique_ptr<Agent> agent;
  QString note;  ///< something to say about how we connected (practice without sshd); empty where nothing
};

/// Connects to any target: SSH, this computer, or a practice runtime made for the occasion.
/// Errors as openSshLink; for practice also Failed where this computer has no python3.
[[nodiscard]] Result<Connection> connectTo(const Target &target, const ConnectOptions &options, Prompter &prompter,
                                           const std::function<void(ConnectStage)> &onStage, std::stop_token stop);

}  // namespace nightjar
