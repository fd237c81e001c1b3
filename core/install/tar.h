#pragma once

#include <QByteArray>
#include <QIODevice>
#include <QList>
#include <QString>

#include "core/base/result.h"

namespace nightjar {

/// A file inside a tar, where its bytes lie.
struct TarEntry {
  QString name;
  qint64 offset = 0;  ///< of its first byte in the tar
  qint64 size = 0;
};

/// The entries of a tar (POSIX.1-2017 pax, "ustar Interchange Format"; GNU tar's ustar too), in order. Strict, since
/// anybody may have written it: regular files only, names without "..", a leading '/' or a control character, each
/// once, and all of the bytes there. Errors: Failed, naming the entry.
[[nodiscard]] Result<QList<TarEntry>> readTar(QIODevice &device);

/// What stands before a file of `size` bytes (less than 8 GiB); `name` is ASCII, and longer than 100 characters has a
/// pax header of its own.
[[nodiscard]] QByteArray tarHeader(const QByteArray &name, qint64 size);
/// The zeros behind a file of `size` bytes.
[[nodiscard]] QByteArray tarPadding(qint64 size);
/// The end of a tar.
[[nodiscard]] QByteArray tarEnd();

}  // namespace nightjar
