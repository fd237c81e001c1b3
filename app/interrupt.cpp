#include "app/interrupt.h"

#include <fcntl.h>
#include <unistd.h>

#include <array>
#include <cerrno>
#include <csignal>
#include <ctime>
#include <thread>

namespace nightjar {

namespace {

constexpr std::array watched{SIGINT, SIGTERM, SIGHUP};

// A signal handler may only touch what is async-signal-safe: it writes one byte, a thread asks for the stop.
int wakeUp[2] = {-1, -1};
std::stop_source *stopSource = nullptr;
std::thread *watcher = nullptr;

// A key that bounces, or an impatient hand, must not end the program before it could cancel what it has started.
constexpr time_t secondsToThink = 1;
volatile std::sig_atomic_t asked = 0;  // by which signal
timespec askedAt{};

void handle(int signal) {
  const int saved = errno;
  timespec now{};
  clock_gettime(CLOCK_MONOTONIC, &now);
  if (asked == 0) {
    asked = signal;
    askedAt = now;
    const char byte = 's';
    (void)!write(wakeUp[1], &byte, 1);
  } else if (now.tv_sec - askedAt.tv_sec > secondsToThink) {
    std::signal(signal, SIG_DFL);
    raise(signal);
  }
  errno = saved;
}

void watch() {
  char byte = 0;
  while (read(wakeUp[0], &byte, 1) == 1 && byte == 's') {
    stopSource->request_stop();
  }
}

}  // namespace

Interrupt::Interrupt() {
  if (pipe2(wakeUp, O_CLOEXEC) != 0) {
    wakeUp[0] = wakeUp[1] = -1;
  }
  asked = 0;
  stopSource = new std::stop_source;
  watcher = new std::thread(watch);
  for (const int signal : watched) {
    // Who started us with a signal ignored (nohup) meant it.
    if (std::signal(signal, handle) == SIG_IGN) {
      std::signal(signal, SIG_IGN);
    }
  }
  // A reader that went away (a pipe into `head`) is a write error, not the end of a running install.
  std::signal(SIGPIPE, SIG_IGN);
}

Interrupt::~Interrupt() {
  // What has been said is the end of it: a Ctrl-C that comes now must not make another exit code of it.
  for (const int signal : watched) {
    std::signal(signal, SIG_IGN);
  }
  close(wakeUp[1]);
  watcher->join();
  close(wakeUp[0]);
  delete watcher;
  delete stopSource;
}

std::stop_source Interrupt::source() const {
  return *stopSource;
}

bool Interrupt::endsTheProgramOnly() {
  return asked == SIGTERM || asked == SIGHUP;
}

}  // namespace nightjar
