#pragma once

#include <QJsonObject>
#include <optional>
#include <stop_token>

#include "core/base/result.h"
#include "core/walk/build.h"
#include "core/walk/runtime_facts.h"

namespace nightjar {

/// The official nightly root.
[[nodiscard]] QString officialIndex();

/// The official root of stable releases.
[[nodiscard]] QString officialStableIndex();

/// What a person asked for; empty or "auto" means the program chooses.
struct Wishes {
  QString index;    ///< empty: officialIndex()
  QString build;    ///< "newest", "2026-11-21" or a torch version
  QString variant;  ///< "auto", "cu130", …
  QStringList packages = {QStringLiteral("torch"), QStringLiteral("torchvision")};
  QString python;       ///< a version ("3.12") or an absolute path
  bool sample = false;  ///< the index is practice's
  QString stableIndex;  ///< the root of stable releases, for the way out; empty: the parent of `index`
};

/// Reads the index and judges every build for the runtime (without facts: lists only, nothing is recommended, every
/// build fits). Blocks with an event loop of its own; call on a worker thread or in a program without a window.
/// Errors: Failed (index down, 403, 500, no index), Usage (variant or date that cannot be parsed), Cancelled.
[[nodiscard]] Result<BuildList> listBuilds(const std::optional<RuntimeFacts> &facts, const Wishes &wishes,
                                           const std::stop_token &stop);

/// The build the wishes name (the recommended one where they name none), with the Python that will run it.
/// Errors: NoBuild (nothing fits, no such date, variant or version, no wheel for this Python), Usage.
[[nodiscard]] Result<Choice> choose(const BuildList &list, const RuntimeFacts &facts, const Wishes &wishes);

/// One build, as `builds[]` and `finished` show it.
[[nodiscard]] QJsonObject toJson(const Build &build);

/// The report `nightjar builds --json` prints: schema "nightjar.builds/1".
[[nodiscard]] QJsonObject toJson(const BuildList &list);

}  // namespace nightjar
