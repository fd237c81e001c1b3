#include "core/ssh/handshake.h"

#include <sys/socket.h>

#include <array>

#include "core/base/text.h"
#include "core/ssh/untrusted.h"

namespace nightjar {

namespace {

QString place(const SshConfig &config) {
  return config.host + u':' + QString::number(config.port);
}

/// The first bytes the server sent, looked at and left for libssh, which forgets them when they are no greeting.
void overhear(int fd, QByteArray &heard) {
  if (!heard.isEmpty()) return;
  std::array<char, 512> bytes{};
  const auto count = ::recv(fd, bytes.data(), bytes.size(), MSG_PEEK | MSG_DONTWAIT);
  if (count > 0) heard = QByteArray(bytes.data(), count);
}

Error proxyFailed(const SshConfig &config, const QString &details) {
  return {Text::tr("The proxy did not reach %1.").arg(place(config)),
          Text::tr("The program named by ProxyCommand or ProxyJump in your ssh_config ended before a server answered."),
          Text::tr("Try the same with \"ssh\" in a terminal; the details show what the proxy said."), details,
          Fault::Unreachable};
}

Error notSsh(const SshConfig &config, const QByteArray &heard, const QString &details) {
  const QString line = plainText(heard, 200).section(u'\n', 0, 0);
  const bool http = heard.startsWith("HTTP/") || heard.startsWith('<');
  return {Text::tr("No SSH server answers on %1.").arg(place(config)),
          http ? Text::tr("A web server is there: it said \"%1\".").arg(line)
               : Text::tr("Something else is there: it said \"%1\".").arg(line),
          Text::tr("Check the port. Providers show the SSH port beside the web addresses of a runtime."), details,
          Fault::Unreachable};
}

Error hungUp(const SshConfig &config, const QString &details) {
  return {
      Text::tr("%1 closed the connection at once.").arg(place(config)),
      Text::tr("It accepted the connection and hung up before greeting: the SSH server may be starting or overloaded, "
               "may block this address, or a tunnel has nothing at its far end."),
      Text::tr("Wait a moment and try again. Behind a tunnel, check that it points to the SSH server's port."), details,
      Fault::Unreachable};
}

Error silent(const SshConfig &config, const QString &details) {
  return {Text::tr("%1 does not answer.").arg(place(config)),
          Text::tr("The connection stands, but no SSH server greeted in time."),
          Text::tr("Check the port, and whether the runtime is up. A firewall or tunnel may answer in its place."),
          details, Fault::Unreachable};
}

Error exchangeFailed(const SshConfig &config, const QString &details) {
  const bool none = details.contains(u"no match for method");
  return {Text::tr("The SSH handshake with %1 failed.").arg(place(config)),
          none ? Text::tr("The server and this program share no algorithm; the server is very old or very strict.")
               : Text::tr("The connection ended while keys were exchanged."),
          none ? Text::tr("Update the runtime's SSH server, or allow a current algorithm there.")
               : Text::tr("Try again; if it happens again, look at the SSH server's log on the runtime."),
          details, Fault::Unreachable};
}

Error failure(const Handshake &handshake, const QByteArray &heard, bool timedOut) {
  QString details = timedOut ? QString() : plainText(ssh_get_error(handshake.ssh));
  if (handshake.proxy != nullptr) details = (details + u'\n' + plainText(handshake.proxy->said())).trimmed();
  const bool greeted = ssh_get_serverbanner(handshake.ssh) != nullptr;
  if (greeted) return exchangeFailed(handshake.config, details);
  if (!heard.isEmpty() && !heard.startsWith("SSH-")) return notSsh(handshake.config, heard, details);
  if (timedOut) return silent(handshake.config, details);
  return handshake.proxy != nullptr ? proxyFailed(handshake.config, details) : hungUp(handshake.config, details);
}

}  // namespace

Result<void> shakeHands(const Handshake &handshake, Descriptor stream, Deadline deadline,
                        std::chrono::milliseconds limit, const std::stop_token &stop) {
  const int fd = stream.release();  // libssh's from here on
  ssh_options_set(handshake.ssh, SSH_OPTIONS_FD, &fd);
  QByteArray heard;
  bool greeted = false;
  for (;;) {
    if (!greeted) overhear(fd, heard);
    const int code = ssh_connect(handshake.ssh);
    if (code == SSH_OK) break;
    if (code == SSH_ERROR) return failure(handshake, heard, false);
    setNonBlocking(fd);  // libssh 0.10 makes it blocking once connected; a full send buffer would then hold a cancel up
    if (!greeted && ssh_get_serverbanner(handshake.ssh) != nullptr) {
      greeted = true;
      deadline = Clock::now() + limit;
    }
    Watch watch{fd, true, (ssh_get_poll_flags(handshake.ssh) & SSH_WRITE_PENDING) != 0, false};
    switch (handshake.loop.wait({&watch, 1}, deadline, stop)) {
      case Wake::Ready: break;
      case Wake::Stopped: return cancelled();
      case Wake::TimedOut: return failure(handshake, heard, true);
    }
  }
  setNonBlocking(fd);
  return {};
}

}  // namespace nightjar
