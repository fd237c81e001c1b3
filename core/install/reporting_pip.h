#pragma once

#include <QString>
#include <QVersionNumber>

namespace nightjar {

/// The first pip that resolves an index of wheels without downloading them; older ones fetch each wheel whole (pip's
/// release notes, 25.3).
constexpr const char *reportingPip = "25.3";

/// Whether there is such a pip for this Python ("3.12.4"): it needs 3.9 (its metadata, Requires-Python). Where the
/// version is not known, it is tried.
[[nodiscard]] inline bool hasReportingPip(const QString &python) {
  const QVersionNumber version = QVersionNumber::fromString(python);
  return version.segmentCount() < 2 || version >= QVersionNumber(3, 9);
}

}  // namespace nightjar
