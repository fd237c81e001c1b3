#pragma once

#include <QJsonObject>
#include <QStringList>

#include "core/base/error.h"

namespace nightjar {

/// Where the step "install" finds what it needs. Absolute paths on the runtime.
struct InstallSite {
  QString python;            ///< of the new environment
  QString wheels;            ///< the folder they were downloaded to
  QString exact;             ///< a folder that gets those of them that make the exact set
  QString resolved;          ///< requirements of the exact set; not there where pip had to download by itself
  QStringList requirements;  ///< what was asked for, for that case
};

/// The step's arguments: pip's commands, and uv's where `installer` is "uv", or "auto" (or empty) and the runtime has
/// uv at `uvPath`. Both install the same packages from the folder and reach no network.
[[nodiscard]] QJsonObject installArgs(const InstallSite &site, const QString &installer, const QString &uvPath);

/// `args` of the step "download", and where uv unpacks, what unpacks wheels that have come while the rest is on its
/// way.
[[nodiscard]] QJsonObject withUnpackingAhead(QJsonObject args, const InstallSite &site, const QString &installer,
                                             const QString &uvPath);

/// uv was asked for by name and is not there.
[[nodiscard]] Error noUv();

}  // namespace nightjar
