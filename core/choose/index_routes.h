#pragma once

#include <functional>

#include "core/choose/coherent_set.h"
#include "core/choose/page_cache.h"
#include "core/choose/page_source.h"
#include "core/walk/build.h"

namespace nightjar {

/// A way to an index, and what a list that came by it says about itself.
struct Route {
  IndexOrigin origin = IndexOrigin::Network;
  PageSource *source = nullptr;
};

/// What is asked of an index.
struct IndexQuestion {
  QString root;
  QStringList variants;  ///< to ask for where the root has no page, beside those seen there last time
  QStringList needed;    ///< packages whose page must not fail
  std::function<QStringList(const Catalogue &)> pinnedVariants;  ///< those whose torchvision's pins matter
};

/// What one reading of an index gave.
struct IndexReading {
  Catalogue catalogue;
  TorchPins pins;
  QStringList notes;  ///< what was dropped or odd, beside the catalogue's own
  IndexOrigin origin = IndexOrigin::Network;
  QDateTime readAt;    ///< when its oldest page was fetched
  QString originNote;  ///< why it is a copy, or came through the runtime; null for the usual way
};

/// Reads the index by the first of `routes` that gives one, else from the copies in `cache` (null: none are kept). What
/// a route gives is kept there. Errors: those of the first route, where none gives an index; Cancelled.
[[nodiscard]] Result<IndexReading> readIndex(const QList<Route> &routes, PageCache *cache,
                                             const IndexQuestion &question, const std::stop_token &stop);

/// Reads the copies alone, without a network. Errors: Failed where they make no index.
[[nodiscard]] Result<IndexReading> readCopies(PageCache &cache, const IndexQuestion &question,
                                              const std::stop_token &stop);

/// A way to read any index: readIndex or readCopies with the rest of their arguments given.
using IndexReader = std::function<Result<IndexReading>(const IndexQuestion &)>;

}  // namespace nightjar
