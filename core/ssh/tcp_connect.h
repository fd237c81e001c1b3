#pragma once

#include "core/ssh/config.h"
#include "core/ssh/poll_loop.h"

namespace nightjar {

/// A connected, non-blocking TCP socket to the host. All its addresses are tried, the next one 250 ms after the one
/// before (RFC 8305), so that a dead IPv6 route costs little.
/// Errors: Unreachable (name, refused, no route, nothing answered in time), Cancelled.
[[nodiscard]] Result<Descriptor> connectTcp(const SshConfig &config, PollLoop &loop, Deadline deadline,
                                            const std::stop_token &stop);

}  // namespace nightjar
