#include "core/install/archive.h"

#include <QCryptographicHash>
#include <QFile>
#include <QFileInfo>
#include <algorithm>
#include <filesystem>

#include "core/base/open_file.h"
#include "core/base/text.h"

namespace nightjar {

namespace {

const QString lockName = QStringLiteral("nightjar.lock.json");
const QString folder = QStringLiteral("wheels/");
constexpr qint64 piece = 1024LL * 1024;

Error unusable(const QString &why) {
  return {
      Text::tr("The archive cannot be used."), why, Text::tr("Make it again with: nightjar archive TARGET FILE"), {}};
}

Error unreadable(const QString &path, const QString &why) {
  return {Text::tr("The lock cannot be read."),
          Text::tr("The file %1 cannot be opened: %2").arg(path, why),
          Text::tr("Name a lock that nightjar lock or nightjar archive wrote."),
          {},
          Fault::Usage};
}

/// The archive's entries against its lock: all of them, and no other.
Result<void> sortWheels(LockFile &into, const QList<TarEntry> &entries) {
  for (const TarEntry &entry : entries.mid(1)) into.wheels.insert(entry.name, entry);
  QMap<QString, TarEntry> sorted;
  for (const LockedPackage &package : into.lock.packages) {
    if (!into.wheels.contains(folder + package.file)) return unusable(Text::tr("It lacks %1.").arg(package.file));
    const TarEntry entry = into.wheels.take(folder + package.file);
    if (package.size && *package.size != entry.size) {
      return unusable(
          Text::tr("%1 has %2 bytes in it, and %3 in its lock.").arg(package.file).arg(entry.size).arg(*package.size));
    }
    sorted.insert(package.file, entry);
  }
  if (!into.wheels.isEmpty())
    return unusable(Text::tr("Its lock does not name the entry “%1”.").arg(into.wheels.firstKey()));
  into.wheels = sorted;
  return {};
}

Result<LockFile> readArchive(QFile &file, const QString &path) {
  const auto entries = readTar(file);
  if (!entries) return entries.error();
  if (entries->isEmpty() || entries->first().name != lockName || entries->first().size > largestLock)
    return unusable(Text::tr("It does not begin with %1.").arg(lockName));
  file.seek(entries->first().offset);
  auto lock = lockFromBytes(file.read(entries->first().size));
  if (!lock) return lock.error();
  LockFile read{path, std::move(*lock), true, {}};
  if (const auto sorted = sortWheels(read, *entries); !sorted) return sorted.error();
  return read;
}

/// A link stays one: what it leads to is written.
QString realPath(const QString &path) {
  const QString real = QFileInfo(path).canonicalFilePath();
  return real.isEmpty() ? path : real;
}

/// An archive as it grows.
class Growing {
 public:
  explicit Growing(const QString &path) : m_path(realPath(path)), m_file(m_path + ".part") {}
  ~Growing() {
    if (!m_whole) m_file.remove();
  }
  Growing(const Growing &) = delete;
  Growing &operator=(const Growing &) = delete;

  bool open() {
    // Without a buffer: a full disk must be noticed, and named, by the write that meets it.
    return m_file.open(QIODevice::WriteOnly | QIODevice::Truncate | QIODevice::Unbuffered);
  }
  /// Whether the name can become the archive's: there is nothing, or a file it may take the place of.
  [[nodiscard]] bool mayReplace() const { return !QFileInfo::exists(m_path) || QFileInfo(m_path).isFile(); }
  bool put(const QByteArray &bytes) { return m_file.write(bytes) == bytes.size(); }
  Result<qint64> finish() {
    const qint64 size = m_file.pos();
    if (!m_file.flush()) return cannotWrite();
    m_file.close();
    // QFile::rename would want the old one gone first; this is one step.
    std::error_code failed;
    std::filesystem::rename(QFileInfo(m_file).filesystemFilePath(), QFileInfo(m_path).filesystemFilePath(), failed);
    if (failed) return cannotWrite(QString::fromStdString(failed.message()));
    m_whole = true;
    return size;
  }
  [[nodiscard]] Error cannotWrite(const QString &why = {}) const {
    return {Text::tr("The archive could not be written."),
            Text::tr("Its file %1 cannot be written: %2")
                .arg(m_file.fileName(), why.isEmpty() ? m_file.errorString() : why),
            Text::tr("Make room there and allow writing, then try again."),
            {}};
  }

