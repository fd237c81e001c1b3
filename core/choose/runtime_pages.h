#pragma once

#include "core/choose/page_source.h"
#include "core/runtime/agent.h"

namespace nightjar {

/// The runtime's network: its agent asks, through the proxies and with the certificates pip would use there. An address
/// on loopback means the runtime itself.
class RuntimePages final : public PageSource {
 public:
  /// `proxy` and `certificates` are those of the runtime's pip.conf; empty: as its environment says.
  RuntimePages(Agent &agent, QString proxy, QString certificates, FetchLimits limits = {});

  [[nodiscard]] std::vector<Result<FetchedPage>> fetch(const QList<QUrl> &addresses,
                                                       const std::stop_token &stop) override;
  [[nodiscard]] std::vector<Result<FetchedPage>> fetchMetadata(const QList<QUrl> &addresses,
                                                               const std::stop_token &stop) override;
  [[nodiscard]] QList<std::optional<qint64>> lengths(const QList<QUrl> &addresses,
                                                     const std::stop_token &stop) override;

 private:
  struct Answer;
  Result<std::vector<Answer>> ask(const QString &method, const QList<QUrl> &addresses, const FetchLimits &limits,
                                  const std::stop_token &stop);
  std::vector<Result<FetchedPage>> get(const QList<QUrl> &addresses, const FetchLimits &limits,
                                       const std::stop_token &stop);

  Agent &m_agent;
  QString m_proxy;
  QString m_certificates;
  FetchLimits m_limits;
};

}  // namespace nightjar
