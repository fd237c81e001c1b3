#include "core/install/lock_fields.h"

#include <QJsonArray>
#include <QMap>
#include <QRegularExpression>
#include <QSet>
#include <QUrl>
#include <array>
#include <cmath>

#include "core/base/text.h"

namespace nightjar {

namespace {

constexpr qsizetype mostPackages = 2000;
constexpr double largestWheel = 8LL * 1024 * 1024 * 1024 - 1;  ///< bytes: the most a tar's size field can say

struct PackageField {
  const char *name;
  QString LockedPackage::*member;
  const char *pattern;
  bool optional = false;
};

// PEP 508 for names, PEP 440 for versions, PEP 427 for files. An address is looked at once more as a whole.
constexpr std::array packageFields{
    PackageField{"name", &LockedPackage::name, "[A-Za-z0-9]([A-Za-z0-9._-]{0,126}[A-Za-z0-9])?"},
    PackageField{"version", &LockedPackage::version, "[A-Za-z0-9][A-Za-z0-9.!+_-]{0,127}"},
    PackageField{"file", &LockedPackage::file, "[A-Za-z0-9][A-Za-z0-9._+!-]{0,230}\\.whl"},
    PackageField{"url", &LockedPackage::url, "(https?|file)://[!-~]{1,4000}", true},
    PackageField{"sha256", &LockedPackage::sha256, "[0-9a-f]{64}"},
};

bool matches(const QString &text, const char *pattern) {
  return QRegularExpression(QRegularExpression::anchoredPattern(QLatin1String(pattern))).match(text).hasMatch();
}

Result<QString> readText(const QJsonValue &value, const char *pattern, bool optional, const QString &place) {
  if (optional && (value.isUndefined() || value.isNull())) return QString();
  if (!value.isString()) return wrongLockField(place, Text::tr("a text"));
  if (!matches(value.toString(), pattern))
    return wrongLockField(place, Text::tr("one we can use: %1").arg(value.toString().left(200)));
  return value.toString();
}

/// An address without a login; of a web server, or of the runtime's own disk.
bool isUsable(const QString &address) {
  const QUrl url(address, QUrl::StrictMode);
  const bool file = url.scheme() == QLatin1String("file");
  return url.isValid() && url.userInfo().isEmpty() && (file ? url.host().isEmpty() : !url.host().isEmpty());
}

/// PEP 503: one spelling of a name, to compare with.
QString normalized(const QString &name) {
  static const QRegularExpression separators(QStringLiteral("[-_.]+"));
  return QString(name).replace(separators, QStringLiteral("-")).toLower();
}

/// PEP 440: other words for the parts of a version, and other marks between them.
QString withUsualWords(QString version) {
  static const QRegularExpression bare(QStringLiteral("^([0-9!.]+)[-_]([0-9]+)"));  // "1.0-1" is 1.0.post1
  static const QRegularExpression part(
      QStringLiteral("[._-]?(alpha|beta|preview|pre|post|rev|dev|rc|a|b|c|r)[._-]?([0-9]*)"));
  static const QMap<QString, QString> usual{{"alpha", "a"}, {"beta", "b"},   {"preview", "rc"}, {"pre", "rc"},
                                            {"c", "rc"},    {"rev", "post"}, {"r", "post"}};
  version.replace(bare, QStringLiteral("\\1.post\\2"));
  QString text;
  qsizetype at = 0;
  for (auto parts = part.globalMatch(version); parts.hasNext();) {
    const auto found = parts.next();
    const QString word = found.captured(1), number = found.captured(2);
    text += version.mid(at, found.capturedStart() - at) + usual.value(word, word) + (number.isEmpty() ? "0" : number);
    at = found.capturedEnd();
  }
  return text + version.mid(at);
}

/// A version so that what PEP 440 takes for the same is the same here: a file's name has "_" for "-", and its maker may
/// have dropped zeros or capitals.
QString comparable(const QString &version) {
  static const QRegularExpression marks(QStringLiteral("[-_]"));
  static const QRegularExpression zeros(QStringLiteral("(?<![0-9])0+(?=[0-9])"));
  static const QRegularExpression localZeros(QStringLiteral("(?<![0-9a-z])0+(?=[0-9]+(\\.|$))"));
  static const QRegularExpression tail(QStringLiteral("(\\.0)+(?=$|[a-z])"));
  QString local = version.toLower().section(QLatin1Char('+'), 1);
  local.replace(marks, QStringLiteral("."));
  QString text = withUsualWords(version.toLower().section(QLatin1Char('+'), 0, 0));
  text.replace(zeros, QString()).remove(tail);
  return local.isEmpty() ? text : text + '+' + local.replace(localZeros, QString());
}

Result<LockedPackage> packageFrom(const QJsonValue &value, const QString &place) {
  if (!value.isObject()) return wrongLockField(place, Text::tr("an object"));
  const QJsonObject object = value.toObject();
  LockedPackage package;
  for (const PackageField &field : packageFields) {
    const auto text = readText(object[QLatin1String(field.name)], field.pattern, field.optional,
                               place + '.' + QLatin1String(field.name));
    if (!text) return text.error();
    package.*field.member = *text;
  }
  if (!package.url.isNull() && !isUsable(package.url))
    return wrongLockField(place + ".url", Text::tr("an address without a login: %1").arg(package.url.left(200)));
  // A lock comes from anywhere: it must not name any other file of the runtime's disk.
  const QUrl address(package.url, QUrl::StrictMode);
  if (address.scheme() == QLatin1String("file") && address.fileName() != package.file)
    return wrongLockField(place + ".url", Text::tr("a wheel's own address: %1").arg(package.url.left(200)));
  if (normalized(package.file.section(QLatin1Char('-'), 0, 0)) != normalized(package.name))
    return wrongLockField(place + ".file", Text::tr("a wheel of %1: %2").arg(package.name, package.file));
  if (comparable(package.file.section(QLatin1Char('-'), 1, 1)) != comparable(package.version))
    return wrongLockField(place + ".version", Text::tr("the version of its file: %1").arg(package.file));
  const QJsonValue size = object[QLatin1String("size")];
  if (size.isUndefined() || size.isNull()) return package;
  const double bytes = size.toDouble(-1);
  if (bytes < 0 || bytes > largestWheel || bytes != std::floor(bytes))
    return wrongLockField(place + ".size", Text::tr("a number of bytes"));
  package.size = static_cast<qint64>(bytes);
  return package;
}

}  // namespace

const QList<LockField> &lockFields() {
  static const QList<LockField> fields{
      {"build", &Lock::build, "[A-Za-z0-9][A-Za-z0-9._+-]{0,63}"},
      {"variant", &Lock::variant, "[a-z][a-z0-9._-]{0,31}"},
      {"index", &Lock::index, "(https?://[!-~]{1,2000})?"},
      {"python", &Lock::python, "3\\.[0-9]{1,2}t?"},
      {"python_version", &Lock::pythonVersion, "3\\.[0-9]{1,2}([A-Za-z0-9.+]{0,20})"},
      {"torch_commit", &Lock::torchCommit, "[0-9a-fA-F]{7,64}", true},
  };
  return fields;
}

Result<QString> readLockField(const QJsonObject &object, const LockField &field, const QString &place) {
  return readText(object[QLatin1String(field.name)], field.pattern, field.optional, place + QLatin1String(field.name));
}

Result<QList<LockedPackage>> lockedPackages(const QJsonValue &value) {
  const QJsonArray array = value.toArray();
  if (array.isEmpty() || array.size() > mostPackages)
    return wrongLockField(QStringLiteral("packages"), Text::tr("a list of packages"));
  QList<LockedPackage> packages;
  QSet<QString> names, files;
  for (qsizetype number = 0; number < array.size(); ++number) {
    const QString place = QStringLiteral("packages[%1]").arg(number);
    auto package = packageFrom(array[number], place);
    if (!package) return package.error();
    const qsizetype before = names.size() + files.size();
    names.insert(normalized(package->name));
    files.insert(package->file);
    if (names.size() + files.size() != before + 2)
      return wrongLockField(place, Text::tr("the only one of its name: %1").arg(package->name));
    packages.append(std::move(*package));
  }
  return packages;
}

Error wrongLockField(const QString &field, const QString &expected) {
  return {Text::tr("The lock cannot be used."),
          Text::tr("Its field “%1” is not %2.").arg(field, expected),
          Text::tr("Export it again: nightjar lock TARGET --output FILE"),
          {}};
}

}  // namespace nightjar
