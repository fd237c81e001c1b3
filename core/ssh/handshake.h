#pragma once

#include "core/ssh/config.h"
#include "core/ssh/handles.h"
#include "core/ssh/poll_loop.h"
#include "core/ssh/proxy_command.h"

namespace nightjar {

/// What a handshake needs to know. `proxy` may be null.
struct Handshake {
  ssh_session ssh;
  const SshConfig &config;
  PollLoop &loop;
  ProxyCommand *proxy;
};

/// Greets the server over `stream` and exchanges keys. The server must greet by `deadline`; the exchange may then take
/// `limit`. Errors: Unreachable (no SSH server there and what it said instead, hung up, silent, no common algorithm,
/// the proxy failed), Cancelled.
[[nodiscard]] Result<void> shakeHands(const Handshake &handshake, Descriptor stream, Deadline deadline,
                                      std::chrono::milliseconds limit, const std::stop_token &stop);

}  // namespace nightjar
