#pragma once

#include <sys/socket.h>

#include <vector>

#include "core/ssh/config.h"
#include "core/ssh/poll_loop.h"

namespace nightjar {

struct SocketAddress {
  sockaddr_storage storage{};
  socklen_t size = 0;
};

/// The addresses of the host, in the order the system prefers. getaddrinfo cannot be interrupted, so it runs on a
/// thread of its own that is left behind when the wait ends first.
/// Errors: Unreachable (no such name, no answer in time), Cancelled.
[[nodiscard]] Result<std::vector<SocketAddress>> resolve(const SshConfig &config, Deadline deadline,
                                                         const std::stop_token &stop);

}  // namespace nightjar
