#pragma once

#include <QByteArray>
#include <chrono>
#include <memory>
#include <optional>
#include <stop_token>

#include "core/base/result.h"

namespace nightjar {

class Session;

/// What a remote program wrote since the last read, and how it ended.
struct ExecOutput {
  QByteArray out;
  QByteArray err;
  bool closed = false;
  std::optional<int> exitStatus;
  QByteArray exitSignal;  ///< "KILL", without SIG, where a signal ended it
};

/// A program on the host: its stdin, stdout and stderr over one SSH channel without a terminal. Used from the thread
/// that opened it. Errors are Unreachable (the connection broke) or Cancelled.
class ExecChannel {
 public:
  /// Starts `command` in the user's login shell. Takes the session, which must be logged in.
  [[nodiscard]] static Result<std::unique_ptr<ExecChannel>> open(std::unique_ptr<Session> session,
                                                                 const QByteArray &command,
                                                                 const std::stop_token &stop);
  ~ExecChannel();

  /// Sends all of `bytes` and returns when they have left this computer. What arrives meanwhile is kept for read().
  [[nodiscard]] Result<void> write(const QByteArray &bytes, std::chrono::milliseconds timeout,
                                   const std::stop_token &stop);
  /// Waits until something arrived, the program ended, `timeout` passed (nothing in it then) or `stop` was requested.
  [[nodiscard]] Result<ExecOutput> read(std::chrono::milliseconds timeout, const std::stop_token &stop);
  /// Ends the connection. What the program left running stays.
  void close();

 private:
  class Private;
  explicit ExecChannel(std::unique_ptr<Private> d);
  std::unique_ptr<Private> d;
};

}  // namespace nightjar
