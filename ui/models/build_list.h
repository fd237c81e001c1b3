#pragma once

#include "core/walk/build.h"

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

/// "Index read 2 minutes ago · 14 nights, 9 variants": where the list is from, how old it is and what is in it.
/// `refreshing`: it is a copy that is being read anew.
[[nodiscard]] QString originText(const BuildList &list, bool refreshing, const QDateTime &now);

}  // namespace nightjar
