#include "tests/app/pty_program.h"

#include <fcntl.h>
#include <poll.h>
#include <pty.h>
#include <signal.h>
#include <sys/ioctl.h>
#include <sys/wait.h>
#include <unistd.h>

#include <QElapsedTimer>
#include <array>
#include <vector>

namespace {

constexpr int patience = 60'000;  ///< milliseconds

}  // namespace

PtyProgram::PtyProgram(const QByteArrayList &argv, bool terminal) {
  std::array<int, 2> out = {-1, -1};
  if (::openpty(&m_master, &m_slave, nullptr, nullptr, nullptr) != 0 || ::pipe(out.data()) != 0) qFatal("no pty");
  std::vector<char *> words;
  for (const QByteArray &word : argv) words.push_back(const_cast<char *>(word.constData()));
  words.push_back(nullptr);
  m_pid = ::fork();
  if (m_pid == 0) {
    ::setsid();
    if (terminal) ::ioctl(m_slave, TIOCSCTTY, 0);
    ::dup2(out[1], STDOUT_FILENO);
    for (const int fd : {m_master, m_slave, out[0], out[1]}) ::close(fd);
    ::execv(words.front(), words.data());
    ::_exit(127);
  }
  ::close(out[1]);
  m_stdout = out[0];
}

PtyProgram::~PtyProgram() {
  if (m_pid > 0) {
    ::kill(m_pid, SIGKILL);
    ::waitpid(m_pid, nullptr, 0);
  }
  for (const int fd : {m_master, m_slave, m_stdout})
    if (fd >= 0) ::close(fd);
}

/// Reads what is there from both ends; false at the end of stdout.
bool PtyProgram::readMore(int milliseconds) {
  std::array<pollfd, 2> wait = {pollfd{m_master, POLLIN, 0}, pollfd{m_stdout, POLLIN, 0}};
  if (::poll(wait.data(), wait.size(), milliseconds) <= 0) return true;
  std::array<char, 4096> part = {};
  if (wait[0].revents & POLLIN)
    if (const ssize_t n = ::read(m_master, part.data(), part.size()); n > 0) m_shown.append(part.data(), n);
  if (wait[1].revents) {
    const ssize_t n = ::read(m_stdout, part.data(), part.size());
    if (n <= 0) return false;
    m_output.append(part.data(), n);
  }
  return true;
}

bool PtyProgram::waitFor(const QByteArray &text) {
  QElapsedTimer timer;
  timer.start();
  while (!m_shown.contains(text) && timer.elapsed() < patience)
    if (!readMore(100)) break;
  return m_shown.contains(text);
}

void PtyProgram::type(const QByteArray &keys) {
  if (::write(m_master, keys.constData(), static_cast<std::size_t>(keys.size())) != keys.size()) qFatal("cannot type");
}

void PtyProgram::signal(int number) {
  ::kill(m_pid, number);
}

int PtyProgram::finish() {
  QElapsedTimer timer;
  timer.start();
  while (timer.elapsed() < patience && readMore(100)) continue;
  if (timer.elapsed() >= patience) return -1;
  int status = -1;
  ::waitpid(m_pid, &status, 0);
  m_pid = -1;
  struct pollfd rest = {m_master, POLLIN, 0};
  std::array<char, 4096> part = {};
  while (::poll(&rest, 1, 0) > 0) {
    const ssize_t n = ::read(m_master, part.data(), part.size());
    if (n <= 0) break;
    m_shown.append(part.data(), n);
  }
  return status;
}

termios PtyProgram::mode() const {
  termios mode = {};
  ::tcgetattr(m_slave, &mode);
  return mode;
}

bool PtyProgram::echoes() const {
  return mode().c_lflag & ECHO;
}
