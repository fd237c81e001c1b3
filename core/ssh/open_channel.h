#pragma once

#include <functional>

#include "core/base/prompter.h"
#include "core/ssh/channel.h"
#include "core/walk/target.h"

namespace nightjar {

enum class SshStage { Connecting, CheckingHostKey, Authenticating, Starting };

/// From a target to a running program: connects, checks the host key, logs in, starts `command`. The whole way in;
/// what the rest of core needs to know of this folder.
/// Errors: Unreachable, Cancelled.
[[nodiscard]] Result<std::unique_ptr<ExecChannel>> openExecChannel(const Target &target, const ConnectOptions &options,
                                                                   const QByteArray &command, Prompter &prompter,
                                                                   const std::function<void(SshStage)> &onStage,
                                                                   const std::stop_token &stop);

}  // namespace nightjar
