#pragma once

#include "core/choose/coherent_set.h"
#include "core/choose/compatibility.h"

namespace nightjar {

/// The list of builds a catalogue comes to, judged for a runtime (without facts: every build fits), newest first and
/// within a night in the order of variantBefore. `packages` are the wished ones; a build that lacks one carries a
/// warning that says why. `sample`: the wheels are practice's stand-ins. Sets neither index nor recommendation.
[[nodiscard]] BuildList judgedBuilds(const Catalogue &catalogue, const TorchPins &pins,
                                     const std::optional<RuntimeFacts> &facts, const QStringList &packages,
                                     bool sample = false);

/// The version `build` has of `package`; null where it has none.
[[nodiscard]] QString versionOf(const Build &build, const QString &package);

/// Whether `build` has all of `packages`.
[[nodiscard]] bool isComplete(const Build &build, const QStringList &packages);

/// "8 September", with the year where it is not `today`'s.
[[nodiscard]] QString dayText(const QDate &date, const QDate &today);

}  // namespace nightjar
