#pragma once

#include <QJsonObject>
#include <QString>

#include "core/base/result.h"

namespace nightjar {

/// The JSON object in the file `path`. Errors: Failed; `isDamaged` tells a file that can be opened but makes no sense
/// from one that could not be read at all.
struct ProfileFile {
  QJsonObject content;
  bool isDamaged = false;
  QString problem;  ///< empty when `content` is there; raw words for details
};
[[nodiscard]] ProfileFile readProfileFile(const QString &path);

/// Replaces the file at `path` in one step, readable by its owner only. Makes the folder (0700) where it is missing.
/// A reader sees the old or the new content whole, whoever else writes at the same time. Errors: Failed.
[[nodiscard]] Result<void> writeProfileFile(const QString &path, const QJsonObject &content);

/// Renames `path` to `path`.bad, or .bad.2, .bad.3, … where those exist. The new path; `path` itself where it could
/// not be renamed.
[[nodiscard]] QString putAside(const QString &path);

}  // namespace nightjar
