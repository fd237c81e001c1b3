#include "core/ssh/poll_loop.h"

#include <fcntl.h>
#include <poll.h>
#include <unistd.h>

#include <algorithm>
#include <array>
#include <cerrno>
#include <csignal>
#include <system_error>
#include <utility>
#include <vector>

namespace nightjar {

namespace {

short eventsOf(const Watch &watch) {
  return static_cast<short>((watch.read ? POLLIN : 0) | (watch.write ? POLLOUT : 0));
}

int millisecondsUntil(Deadline deadline) {
  const auto left = std::chrono::ceil<std::chrono::milliseconds>(deadline - Clock::now()).count();
  return static_cast<int>(std::clamp<decltype(left)>(left, 0, 3'600'000));
}

}  // namespace

PollLoop::PollLoop() {
  std::array<int, 2> ends{};
  if (::pipe(ends.data()) != 0) throw std::system_error(errno, std::generic_category(), "pipe");
  m_read = ends[0];
  m_write = ends[1];
  for (int fd : ends) {
    setNonBlocking(fd);
    ::fcntl(fd, F_SETFD, FD_CLOEXEC);
  }
}

PollLoop::~PollLoop() {
  ::close(m_read);
  ::close(m_write);
}

void PollLoop::wakeUp() const {
  const char byte = 1;
  // A full pipe wakes the reader just as well.
  [[maybe_unused]] const auto written = ::write(m_write, &byte, 1);
}

void PollLoop::drain() const {
  std::array<char, 64> bytes{};
  while (::read(m_read, bytes.data(), bytes.size()) > 0) {
  }
}

Wake PollLoop::wait(std::span<Watch> watches, Deadline deadline, const std::stop_token &stop) {
  const std::stop_callback onStop(stop, [this] { wakeUp(); });
  std::vector<pollfd> polled;
  polled.reserve(watches.size() + 1);
  for (const Watch &watch : watches) polled.push_back({watch.fd, eventsOf(watch), 0});
  polled.push_back({m_read, POLLIN, 0});
  for (;;) {
    if (stop.stop_requested()) return Wake::Stopped;
    const int count = ::poll(polled.data(), polled.size(), millisecondsUntil(deadline));
    if (stop.stop_requested()) return Wake::Stopped;
    if (count < 0 && errno == EINTR) continue;
    const bool woken = count > 0 && polled.back().revents != 0;
    if (woken) drain();
    bool any = false;
    for (std::size_t i = 0; i < watches.size(); ++i) {
      watches[i].ready = count > 0 && polled[i].revents != 0;
      any = any || watches[i].ready;
    }
    if (any || woken || count < 0) return Wake::Ready;
    if (Clock::now() >= deadline) return Wake::TimedOut;
  }
}

void setNonBlocking(int fd) {
  const int flags = ::fcntl(fd, F_GETFL);
  if (flags >= 0 && (flags & O_NONBLOCK) == 0) ::fcntl(fd, F_SETFL, flags | O_NONBLOCK);
}

void ignoreBrokenPipes() {
  static const bool once = [] {
    struct sigaction current {};
    if (::sigaction(SIGPIPE, nullptr, &current) == 0 && current.sa_handler == SIG_DFL) std::signal(SIGPIPE, SIG_IGN);
    return true;
  }();
  static_cast<void>(once);
}

Descriptor &Descriptor::operator=(Descriptor &&other) noexcept {
  if (this != &other) {
    reset();
    m_fd = other.release();
  }
  return *this;
}

int Descriptor::release() {
  return std::exchange(m_fd, -1);
}

void Descriptor::reset() {
  if (m_fd >= 0) ::close(std::exchange(m_fd, -1));
}

}  // namespace nightjar
