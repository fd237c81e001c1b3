#pragma once

#include "core/base/prompter.h"
#include "core/ssh/session.h"

namespace nightjar {

/// Makes sure the server is the one it was before. A known key passes; an unknown one passes where a person accepts it
/// (or `acceptNew` was asked for) and is then remembered; a changed or revoked one, or one of another type than those
/// recorded, never passes and known_hosts stays as it is.
/// Errors: Unreachable, Cancelled.
[[nodiscard]] Result<void> checkHostKey(const Session &session, bool acceptNew, Prompter &prompter,
                                        const std::stop_token &stop);

}  // namespace nightjar
