#include "core/walk/environment.h"

#include <QRegularExpression>

#include "core/base/json.h"
#include "core/base/shell_word.h"
#include "core/base/text.h"

namespace nightjar {

namespace {

constexpr qsizetype mostEntries = 256;  // what a list may hold: no root has so many

QString like(const QJsonValue &value, const char *pattern) {
  const QRegularExpression shape(QRegularExpression::anchoredPattern(QLatin1String(pattern)));
  const QString text = value.toString();
  return !text.isEmpty() && shape.match(text).hasMatch() ? text : QString();
}

QString userOf(const QJsonObject &user) {
  if (!user[QLatin1String("pid")].isDouble()) return {};
  return Text::tr("process %1: %2")
      .arg(user[QLatin1String("pid")].toInteger())
      .arg(user[QLatin1String("command")].toString());
}

}  // namespace

QStringList wayToSpace(const QList<Environment> &present, const QString &root, const QString &home) {
  const auto spare = oldestToSpare(present);
  if (!spare) return {};
  QString command = QStringLiteral("nightjar remove TARGET ") + spare->id;
  if (root != home + QLatin1String("/nightjar") && root != QLatin1String("/content/nightjar"))
    command += QStringLiteral(" --root ") + shellWord(root);
  return {Text::tr("Remove the oldest environment (%1): %2").arg(nameAndSize(*spare), command)};
}

std::optional<Environment> environmentFromJson(const QJsonObject &object) {
  constexpr auto name = "[0-9A-Za-z_-][0-9A-Za-z._-]{0,199}";  // as resources/agent/releases.py lists them
  Environment one;
  one.id = like(object[QLatin1String("id")], name);
  one.path = object[QLatin1String("path")].toString();
  if (one.id.isEmpty() || !one.path.startsWith(u'/') || one.path.contains(QChar(0))) return std::nullopt;
  one.build = like(object[QLatin1String("build")], name);
  one.date = like(object[QLatin1String("date")], "[0-9]{4}-[0-9]{2}-[0-9]{2}");
  one.variant = like(object[QLatin1String("variant")], "[0-9a-z.]{1,20}");
  const QJsonValue bytes = object[QLatin1String("bytes")];
  one.bytes = bytes.isDouble() ? std::max<qint64>(-1, bytes.toInteger(-1)) : -1;
  one.verified = object[QLatin1String("verified")].toBool();
  one.current = object[QLatin1String("current")].toBool();
  one.made = object[QLatin1String("made")].toInteger();
  one.user = userOf(object[QLatin1String("in_use")].toObject());
  return one;
}

QList<Environment> environmentsFromJson(const QJsonArray &array) {
  QList<Environment> environments;
  for (const QJsonValue value : array) {
    if (environments.size() >= mostEntries) break;
    if (const auto one = environmentFromJson(value.toObject())) environments.append(*one);
  }
  return environments;
}

QJsonObject toJson(const Environment &environment) {
  const QJsonValue bytes = environment.bytes < 0 ? QJsonValue() : QJsonValue(environment.bytes);
  return {{"id", environment.id},    {"build", orNull(environment.build)}, {"date", orNull(environment.date)},
          {"bytes", bytes},          {"verified", environment.verified},   {"current", environment.current},
          {"path", environment.path}};
}

QJsonArray toJson(const QList<Environment> &environments) {
  QJsonArray array;
  for (const Environment &one : environments) array.append(toJson(one));
  return array;
}

}  // namespace nightjar
