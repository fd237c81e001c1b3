#pragma once

#include <optional>

#include "core/base/prompter.h"
#include "core/ssh/key_file.h"
#include "core/ssh/session.h"

namespace nightjar {

/// Logs in: none, then what the server offers of explicit key, agent, key files, keyboard-interactive, password; where
/// one way is only part of it (two factors), on with what the server then offers. `explicitKey` was asked for by the
/// person and goes first, unless it is locked: then the agent, which may hold it, goes before its passphrase is asked.
/// Errors: Unreachable, saying what the server offers and what was tried; Cancelled.
[[nodiscard]] Result<void> authenticate(Session &session, std::optional<KeyFile> explicitKey, Prompter &prompter,
                                        const std::stop_token &stop);

}  // namespace nightjar
