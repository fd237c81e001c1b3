#pragma once

#include <optional>

#include "core/choose/coherent_set.h"
#include "core/choose/index_routes.h"
#include "core/choose/recommendation.h"

namespace nightjar {

/// A stable release as the way out for a runtime that no nightly fits.
struct StableRelease {
  Build build;
  bool known = false;   ///< from the table: the index could not be read
  QString driver = {};  ///< the least NVIDIA driver it needs, where that is newer than the runtime's
};

/// The newest release in `catalogue` (of a stable index) that fits the runtime and has code for the most of its GPUs,
/// of the best variant of that version; where none does, of those that would with a newer driver. Nothing where none
/// would. `pins` tell which torchvision belongs to it; without one it is torch alone.
[[nodiscard]] std::optional<StableRelease> newestStable(const Catalogue &catalogue, const TorchPins &pins,
                                                        const RuntimeFacts &facts, const QStringList &packages);

/// The table's last known release, where it fits the runtime.
[[nodiscard]] std::optional<StableRelease> lastKnownStable(const RuntimeFacts &facts);

/// Reads the stable index at `root`. Where it cannot be read: the last known release, and a note.
/// Errors: Cancelled only.
[[nodiscard]] Result<std::optional<StableRelease>> readStable(const IndexReader &read, const QString &root,
                                                              const RuntimeFacts &facts, const QStringList &packages,
                                                              QStringList &notes);

}  // namespace nightjar
