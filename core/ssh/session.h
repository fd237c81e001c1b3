#pragma once

#include <functional>
#include <memory>

#include "core/ssh/config.h"
#include "core/ssh/handles.h"
#include "core/ssh/poll_loop.h"
#include "core/ssh/proxy_command.h"

namespace nightjar {

/// A libssh session on a stream of our own, never blocking in libssh. Belongs to the thread that made it.
class Session {
 public:
  /// Reaches the host and finishes the key exchange. Nobody is authenticated yet, neither side.
  /// Errors: Unreachable, Cancelled.
  [[nodiscard]] static Result<std::unique_ptr<Session>> connect(SshConfig config, std::chrono::milliseconds limit,
                                                                const std::stop_token &stop);
  ~Session();

  [[nodiscard]] ssh_session handle() const { return m_handle.get(); }
  [[nodiscard]] const SshConfig &config() const { return m_config; }

  /// Calls a non-blocking libssh function until it no longer answers `again`, waiting for the peer in between.
  /// Errors: Unreachable when the peer is silent for `limit`, Cancelled.
  [[nodiscard]] Result<int> repeat(const std::function<int()> &call, int again, std::chrono::milliseconds limit,
                                   const std::stop_token &stop);
  /// Waits until libssh has something to do on its socket.
  [[nodiscard]] Wake wait(Deadline deadline, const std::stop_token &stop);

  /// libssh's last error and what the proxy said, as plain text for Error::details.
  [[nodiscard]] QString details() const;
  /// "user@host" or "user@host:port", for sentences.
  [[nodiscard]] QString name() const;

 private:
  explicit Session(SshConfig config);
  [[nodiscard]] Result<Descriptor> openStream(Deadline deadline, const std::stop_token &stop);
  [[nodiscard]] Result<void> configure();

  SshConfig m_config;
  PollLoop m_loop;
  std::unique_ptr<ProxyCommand> m_proxy;  // goes after the session that talks through it
  SessionHandle m_handle;
};

/// How long a server may keep silent where it owes us an answer (a slow PAM module or a push to a phone included).
inline constexpr std::chrono::seconds answerLimit{60};

}  // namespace nightjar
