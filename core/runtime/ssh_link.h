#pragma once

#include <functional>
#include <memory>

#include "core/base/prompter.h"
#include "core/runtime/link.h"
#include "core/walk/target.h"

namespace nightjar {

enum class ConnectStage { Connecting, CheckingHostKey, Authenticating, Starting };

/// Connects to `target` (kind Ssh), checks its host key, authenticates and runs `command` in one exec channel
/// without a PTY. Blocks; call on core's worker thread.
/// Errors: Unreachable (name, refused, timeout, changed or refused host key, no way in), Cancelled.
[[nodiscard]] Result<std::unique_ptr<Link>> openSshLink(const Target &target, const ConnectOptions &options,
                                                        const QByteArray &command, Prompter &prompter,
                                                        const std::function<void(ConnectStage)> &onStage,
                                                        std::stop_token stop);

}  // namespace nightjar
