#pragma once

#include <stop_token>

namespace nightjar {

/// Turns Ctrl-C, SIGTERM and SIGHUP into a stop request for as long as it lives: the first asks what is running to
/// stop, the second ends the program as the signal always did. There is one in a program's life; after it all three
/// are ignored.
class Interrupt {
 public:
  Interrupt();
  ~Interrupt();
  Interrupt(const Interrupt &) = delete;
  Interrupt &operator=(const Interrupt &) = delete;

  /// Its stop is the one that is requested.
  [[nodiscard]] std::stop_source source() const;
  /// Whether what asked was the end of the program alone (a terminal that was closed, a computer that shuts down) and
  /// not Ctrl-C, by which a person wants what is running to be cancelled.
  [[nodiscard]] static bool endsTheProgramOnly();
};

}  // namespace nightjar
