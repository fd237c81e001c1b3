#pragma once

#include <QList>
#include <QUrl>
#include <chrono>
#include <optional>
#include <stop_token>
#include <vector>

#include "core/base/result.h"

namespace nightjar {

/// How long and how large a page may be.
struct FetchLimits {
  std::chrono::milliseconds silence = std::chrono::seconds(30);  ///< without a byte
  std::chrono::milliseconds whole = std::chrono::seconds(180);   ///< all pages of one call together
  qint64 bytes = qint64{64} * 1024 * 1024;                       ///< of one page, decompressed
  qint64 together = qint64{256} * 1024 * 1024;                   ///< of all pages of one call
};

/// The same limits for wheels' METADATA: that of torch, one of the longest, has 30 KB.
[[nodiscard]] constexpr FetchLimits metadataLimits(FetchLimits limits) {
  limits.bytes = limits.bytes < 256 * 1024 ? limits.bytes : 256 * 1024;
  limits.together = limits.together < 8 * 1024 * 1024 ? limits.together : 8 * 1024 * 1024;
  return limits;
}

/// What came back for an address. The nightly index answers 403 for what is not there, so 403, 404 and 410 all mean
/// "no such page": `exists` is false and nothing went wrong.
struct FetchedPage {
  QUrl address;  ///< after redirects
  bool exists = false;
  QByteArray body;
  int status = 0;  ///< the HTTP status it came with; 0 for a copy
};

/// A way to the pages of an index: this computer's network, the runtime's, or the copies kept from last time. Used from
/// one thread.
class PageSource {
 public:
  virtual ~PageSource() = default;

  /// One result for each of `addresses`, in their order, fetched side by side. Errors, each naming its cause: Failed
  /// (name not found, refused, TLS, silence, too large, cut off, a redirect to anything but http(s) or from https to
  /// http, any other status), Unreachable where the runtime itself is gone, Cancelled for all that were not done when
  /// `stop` was requested.
  [[nodiscard]] virtual std::vector<Result<FetchedPage>> fetch(const QList<QUrl> &addresses,
                                                               const std::stop_token &stop) = 0;

  /// The same for wheels' METADATA (addresses that end in ".metadata"), within metadataLimits.
  [[nodiscard]] virtual std::vector<Result<FetchedPage>> fetchMetadata(const QList<QUrl> &addresses,
                                                                       const std::stop_token &stop) = 0;

  /// What `address` gave proved to be no page of an index.
  virtual void reject(const QUrl &) {}

  /// The size in bytes of what lies at each address (HEAD, Content-Length); nothing where that cannot be learned.
  [[nodiscard]] virtual QList<std::optional<qint64>> lengths(const QList<QUrl> &addresses,
                                                             const std::stop_token &stop) = 0;
};

}  // namespace nightjar
