#pragma once

#include <chrono>
#include <span>
#include <stop_token>

namespace nightjar {

using Clock = std::chrono::steady_clock;
using Deadline = Clock::time_point;

/// A descriptor to wait for. `ready` is set when it can be read or written, or has failed.
struct Watch {
  int fd = -1;
  bool read = true;
  bool write = false;
  bool ready = false;
};

enum class Wake { Ready, TimedOut, Stopped };

/// The one place that waits: a poll over descriptors and the wake-up of a stop token, so that a cancel is served at
/// once. POSIX calls that are not plain sockets stay in this file and in proxy_command.cpp. One thread at a time.
class PollLoop {
 public:
  PollLoop();
  ~PollLoop();
  PollLoop(const PollLoop &) = delete;
  PollLoop &operator=(const PollLoop &) = delete;

  /// Waits until a watch is ready, `deadline` has passed or `stop` was requested.
  [[nodiscard]] Wake wait(std::span<Watch> watches, Deadline deadline, const std::stop_token &stop);
  /// Ends a wait from another thread, which then reports its first watch as ready.
  void wakeUp() const;

 private:
  void drain() const;
  int m_read = -1;
  int m_write = -1;
};

void setNonBlocking(int fd);
/// A broken connection is an error to report, not a signal that ends the program (libssh writes to an agent's socket
/// without MSG_NOSIGNAL).
void ignoreBrokenPipes();

/// Owns a descriptor.
class Descriptor {
 public:
  Descriptor() = default;
  explicit Descriptor(int fd) : m_fd(fd) {}
  ~Descriptor() { reset(); }
  Descriptor(Descriptor &&other) noexcept : m_fd(other.release()) {}
  Descriptor &operator=(Descriptor &&other) noexcept;

  [[nodiscard]] int get() const { return m_fd; }
  [[nodiscard]] int release();
  void reset();

 private:
  int m_fd = -1;
};

}  // namespace nightjar
