#pragma once

#include <QDate>

#include "core/choose/choose.h"
#include "core/choose/wheel_tags.h"

namespace nightjar {

/// Wishes, understood.
struct ParsedWishes {
  QString index;         ///< root, without a '/' at its end
  QString stableIndex;   ///< root of stable releases, without a '/' at its end; empty: there is none to ask
  QDate date;            ///< valid: the build of this night
  QString version;       ///< not empty: this torch version, with or without its local part
  QString variant;       ///< empty: the program chooses
  QStringList packages;  ///< torch first
  std::optional<PythonVersion> python;
  QString pythonText;  ///< "3.12.4": all its parts count
  QString pythonPath;  ///< absolute

  [[nodiscard]] bool wantsNewest() const { return !date.isValid() && version.isEmpty(); }
};

/// Whether `build` is of the night or the version that is wished for; any is where neither is.
[[nodiscard]] bool isWished(const Build &build, const ParsedWishes &wishes);

/// Errors: Usage, naming what is wrong and what is expected.
[[nodiscard]] Result<ParsedWishes> parseWishes(const Wishes &wishes);

/// The position in `pythons` of the best one that the wishes allow and that is among `allowed` ("3.12", "3.14t"; empty
/// allows all); -1 for none.
[[nodiscard]] int findPython(const QList<PythonFacts> &pythons, const ParsedWishes &wishes, const QStringList &allowed);

}  // namespace nightjar
