#include "core/profiles/profile_file_name.h"

#include <QCryptographicHash>

namespace nightjar {

namespace {

/// File systems take 255 bytes a name; the rest is for ".json.bad", a number, and a temporary file's ending.
constexpr qsizetype longest = 200;
constexpr qsizetype keptOfLongOnes = 120;

}  // namespace

QString profileFileName(const QString &name) {
  const QByteArray bytes = name.toUtf8();
  if (name.isEmpty() || QString::fromUtf8(bytes) != name) return {};
  const QByteArray encoded = bytes.toPercentEncoding({}, "ABCDEFGHIJKLMNOPQRSTUVWXYZ.~");
  if (encoded.size() <= longest) return QString::fromLatin1(encoded);
  const QByteArray hash = QCryptographicHash::hash(bytes, QCryptographicHash::Sha256).toHex();
  return QString::fromLatin1(encoded.left(keptOfLongOnes) + '~' + hash);
}

std::optional<QString> profileNameOf(const QString &fileName) {
  const QString name = QString::fromUtf8(QByteArray::fromPercentEncoding(fileName.toUtf8()));
  if (profileFileName(name) != fileName) return std::nullopt;
  return name;
}

}  // namespace nightjar
