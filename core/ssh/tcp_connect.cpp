#include "core/ssh/tcp_connect.h"

#include <fcntl.h>
#include <netinet/in.h>
#include <netinet/tcp.h>

#include <algorithm>
#include <cerrno>
#include <system_error>

#include "core/base/text.h"
#include "core/ssh/resolve.h"

namespace nightjar {

namespace {

constexpr auto nextAddressAfter = std::chrono::milliseconds(250);

QString place(const SshConfig &config) {
  return config.host + u':' + QString::number(config.port);
}

Error refused(const SshConfig &config) {
  return {
      Text::tr("%1 refused the connection.").arg(place(config)),
      Text::tr("The machine is there, but nothing accepts SSH on port %1.").arg(config.port),
      Text::tr("Check the port: rented runtimes rarely use 22. The runtime may still be starting, or its SSH server "
               "is not running."),
      {},
      Fault::Unreachable};
}

Error notReached(const SshConfig &config, int code) {
  return {Text::tr("%1 cannot be reached.").arg(place(config)), Text::tr("This computer's network has no way there."),
          Text::tr("Check this computer's network, a VPN the runtime needs, and the address."),
          QString::fromStdString(std::generic_category().message(code)), Fault::Unreachable};
}

Error timedOut(const SshConfig &config) {
  return {Text::tr("%1 does not answer.").arg(place(config)),
          Text::tr("No connection came about in time: the runtime is stopped, or a firewall drops the packets."),
          Text::tr("See whether the runtime is running, and whether its address or port changed when it was started."),
          {},
          Fault::Unreachable};
}

/// A peer that vanished is noticed within about 20 s, idle or in the middle of sending.
void noticeDeadPeers(int socket) {
  const int on = 1, idle = 10, interval = 5, probes = 2;
  const unsigned unacknowledged = 20'000;  // milliseconds
  ::setsockopt(socket, SOL_SOCKET, SO_KEEPALIVE, &on, sizeof on);
#ifdef TCP_USER_TIMEOUT
  ::setsockopt(socket, IPPROTO_TCP, TCP_KEEPIDLE, &idle, sizeof idle);
  ::setsockopt(socket, IPPROTO_TCP, TCP_KEEPINTVL, &interval, sizeof interval);
  ::setsockopt(socket, IPPROTO_TCP, TCP_KEEPCNT, &probes, sizeof probes);
  ::setsockopt(socket, IPPROTO_TCP, TCP_USER_TIMEOUT, &unacknowledged, sizeof unacknowledged);
#endif
}

/// Connections under way; the first that stands wins, the others are closed with the race.
class Race {
 public:
  explicit Race(const SshConfig &config) : m_config(config) {}

  void start(const SocketAddress &address) {
    Descriptor socket(::socket(address.storage.ss_family, SOCK_STREAM, 0));
    if (socket.get() < 0) {
      m_lastError = errno;
      return;
    }
    ::fcntl(socket.get(), F_SETFD, FD_CLOEXEC);
    setNonBlocking(socket.get());
    const int on = 1;
    ::setsockopt(socket.get(), IPPROTO_TCP, TCP_NODELAY, &on, sizeof on);
    noticeDeadPeers(socket.get());
    if (::connect(socket.get(), reinterpret_cast<const sockaddr *>(&address.storage), address.size) != 0 &&
        errno != EINPROGRESS) {
      m_lastError = errno;
      return;
    }
    m_running.push_back(std::move(socket));
  }

  [[nodiscard]] bool isEmpty() const { return m_running.empty(); }

  /// Waits for one of the connections. A descriptor below 0: none stands yet.
  Descriptor wait(PollLoop &loop, Deadline deadline, const std::stop_token &stop, Wake &wake) {
    std::vector<Watch> watches;
    for (const Descriptor &socket : m_running) watches.push_back({socket.get(), false, true, false});
    wake = loop.wait(watches, deadline, stop);
    for (std::size_t i = watches.size(); wake == Wake::Ready && i-- > 0;) {
      if (!watches[i].ready) continue;
      int error = 0;
      socklen_t size = sizeof error;
      ::getsockopt(watches[i].fd, SOL_SOCKET, SO_ERROR, &error, &size);
      if (error == 0) return std::move(m_running[i]);
      m_lastError = error;
      m_running.erase(m_running.begin() + static_cast<std::ptrdiff_t>(i));
    }
    return {};
  }

  [[nodiscard]] Error failure() const {
    if (m_lastError == ECONNREFUSED) return refused(m_config);
    return m_lastError == ETIMEDOUT ? timedOut(m_config) : notReached(m_config, m_lastError);
  }

 private:
  const SshConfig &m_config;
  std::vector<Descriptor> m_running;
  int m_lastError = 0;
};

}  // namespace

Result<Descriptor> connectTcp(const SshConfig &config, PollLoop &loop, Deadline deadline, const std::stop_token &stop) {
  auto addresses = resolve(config, deadline, stop);
  if (!addresses) return addresses.error();
  Race race(config);
  std::size_t next = 0;
  for (;;) {
    if (race.isEmpty() && next == addresses->size()) return race.failure();
    if (next < addresses->size()) race.start((*addresses)[next++]);
    if (race.isEmpty()) continue;
    const bool last = next == addresses->size();
    Wake wake = Wake::Ready;
    Descriptor socket =
        race.wait(loop, last ? deadline : std::min(deadline, Clock::now() + nextAddressAfter), stop, wake);
    if (wake == Wake::Stopped) return cancelled();
    if (socket.get() >= 0) return socket;
    if (Clock::now() >= deadline) return timedOut(config);
  }
}

}  // namespace nightjar