 private:
  QString m_path;
  QFile m_file;
  bool m_whole = false;
};

Error anotherWheel(const LockedPackage &package) {
  return {Text::tr("The wheel %1 is not the one that was installed.").arg(package.file),
          Text::tr("Its bytes on the runtime have another sha256 or size than its lock says."),
          Text::tr("Install the lock again, which fetches it anew: nightjar install TARGET --from-lock FILE"),
          {}};
}

/// One wheel into the archive; `done` grows with its bytes.
Result<void> addWheel(Growing &archive, const LockedPackage &package, const WheelSource &source,
                      const std::function<void(qint64)> &grown) {
  if (!package.size) return anotherWheel(package);
  if (!archive.put(tarHeader((folder + package.file).toLatin1(), *package.size))) return archive.cannotWrite();
  QCryptographicHash hash(QCryptographicHash::Sha256);
  qint64 size = 0;
  bool full = false;
  const auto read = source(package, [&](const QByteArray &bytes) {
    size += bytes.size();
    hash.addData(bytes);
    full = !archive.put(bytes);
    grown(bytes.size());
    return !full && size <= *package.size;
  });
  if (full) return archive.cannotWrite();
  if (!read) return read.error();
  if (size != *package.size || hash.result().toHex() != package.sha256.toLatin1()) return anotherWheel(package);
  if (!archive.put(tarPadding(size))) return archive.cannotWrite();
  return {};
}

}  // namespace

Result<LockFile> readLockFile(const QString &path) {
  QFile file(path);
  QString why;
  if (!openAtOnce(file, QIODevice::ReadOnly, why)) return unreadable(path, why);
  const QByteArray start = file.peek(512);
  if (start.mid(257, 5) == "ustar") return readArchive(file, path);
  auto lock = lockFromBytes(file.read(largestLock + 1));
  if (!lock) return lock.error();
  return LockFile{path, std::move(*lock), false, {}};
}

Result<void> checkArchive(const LockFile &file, const BytesDone &told, std::stop_token stop) {
  QFile tar(file.path);
  if (!tar.open(QIODevice::ReadOnly)) return unreadable(file.path, tar.errorString());
  QStringList damaged;
  qint64 done = 0, total = 0;
  for (const TarEntry &entry : file.wheels) total += entry.size;
  for (const LockedPackage &package : file.lock.packages) {
    const TarEntry entry = file.wheels[package.file];
    QCryptographicHash hash(QCryptographicHash::Sha256);
    tar.seek(entry.offset);
    for (qint64 left = entry.size; left > 0;) {
      if (stop.stop_requested()) return cancelled();
      const QByteArray bytes = tar.read(std::min(left, piece));
      if (bytes.isEmpty()) break;
      hash.addData(bytes);
      left -= bytes.size();
      told(done += bytes.size(), total);
    }
    if (hash.result().toHex() != package.sha256.toLatin1()) damaged.append(package.file);
  }
  if (damaged.isEmpty()) return {};
  return unusable(
      Text::tr("Its lock names another sha256 for %1: damaged, or changed.").arg(damaged.join(QStringLiteral(", "))));
}

Result<qint64> writeArchive(const QString &path, const Lock &lock, const WheelSource &source, const BytesDone &told) {
  Growing archive(path);
  if (!archive.mayReplace()) return archive.cannotWrite(Text::tr("there is something at %1 that is no file").arg(path));
  if (!archive.open()) return archive.cannotWrite();
  const QByteArray text = toBytes(lock);
  if (!archive.put(tarHeader(lockName.toLatin1(), text.size()) + text + tarPadding(text.size())))
    return archive.cannotWrite();
  qint64 done = 0;
  const qint64 total = lock.bytes().value_or(0);
  for (const LockedPackage &package : lock.packages) {
    const auto added = addWheel(archive, package, source, [&](qint64 bytes) { told(done += bytes, total); });
    if (!added) return added.error();
  }
  if (!archive.put(tarEnd())) return archive.cannotWrite();
  return archive.finish();
}

}  // namespace nightjar
