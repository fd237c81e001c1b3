#pragma once

#include <QMap>
#include <functional>
#include <optional>
#include <stop_token>

#include "core/install/lock.h"
#include "core/install/tar.h"

namespace nightjar {

/// What `install --from-lock` takes: a lock, or an archive, which has the wheels as well.
struct LockFile {
  QString path;
  Lock lock;
  bool isArchive = false;
  QMap<QString, TarEntry> wheels;  ///< of an archive: each file of the lock
};

using BytesDone = std::function<void(qint64 done, qint64 total)>;

/// Reads a lock or an archive's table of contents; quick. An archive is a plain tar: "nightjar.lock.json", then
/// "wheels/<file>" for every package of the lock and nothing else. Errors: Failed, naming the field or the entry; Usage
/// where the file cannot be opened.
[[nodiscard]] Result<LockFile> readLockFile(const QString &path);

/// Whether every wheel of the archive has its lock's hash; reads all of it. Errors: Failed, naming the wheels;
/// Cancelled.
[[nodiscard]] Result<void> checkArchive(const LockFile &file, const BytesDone &told, std::stop_token stop);

/// Takes a wheel's bytes, in order; false: no more are wanted.
using BytesSink = std::function<bool(const QByteArray &)>;
/// Hands a wheel's bytes to the sink.
using WheelSource = std::function<Result<void>(const LockedPackage &, const BytesSink &)>;

/// Writes an archive of `lock` with the wheels that `source` gives, each checked against its size and hash. It grows as
/// <path>.part and gets its name when it is whole; after any error neither is there (an earlier archive stays).
/// Errors: those of `source`; Failed for a file that cannot be written, a wheel that is another one or of unknown size.
[[nodiscard]] Result<qint64> writeArchive(const QString &path, const Lock &lock, const WheelSource &source,
                                          const BytesDone &told);

}  // namespace nightjar
