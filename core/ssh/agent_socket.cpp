#include "core/ssh/agent_socket.h"

#include <fcntl.h>
#include <sys/socket.h>
#include <sys/un.h>

#include <QFile>
#include <cstring>

namespace nightjar {

Descriptor connectAgent(const QString &path) {
  const QByteArray name = QFile::encodeName(path);
  sockaddr_un address{};
  address.sun_family = AF_UNIX;
  if (name.isEmpty() || static_cast<std::size_t>(name.size()) >= sizeof address.sun_path) return {};
  std::memcpy(address.sun_path, name.constData(), static_cast<std::size_t>(name.size()));
  Descriptor socket(::socket(AF_UNIX, SOCK_STREAM, 0));
  if (socket.get() < 0) return {};
  ::fcntl(socket.get(), F_SETFD, FD_CLOEXEC);
  setNonBlocking(socket.get());  // a stuck agent's full queue must not hold us up
  if (::connect(socket.get(), reinterpret_cast<const sockaddr *>(&address), sizeof address) != 0) return {};
  return socket;
}

void cutOffAgent(int fd) {
  ::shutdown(fd, SHUT_RDWR);
}

}  // namespace nightjar
