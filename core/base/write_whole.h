#pragma once

#include <QFile>
#include <QString>

namespace nightjar {

/// Writes a file of this computer, whole or not at all: on failure (a full disk) an old one stays as it was. What is no
/// regular file (a pipe, a device) is written to as it is. Returns why it could not, in the system's words; null where
/// it could.
[[nodiscard]] QString writeWhole(const QString &path, const QByteArray &bytes, QFile::Permissions permissions = {});

}  // namespace nightjar
