#include "core/detect/reply_values.h"

#include <algorithm>

#include "core/detect/plain_text.h"

namespace nightjar::reply {

QString text(const QJsonValue &value, qsizetype most) {
  const QString plain = plainText(value.toString(), most);
  return plain.isEmpty() ? QString() : plain;
}

QString textLike(const QJsonValue &value, const QRegularExpression &shape) {
  const QString plain = text(value);
  return shape.match(plain).hasMatch() ? plain : QString();
}

QRegularExpression wholeText(const char *pattern) {
  return QRegularExpression(QStringLiteral("\\A(?:%1)\\z").arg(QLatin1String(pattern)));
}

QString path(const QJsonValue &value) {
  return isUsablePath(value.toString()) ? value.toString() : QString();
}

qint64 amount(const QJsonValue &value) {
  return std::max<qint64>(0, value.toInteger());
}

}  // namespace nightjar::reply
