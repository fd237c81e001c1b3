#pragma once

#include <QByteArray>
#include <QStringList>
#include <memory>

#include "core/ssh/poll_loop.h"

namespace nightjar {

/// The program of a ProxyCommand or ProxyJump: its stdin and stdout are the connection, its stderr is kept for the
/// error (libssh's own way throws it away and cannot be cancelled). POSIX only. Destroying it hangs up, asks it to end
/// and sees to it that it does, without keeping the caller.
class ProxyCommand {
 public:
  /// `argv[0]` is looked up in PATH. Nothing where it cannot be started; `error` then says why.
  [[nodiscard]] static std::unique_ptr<ProxyCommand> start(const QStringList &argv, QString &error);
  ~ProxyCommand();
  ProxyCommand(const ProxyCommand &) = delete;
  ProxyCommand &operator=(const ProxyCommand &) = delete;

  /// Our end of the connection; given away once.
  [[nodiscard]] Descriptor takeSocket();
  /// What it wrote to stderr up to now, at most the last 4 KiB.
  [[nodiscard]] QByteArray said() const;

 private:
  ProxyCommand() = default;
  Descriptor m_socket;
  Descriptor m_errors;
  int m_pid = -1;
};

}  // namespace nightjar
