#pragma once

#include <QByteArray>
#include <chrono>
#include <optional>
#include <stop_token>

#include "core/base/result.h"

namespace nightjar {

/// What arrived since the last read. All empty and not closed: nothing came within the time given.
struct LinkChunk {
  QByteArray out;
  QByteArray err;
  bool closed = false;            ///< the far side has ended; no more will come
  std::optional<int> exitStatus;  ///< with `closed`, where the far side told
  QByteArray exitSignal = {};     ///< with `closed`, "KILL" or the like (no SIG) where a signal ended it and SSH told
};

/// A byte stream to a program on a runtime: its stdin, stdout and stderr. Used from one thread.
class Link {
 public:
  virtual ~Link() = default;
  /// Sends all of `bytes`, draining what arrives meanwhile so that neither side can stall the other. Errors:
  /// Unreachable where the far side has ended, or has not taken them all after `timeout`; Cancelled.
  [[nodiscard]] virtual Result<void> write(const QByteArray &bytes, std::chrono::milliseconds timeout,
                                           std::stop_token stop) = 0;
  /// Waits until something arrived, the far side ended, `timeout` passed or `stop` was requested (Cancelled).
  [[nodiscard]] virtual Result<LinkChunk> read(std::chrono::milliseconds timeout, std::stop_token stop) = 0;
  virtual void close() = 0;
};

}  // namespace nightjar
