#pragma once

#include <QJsonObject>
#include <QStringList>

#include "core/base/error.h"

namespace nightjar {

/// Where resolve, download, install and check find what they need. Absolute paths on the runtime.
struct InstallSite {
  QString python;            ///< of the new environment
  QString index;             ///< the variant's address
  QStringList requirements;  ///< what was asked for
  QString work;              ///< the job's own folder
  QString wheels;            ///< the folder they are downloaded to
  QString resolved;          ///< requirements of the exact set; not there where pip had to download by itself
  QString uv;                ///< what may do pip's work; empty where only pip is to do it
  bool uvOnly = false;       ///< pip must not unpack where uv fails
};

/// The address of uv, or "" where the runtime has none or `installer` is "pip".
[[nodiscard]] QString uvFor(const QString &installer, const QString &uvPath);

/// `args` of the step "resolve", and what lets uv find the exact set: where it cannot, pip does.
[[nodiscard]] QJsonObject withUvResolving(QJsonObject args, const InstallSite &site);

/// `args` of the step "download", and where uv unpacks, what unpacks wheels that have come while the rest is on its
/// way.
[[nodiscard]] QJsonObject withUnpackingAhead(QJsonObject args, const InstallSite &site);

/// The step's arguments: pip's commands, and uv's. Both install the same packages from the folder and reach no network.
[[nodiscard]] QJsonObject installArgs(const InstallSite &site);

/// The step's arguments: where uv finds something missing, pip has the last word.
[[nodiscard]] QJsonObject checkArgs(const InstallSite &site);

/// uv was asked for by name and is not there.
[[nodiscard]] Error noUv();

}  // namespace nightjar
