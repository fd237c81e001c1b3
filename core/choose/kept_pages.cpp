#include "core/choose/kept_pages.h"

#include "core/choose/coherent_set.h"

namespace nightjar {

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
    if (!m_oldest.isValid() || copy->fetched < m_oldest) m_oldest = copy->fetched;
    pages.emplace_back(FetchedPage{copy->address, true, std::move(copy->body), 0});
  }
  return pages;
}

// Metadata never changes: its age says nothing about the list's.
std::vector<Result<FetchedPage>> CopiedPages::fetchMetadata(const QList<QUrl> &addresses, const std::stop_token &stop) {
  const QDateTime oldest = m_oldest;
  auto pages = fetch(addresses, stop);
  m_oldest = oldest;
  return pages;
}

QList<std::optional<qint64>> CopiedPages::lengths(const QList<QUrl> &addresses, const std::stop_token &) {
  return QList<std::optional<qint64>>(addresses.size());
}

std::vector<Result<FetchedPage>> KeptPages::fetch(const QList<QUrl> &addresses, const std::stop_token &stop) {
  auto pages = m_source.fetch(addresses, stop);
  for (size_t i = 0; m_cache && i < pages.size(); ++i)
    if (pages[i]) m_given.insert(addresses.at(static_cast<qsizetype>(i)), *pages[i]);
  return pages;
}

std::vector<Result<FetchedPage>> KeptPages::fetchMetadata(const QList<QUrl> &addresses, const std::stop_token &stop) {
  if (!m_cache) return m_source.fetchMetadata(addresses, stop);
  std::vector<std::optional<Result<FetchedPage>>> known;
  QList<QUrl> asked;
  for (const QUrl &address : addresses) {
    auto copy = m_cache->find(address);
    if (copy && isMetadataOf(copy->body, address)) {
      known.emplace_back(FetchedPage{copy->address, true, std::move(copy->body), 0});
    } else {
      known.emplace_back(std::nullopt);
      asked.append(address);
    }
  }
  auto fetched = asked.isEmpty() ? std::vector<Result<FetchedPage>>() : m_source.fetchMetadata(asked, stop);
  std::vector<Result<FetchedPage>> pages;
  size_t next = 0;
  for (size_t i = 0; i < known.size(); ++i) {
    if (known[i]) {
      pages.push_back(std::move(*known[i]));
      continue;
    }
    const QUrl &address = addresses.at(static_cast<qsizetype>(i));
    Result<FetchedPage> &page = fetched[next++];
    if (page && page->exists && isMetadataOf(page->body, address)) m_given.insert(address, *page);
    pages.push_back(std::move(page));
  }
  return pages;
}

bool KeptPages::keepAll(const QDateTime &fetched) {
  bool kept = true;
  for (auto page = m_given.constBegin(); m_cache && page != m_given.constEnd(); ++page) {
    if (!page->exists) {
      m_cache->drop(page.key());
    } else {
      kept = m_cache->keep(page.key(), {page->address, fetched, page->body}) && kept;
    }
  }
  return kept;
}

}  // namespace nightjar
