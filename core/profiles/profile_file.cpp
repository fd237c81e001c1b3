#include "core/profiles/profile_file.h"

#include <QDir>
#include <QFileInfo>
#include <QJsonDocument>

#include "core/base/text.h"
#include "core/base/write_whole.h"

namespace nightjar {

namespace {

constexpr QFileDevice::Permissions ownerOnly = QFileDevice::ReadOwner | QFileDevice::WriteOwner;
constexpr qint64 largest = 1024 * 1024;  ///< bytes; a profile is about one kilobyte
constexpr int mostBad = 10000;

Error cannotSave(const QString &path, const QString &details) {
  return {Text::tr("The profile could not be saved."), Text::tr("Its file %1 cannot be written.").arg(path),
          Text::tr("Make room there and allow writing, then save again."), details, Fault::Failed};
}

bool makeFolder(const QString &path) {
  const QFileInfo folder(path);
  if (folder.isDir()) return true;
  return QDir().mkpath(folder.absolutePath()) &&
         (QDir().mkdir(path, ownerOnly | QFileDevice::ExeOwner) || QFileInfo(path).isDir());
}

}  // namespace

ProfileFile readProfileFile(const QString &path) {
  ProfileFile result;
  QFile file(path);
  if (!file.open(QIODevice::ReadOnly)) {
    result.problem = file.errorString();
    return result;
  }
  const QByteArray bytes = file.read(largest + 1);
  QJsonParseError error;
  const QJsonDocument document = QJsonDocument::fromJson(bytes, &error);
  result.content = document.object();
  result.isDamaged = bytes.size() > largest || !document.isObject();
  if (result.isDamaged) result.problem = error.error ? error.errorString() : Text::tr("It is no profile.");
  return result;
}

Result<void> writeProfileFile(const QString &path, const QJsonObject &content) {
  if (const QString folder = QFileInfo(path).absolutePath(); !makeFolder(folder)) return cannotSave(path, folder);
  const QString why = writeWhole(path, QJsonDocument(content).toJson(), ownerOnly);
  return why.isNull() ? Result<void>() : cannotSave(path, why);
}

QString putAside(const QString &path) {
  for (int number = 1; number <= mostBad; ++number) {
    const QString bad = path + ".bad" + (number == 1 ? QString() : QStringLiteral(".%1").arg(number));
    if (QFileInfo::exists(bad)) continue;
    return QFile::rename(path, bad) ? bad : path;
  }
  return path;
}

}  // namespace nightjar
