#pragma once

#include "core/choose/wishes.h"

namespace nightjar {

/// The error of whoever finds no build.
[[nodiscard]] Error noBuild(const QString &what, const QString &why, const QString &fix);

/// The builds of the wished variant, of these the ones of the wished night or version.
/// Errors: NoBuild (there is no such variant, night or version), Failed (the wished variant's page could not be read).
[[nodiscard]] Result<QList<Build>> wishedBuilds(const BuildList &list, const ParsedWishes &wishes);

/// Of the wished `builds` the newest one that fits and is complete; the program chooses among variants only where none
/// is wished. Errors: NoBuild, with the ways out as its fix.
[[nodiscard]] Result<Build> pickBuild(const BuildList &list, const QList<Build> &builds, const ParsedWishes &wishes,
                                      const RuntimeFacts &facts);

}  // namespace nightjar
