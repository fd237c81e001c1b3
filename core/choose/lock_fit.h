#pragma once

#include <QStringList>

#include "core/base/result.h"
#include "core/walk/runtime_facts.h"

namespace nightjar {

/// A fixed set of wheels, as a lock names it.
struct FixedSet {
  QString variant;    ///< "cu130"
  QString python;     ///< the Python they are for: "3.12", "3.13t"
  QStringList files;  ///< the wheels' names
  bool sample = false;
};

/// Where a fixed set runs on a runtime.
struct FixedPlace {
  QString pythonPath;     ///< interpreter on the runtime; empty where uv will install one
  QString pythonVersion;  ///< "3.12.4"; "3.12" where uv will install it
  QStringList why;        ///< sentences: why it fits, or what to look out for
};

/// Whether the rules of compatibility.h let the set run there, and with which Python: the same minor version and kind
/// as the set's, and `wished` (a version or a path of the runtime) where that is not empty.
/// Errors: NoBuild, with the reasons.
[[nodiscard]] Result<FixedPlace> placeForFixedSet(const RuntimeFacts &facts, const FixedSet &set,
                                                  const QString &wished = {});

}  // namespace nightjar
