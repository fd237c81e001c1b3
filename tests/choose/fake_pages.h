#pragma once

#include <QHash>

#include "core/choose/page_source.h"

namespace nightjar::test {

/// A way to an index that has just these pages, or that is down.
class FakePages final : public PageSource {
 public:
  explicit FakePages(QHash<QUrl, QByteArray> pages) : m_pages(std::move(pages)) {}
  explicit FakePages(Error down) : m_down(std::move(down)) {}

  QList<QUrl> asked;

  std::vector<Result<FetchedPage>> fetch(const QList<QUrl> &addresses, const std::stop_token &stop) override {
    std::vector<Result<FetchedPage>> results;
    for (const QUrl &address : addresses) {
      asked.append(address);
      if (stop.stop_requested()) {
        results.emplace_back(cancelled());
      } else if (m_down) {
        results.emplace_back(*m_down);
      } else {
        results.emplace_back(FetchedPage{address, m_pages.contains(address), m_pages.value(address),
                                         m_pages.contains(address) ? 200 : 404});
      }
    }
    return results;
  }
  std::vector<Result<FetchedPage>> fetchMetadata(const QList<QUrl> &addresses, const std::stop_token &stop) override {
    return fetch(addresses, stop);
  }
  QList<std::optional<qint64>> lengths(const QList<QUrl> &addresses, const std::stop_token &) override {
    return QList<std::optional<qint64>>(addresses.size());
  }

 private:
  QHash<QUrl, QByteArray> m_pages;
  std::optional<Error> m_down;
};

}  // namespace nightjar::test
