#include "app/terminal_line.h"

#include <fcntl.h>
#include <poll.h>
#include <termios.h>
#include <unistd.h>
#include <csignal>

#include <array>
#include <atomic>
#include <cerrno>

namespace nightjar {

namespace {

constexpr std::array caughtSignals = {SIGINT, SIGTERM, SIGHUP, SIGQUIT, SIGTSTP};

class File {
 public:
  explicit File(int fd) : m_fd(fd) {}
  ~File() {
    if (m_fd >= 0) ::close(m_fd);
  }
  Q_DISABLE_COPY_MOVE(File)
  [[nodiscard]] int fd() const { return m_fd; }

 private:
  int m_fd;
};

/// A handler may run on any thread, so it only tells the one that waits: through this pipe.
std::atomic<int> signalPipe = -1;

constexpr int noSignal = 0;  ///< through the same pipe: a stop was requested elsewhere

void tell(int fd, int number) {
  const int saved = errno;
  const auto byte = static_cast<unsigned char>(number);
  if (fd < 0 || ::write(fd, &byte, 1) < 0) errno = saved;
}

void onSignal(int number) {
  tell(signalPipe.load(), number);
}

/// Catches the signals that would otherwise leave the terminal silent; gives them back when destroyed.
class SignalCatcher {
 public:
  explicit SignalCatcher(int pipeEnd) {
    signalPipe = pipeEnd;
    struct sigaction action = {};
    action.sa_handler = onSignal;
    action.sa_flags = SA_RESTART;
    ::sigemptyset(&action.sa_mask);
    for (std::size_t i = 0; i < caughtSignals.size(); ++i) {
      ::sigaction(caughtSignals[i], nullptr, &m_before[i]);
      if (m_before[i].sa_handler != SIG_IGN) ::sigaction(caughtSignals[i], &action, nullptr);
    }
  }
  ~SignalCatcher() {
    for (std::size_t i = 0; i < caughtSignals.size(); ++i) ::sigaction(caughtSignals[i], &m_before[i], nullptr);
    signalPipe = -1;
  }
  Q_DISABLE_COPY_MOVE(SignalCatcher)

 private:
  std::array<struct sigaction, caughtSignals.size()> m_before = {};
};

/// The terminal with or without echo, as it was again when destroyed.
class EchoMode {
 public:
  EchoMode(int fd, bool echo) : m_fd(fd) {
    m_known = ::tcgetattr(fd, &m_before) == 0;
    termios asking = m_before;
    asking.c_lflag |= ICANON | ISIG;
    asking.c_lflag = echo ? asking.c_lflag | ECHO : asking.c_lflag & ~static_cast<tcflag_t>(ECHO | ECHONL);
    m_ready = m_known && ::tcsetattr(fd, TCSAFLUSH, &asking) == 0;
  }
  ~EchoMode() {
    if (m_known) ::tcsetattr(m_fd, TCSAFLUSH, &m_before);
  }
  Q_DISABLE_COPY_MOVE(EchoMode)
  [[nodiscard]] bool ready() const { return m_ready; }

 private:
  int m_fd;
  termios m_before = {};
  bool m_known = false;
  bool m_ready = false;
};

bool writeAll(int fd, const QByteArray &text) {
  for (qsizetype sent = 0; sent < text.size();) {
    const ssize_t n = ::write(fd, text.constData() + sent, static_cast<std::size_t>(text.size() - sent));
    if (n < 0 && errno != EINTR) return false;
    if (n > 0) sent += n;
  }
  return true;
}

struct Answer {
  std::optional<QByteArray> line;
  int signal = noSignal;  ///< the one that ended the question
};

/// One canonical line from `tty`, unless something comes through `interruptions` first; that is left there.
std::optional<QByteArray> waitForLine(int tty, int interruptions) {
  QByteArray line;
  std::array<char, 256> part = {};
  std::optional<QByteArray> answer;
  while (!line.endsWith('\n')) {
    std::array<pollfd, 2> wait = {pollfd{interruptions, POLLIN, 0}, pollfd{tty, POLLIN, 0}};
    if (::poll(wait.data(), wait.size(), -1) < 0) {
      if (errno == EINTR) continue;
      break;
    }
    if (wait[0].revents) break;
    const ssize_t n = ::read(tty, part.data(), part.size());
    if (n < 0 && errno == EINTR) continue;
    if (n <= 0) break;
    line.append(part.data(), n);
  }
  part.fill(0);
  if (line.endsWith('\n')) answer = line.chopped(1);
  line.fill('\0');
  return answer;
}

Answer askOnce(int tty, const QByteArray &prompt, bool echo, const std::stop_token &stop) {
  std::array<int, 2> ends = {-1, -1};
  if (::pipe(ends.data()) != 0) return {};
  const File readEnd(ends[0]);
  const File writeEnd(ends[1]);
  for (const int end : ends) {
    ::fcntl(end, F_SETFD, FD_CLOEXEC);
    ::fcntl(end, F_SETFL, O_NONBLOCK);
  }
  const std::stop_callback wake(stop, [&writeEnd] { tell(writeEnd.fd(), noSignal); });
  Answer answer;
  {
    const SignalCatcher catcher(writeEnd.fd());
    const EchoMode mode(tty, echo);
    if (mode.ready() && writeAll(tty, prompt)) {
      answer.line = waitForLine(tty, readEnd.fd());
      if (!echo || !answer.line) writeAll(tty, "\n");
    }
  }
  // Read after the last moment a signal can be caught: one that comes just behind the line still counts.
  unsigned char number = noSignal;
  while (answer.signal == noSignal && ::read(readEnd.fd(), &number, 1) == 1) answer.signal = number;
  return answer;
}

}  // namespace

std::optional<QByteArray> askLine(const QByteArray &device, const QByteArray &prompt, bool echo,
                                  std::stop_source stop) {
  const File tty(::open(device.constData(), O_RDWR | O_NOCTTY | O_CLOEXEC));
  if (tty.fd() < 0) return std::nullopt;
  while (!stop.stop_requested()) {
    Answer answer = askOnce(tty.fd(), prompt, echo, stop.get_token());
    if (answer.signal == noSignal) return answer.line;
    if (answer.line) answer.line->fill('\0');
    // Ctrl-Z stops the program at the raise; back in the foreground the question is asked again.
    if (answer.signal != SIGTSTP) stop.request_stop();
    ::raise(answer.signal);
  }
  return std::nullopt;
}

bool isTerminal(const QByteArray &device) {
  const File tty(::open(device.constData(), O_RDWR | O_NOCTTY | O_CLOEXEC));
  return tty.fd() >= 0 && ::isatty(tty.fd());
}

}  // namespace nightjar
