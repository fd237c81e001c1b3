#pragma once

#include <QJsonObject>
#include <optional>
#include <stop_token>

#include "core/base/result.h"
#include "core/walk/asked.h"
#include "core/walk/build.h"
#include "core/walk/runtime_facts.h"

namespace nightjar {

class Agent;

/// The official nightly root.
[[nodiscard]] QString officialIndex();

/// The official root of stable releases.
[[nodiscard]] QString officialStableIndex();

/// How the index can be reached beside this computer's own network, which is asked first.
struct IndexWays {
  Agent *runtime = nullptr;  ///< asked where this computer cannot read the index; null: nobody
  QString copies;            ///< folder of the copies that are kept and used where nobody can read it; empty: none
};

/// What a list of builds is for.
enum class ListFor {
  Looking,  ///< every build counts
  Taking,   ///< only the one that will be taken: of releases, which have many torchvisions, pins are read for its
            ///< variant
};

/// Reads the index and judges every build for the runtime (without facts: lists only, nothing is recommended, every
/// build fits). Blocks with an event loop of its own; call on a worker thread or in a program without a window.
/// Where this computer cannot read the index the runtime is asked, then the copies of last time are taken; the list
/// says so. Practice samples are never kept. Errors: Failed (index down, 403, 500, no index, and no copy of it), Usage
/// (variant or date that cannot be parsed), Cancelled.
[[nodiscard]] Result<BuildList> listBuilds(const std::optional<RuntimeFacts> &facts, const Wishes &wishes,
                                           const std::stop_token &stop, const IndexWays &ways = {},
                                           ListFor purpose = ListFor::Looking);

/// The same from the copies alone, at once and without a network; nothing where there are none.
[[nodiscard]] std::optional<BuildList> listCopiedBuilds(const std::optional<RuntimeFacts> &facts, const Wishes &wishes,
                                                        const QString &copies, const std::stop_token &stop);

/// Whether the index itself had not been written anew for two days when it was read: nights may be missing there. The
/// nightly index is written every hour.
[[nodiscard]] bool isBehind(const BuildList &list);

/// How many bytes the build's own wheels have together, without the libraries they need (HEAD of each, side by side,
/// a few seconds at most); nothing where a server does not tell or the build names no wheels.
[[nodiscard]] std::optional<qint64> downloadBytes(const Build &build, const RuntimeFacts &facts, const IndexWays &ways,
                                                  const std::stop_token &stop);

/// The build the wishes name (the recommended one where they name none), with the Python that will run it.
/// Errors: NoBuild (nothing fits, no such date, variant or version, no wheel for this Python), Usage.
[[nodiscard]] Result<Choice> choose(const BuildList &list, const RuntimeFacts &facts, const Wishes &wishes);

/// Makes what choose() takes the list's recommendation, with its reasons; where it takes nothing (no such night or
/// variant, no such Python), nothing is recommended and `why` says so.
void adviseAsWished(BuildList &list, const RuntimeFacts &facts, const Wishes &wishes);

/// "torch and torchvision: 562 MB, and the libraries they need"; null where the size is not known.
[[nodiscard]] QString downloadText(const Choice &choice);

/// One build, as `builds[]` and `finished` show it.
[[nodiscard]] QJsonObject toJson(const Build &build);

/// The report `nightjar builds --json` prints: schema "nightjar.builds/1".
[[nodiscard]] QJsonObject toJson(const BuildList &list);

}  // namespace nightjar
