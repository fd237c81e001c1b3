#include "core/base/write_whole.h"

#include <QFileInfo>
#include <QSaveFile>

#include "core/base/open_file.h"

namespace nightjar {

namespace {

QString writeThrough(const QString &path, const QByteArray &bytes) {
  QFile file(path);
  QString why;
  if (!openAtOnce(file, QIODevice::WriteOnly | QIODevice::Unbuffered, why)) return why;
  return file.write(bytes) == bytes.size() ? QString() : file.errorString();
}

}  // namespace

QString writeWhole(const QString &path, const QByteArray &bytes, QFile::Permissions permissions) {
  const QFileInfo there(path);
  if (there.exists() && !there.isFile() && !there.isDir()) return writeThrough(path, bytes);
  QSaveFile file(path);
  // commit() alone does not notice that the last of the bytes found no room.
  const bool written = file.open(QIODevice::WriteOnly) && (!permissions || file.setPermissions(permissions)) &&
                       file.write(bytes) == bytes.size() && file.flush();
  if (!written) {
    QString why = file.errorString();
    file.cancelWriting();
    return why;
  }
  return file.commit() ? QString() : file.errorString();
}

}  // namespace nightjar
