#pragma once

#include "core/base/result.h"
#include "core/walk/target.h"

namespace nightjar {

/// Understands what people paste: `local`, `practice`, `user@host`, `host:port`, `user@host:port`, `[2001:db8::1]:22`,
/// `ssh://user@host:port`, `tcp://host:port`, an ssh_config alias, a whole `ssh root@host -p 123 -i ~/.ssh/id` command
/// (options that do not change where we connect, such as -L, are dropped). Nothing in it may start with '-' or hold a
/// character that a ProxyCommand could mistake for shell (CVE-2023-6004).
/// Errors: Usage, saying what is expected.
[[nodiscard]] Result<Target> parseTarget(const QString &text);

}  // namespace nightjar
