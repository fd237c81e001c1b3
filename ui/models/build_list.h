#pragma once

#include "core/base/result.h"
#include "core/walk/asked.h"
#include "core/walk/build.h"
#include "core/walk/runtime_facts.h"

namespace nightjar {

/// What the page that shows a list of builds asks of it.

/// Its variants, in the order in which they come.
[[nodiscard]] QStringList variantsOf(const BuildList &list);

/// The same build's position in `list`, which may have been read at another time; -1 where it has none.
[[nodiscard]] int positionOf(const Build &build, const BuildList &list);

/// The position of the newest CPU build that runs here and whose variant goes on; -1 where there is none.
[[nodiscard]] int newestCpuBuild(const BuildList &list);

/// What choosing `build` (a position in `list`) would come to, as far as the list alone tells: no index, no Python.
[[nodiscard]] Choice previewOf(const BuildList &list, int build, const QStringList &packages);

/// The position of the build that was asked for: on the command line, by a saved runtime or in the options. Nothing
/// where none was. Errors: as choose().
[[nodiscard]] std::optional<Result<int>> wishedBuild(const BuildList &list, const RuntimeFacts &facts,
                                                     const Wishes &wishes);

/// Whether a build would be advised if no particular one were asked for.
[[nodiscard]] bool fitsAnyway(const BuildList &list, const RuntimeFacts &facts, const Wishes &wishes);

/// What shows a stable release in place of the nightlies.
[[nodiscard]] Wishes wishesFor(const Alternative &release, Wishes wishes);

/// Whether it is a copy that has not been compared with the index: nobody tried, or something came between.
[[nodiscard]] bool isUnchecked(const BuildList &list);

/// "Index read 2 minutes ago · 14 nights, 9 variants": where the list is from, how old it is and what is in it.
/// `refreshing`: it is a copy that is being read anew.
[[nodiscard]] QString originText(const BuildList &list, bool refreshing, const QDateTime &now);

}  // namespace nightjar
