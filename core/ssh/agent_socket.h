#pragma once

#include <QString>

#include "core/ssh/poll_loop.h"

namespace nightjar {

/// Connects to an ssh-agent. A descriptor below 0 where nobody listens at `path`.
[[nodiscard]] Descriptor connectAgent(const QString &path);

/// Ends whatever is being read from or written to the agent, from any thread: libssh waits for an agent without limit,
/// and an agent may be asking a person.
void cutOffAgent(int fd);

}  // namespace nightjar
