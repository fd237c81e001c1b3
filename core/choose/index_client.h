#pragma once

#include <QNetworkAccessManager>

#include "core/choose/page_source.h"

namespace nightjar {

/// This computer's own network: fetches pages over http(s), side by side, through the proxies of the environment (never
/// for this computer itself). Lives on the thread it is used on; needs no running event loop there.
class IndexClient final : public PageSource {
 public:
  explicit IndexClient(FetchLimits limits = {});

  [[nodiscard]] std::vector<Result<FetchedPage>> fetch(const QList<QUrl> &addresses,
                                                       const std::stop_token &stop) override;
  [[nodiscard]] std::vector<Result<FetchedPage>> fetchMetadata(const QList<QUrl> &addresses,
                                                               const std::stop_token &stop) override;
  [[nodiscard]] QList<std::optional<qint64>> lengths(const QList<QUrl> &addresses,
                                                     const std::stop_token &stop) override;

 private:
  std::vector<Result<FetchedPage>> get(const QList<QUrl> &addresses, const FetchLimits &limits,
                                       const std::stop_token &stop);

  FetchLimits m_limits;
  QNetworkAccessManager m_network;
};

}  // namespace nightjar
