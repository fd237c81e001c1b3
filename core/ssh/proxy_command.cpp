#include "core/ssh/proxy_command.h"

#include <fcntl.h>
#include <spawn.h>
#include <sys/socket.h>
#include <sys/wait.h>
#include <unistd.h>

#include <array>
#include <chrono>
#include <csignal>
#include <cstdio>
#include <system_error>
#include <thread>
#include <vector>

#ifndef _GNU_SOURCE  // which has unistd.h declare it
extern char **environ;
#endif

namespace nightjar {

namespace {

constexpr qsizetype keptBytes = 4096;
constexpr auto patience = std::chrono::seconds(5);  // a proxy may have to give back what it rented

bool makePair(Descriptor &ours, Descriptor &theirs) {
  std::array<int, 2> ends{};
  if (::socketpair(AF_UNIX, SOCK_STREAM, 0, ends.data()) != 0) return false;
  ours = Descriptor(ends[0]);
  theirs = Descriptor(ends[1]);
  for (int fd : ends) ::fcntl(fd, F_SETFD, FD_CLOEXEC);
  setNonBlocking(ours.get());
  return true;
}

/// A file without a name for stderr: a pipe that nobody empties would one day stop a talkative proxy.
Descriptor unnamedFile() {
  std::FILE *file = std::tmpfile();
  if (file == nullptr) return {};
  Descriptor copy(::fcntl(::fileno(file), F_DUPFD_CLOEXEC, 0));
  std::fclose(file);
  return copy;
}

/// Its own session, so that it cannot ask on our terminal and can be ended with everything it started.
int spawn(const QStringList &argv, int connection, int errors, pid_t &pid) {
  std::vector<QByteArray> words;
  words.reserve(static_cast<size_t>(argv.size()));
  for (const QString &word : argv) words.push_back(word.toLocal8Bit());
  std::vector<char *> pointers;
  pointers.reserve(words.size() + 1);
  for (QByteArray &word : words) pointers.push_back(word.data());
  pointers.push_back(nullptr);

  posix_spawn_file_actions_t actions;
  posix_spawn_file_actions_init(&actions);
  posix_spawn_file_actions_adddup2(&actions, connection, STDIN_FILENO);
  posix_spawn_file_actions_adddup2(&actions, connection, STDOUT_FILENO);
  posix_spawn_file_actions_adddup2(&actions, errors, STDERR_FILENO);
  posix_spawnattr_t attributes;
  posix_spawnattr_init(&attributes);
  sigset_t defaults;
  sigemptyset(&defaults);
  sigaddset(&defaults, SIGPIPE);
  posix_spawnattr_setsigdefault(&attributes, &defaults);
  posix_spawnattr_setflags(&attributes, POSIX_SPAWN_SETSID | POSIX_SPAWN_SETSIGDEF);
  const int code = ::posix_spawnp(&pid, pointers.front(), &actions, &attributes, pointers.data(), environ);
  posix_spawnattr_destroy(&attributes);
  posix_spawn_file_actions_destroy(&actions);
  return code;
}

void end(pid_t pid) {
  ::kill(-pid, SIGTERM);
  std::thread([pid] {
    const auto deadline = std::chrono::steady_clock::now() + patience;
    while (::waitpid(pid, nullptr, WNOHANG) == 0) {
      if (std::chrono::steady_clock::now() > deadline) ::kill(-pid, SIGKILL);
      std::this_thread::sleep_for(std::chrono::milliseconds(20));
    }
  }).detach();
}

}  // namespace

std::unique_ptr<ProxyCommand> ProxyCommand::start(const QStringList &argv, QString &error) {
  std::unique_ptr<ProxyCommand> proxy(new ProxyCommand);
  Descriptor theirs;
  proxy->m_errors = unnamedFile();
  const bool ready = proxy->m_errors.get() >= 0 && makePair(proxy->m_socket, theirs);
  const int code = ready ? spawn(argv, theirs.get(), proxy->m_errors.get(), proxy->m_pid) : errno;
  if (code == 0) return proxy;
  proxy->m_pid = -1;
  error = argv.value(0) + QStringLiteral(": ") + QString::fromStdString(std::generic_category().message(code));
  return nullptr;
}

ProxyCommand::~ProxyCommand() {
  m_socket.reset();
  m_errors.reset();
  if (m_pid > 0) end(m_pid);
}

Descriptor ProxyCommand::takeSocket() {
  return std::move(m_socket);
}

QByteArray ProxyCommand::said() const {
  QByteArray text(keptBytes, Qt::Uninitialized);
  const off_t size = ::lseek(m_errors.get(), 0, SEEK_END);
  const off_t start = size > keptBytes ? size - keptBytes : 0;
  const auto count = ::pread(m_errors.get(), text.data(), static_cast<std::size_t>(keptBytes), start);
  text.truncate(count > 0 ? count : 0);
  return text;
}

}  // namespace nightjar
