#pragma once

#include <QMap>

#include "core/choose/page_cache.h"
#include "core/choose/page_source.h"

namespace nightjar {

/// The copies of last time as a way to an index: what was not kept is not there.
class CopiedPages final : public PageSource {
 public:
  explicit CopiedPages(const PageCache &cache) : m_cache(cache) {}

  [[nodiscard]] std::vector<Result<FetchedPage>> fetch(const QList<QUrl> &addresses,
                                                       const std::stop_token &stop) override;
  [[nodiscard]] std::vector<Result<FetchedPage>> fetchMetadata(const QList<QUrl> &addresses,
                                                               const std::stop_token &stop) override;
  [[nodiscard]] QList<std::optional<qint64>> lengths(const QList<QUrl> &addresses,
                                                     const std::stop_token &stop) override;
  /// When the oldest page given out was fetched; invalid where none was.
  [[nodiscard]] QDateTime oldest() const { return m_oldest; }

 private:
  const PageCache &m_cache;
  QDateTime m_oldest;
};

/// Another source, and a memory of what it gave: keepAll() puts that into the cache once it has proved to be an index.
/// A wheel's metadata never changes, so that a copy of it is not asked for again; only what names the wheel's own
/// version is kept.
class KeptPages final : public PageSource {
 public:
  /// `cache` null: nothing is kept.
  KeptPages(PageSource &source, PageCache *cache) : m_source(source), m_cache(cache) {}

  [[nodiscard]] std::vector<Result<FetchedPage>> fetch(const QList<QUrl> &addresses,
                                                       const std::stop_token &stop) override;
  [[nodiscard]] std::vector<Result<FetchedPage>> fetchMetadata(const QList<QUrl> &addresses,
                                                               const std::stop_token &stop) override;
  void reject(const QUrl &address) override { m_given.remove(address); }
  [[nodiscard]] QList<std::optional<qint64>> lengths(const QList<QUrl> &addresses,
                                                     const std::stop_token &stop) override {
    return m_source.lengths(addresses, stop);
  }
  /// `fetched`: the time its copies are dated with. False where something could not be written.
  bool keepAll(const QDateTime &fetched);

 private:
  PageSource &m_source;
  PageCache *m_cache;
  QMap<QUrl, FetchedPage> m_given;
};

}  // namespace nightjar
