#include "core/choose/kept_pages.h"

namespace nightjar {

namespace {

bool isMetadata(const QUrl &address) {
  return address.path().endsWith(QLatin1String(".whl.metadata"));
}

}  // namespace

std::vector<Result<FetchedPage>> CopiedPages::fetch(const QList<QUrl> &addresses, const std::stop_token &stop) {
  std::vector<Result<FetchedPage>> pages;
  for (const QUrl &address : addresses) {
    if (stop.stop_requested()) {
      pages.emplace_back(cancelled());
      continue;
    }
    auto copy = m_cache.find(address);
    if (!copy) {
      pages.emplace_back(FetchedPage{address, false, {}, 0});
      continue;
    }
    // Metadata never changes: its age says nothing about the list's.
    if (!isMetadata(address) && (!m_oldest.isValid() || copy->fetched < m_oldest)) m_oldest = copy->fetched;
    pages.emplace_back(FetchedPage{copy->address, true, std::move(copy->body), 0});
  }
  return pages;
}

QList<std::optional<qint64>> CopiedPages::lengths(const QList<QUrl> &addresses, const std::stop_token &) {
  return QList<std::optional<qint64>>(addresses.size());
}

std::vector<Result<FetchedPage>> KeptPages::fetch(const QList<QUrl> &addresses, const std::stop_token &stop) {
  std::vector<std::optional<Result<FetchedPage>>> known(static_cast<size_t>(addresses.size()));
  QList<QUrl> asked;
  for (qsizetype i = 0; i < addresses.size(); ++i) {
    auto copy = m_cache && isMetadata(addresses.at(i)) ? m_cache->find(addresses.at(i)) : std::nullopt;
    if (copy) {
      known[static_cast<size_t>(i)] = FetchedPage{copy->address, true, std::move(copy->body), 0};
    } else {
      asked.append(addresses.at(i));
    }
  }
  auto fetched = asked.isEmpty() ? std::vector<Result<FetchedPage>>() : m_source.fetch(asked, stop);
  std::vector<Result<FetchedPage>> pages;
  size_t next = 0;
  for (qsizetype i = 0; i < addresses.size(); ++i) {
    if (auto &copy = known[static_cast<size_t>(i)]) {
      pages.push_back(std::move(*copy));
      continue;
    }
    if (m_cache && fetched[next]) m_given.insert(addresses.at(i), *fetched[next]);
    pages.push_back(std::move(fetched[next++]));
  }
  return pages;
}

bool KeptPages::keepAll() {
  bool kept = true;
  const QDateTime now = QDateTime::currentDateTimeUtc();
  for (auto page = m_given.constBegin(); m_cache && page != m_given.constEnd(); ++page) {
    if (!page->exists) {
      m_cache->drop(page.key());
    } else {
      kept = m_cache->keep(page.key(), {page->address, now, page->body}) && kept;
    }
  }
  return kept;
}

}  // namespace nightjar
