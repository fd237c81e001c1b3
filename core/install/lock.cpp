#include "core/install/lock.h"

#include <QJsonArray>
#include <QJsonDocument>
#include <QRegularExpression>
#include <QUrl>
#include <algorithm>

#include "core/base/json.h"
#include "core/base/text.h"
#include "core/install/lock_fields.h"

namespace nightjar {

namespace {

const QString schema = QStringLiteral("nightjar.lock/1");

QJsonObject toJson(const LockedPackage &package) {
  return {{"name", package.name},     {"version", package.version},
          {"file", package.file},     {"url", orNull(package.url)},
          {"sha256", package.sha256}, {"size", package.size ? QJsonValue(*package.size) : QJsonValue()}};
}

Error noPackages() {
  return {Text::tr("This environment has no lock."),
          Text::tr("It has no record of the exact packages in it: it was not made by this version of Nightjar, or its "
                   "pip could not tell them."),
          Text::tr("Install a nightly again; a lock is kept from then on."),
          {}};
}

/// The Python that wheels of this environment are for. A free-threaded one shows in torch's own file only (PEP 425:
/// cp313-cp313t).
QString pythonOf(const QString &version, const QJsonArray &packages) {
  static const QRegularExpression threaded(QStringLiteral("-cp3[0-9]+t-"));
  const QString minor = version.section(QLatin1Char('.'), 0, 1);
  const bool free = std::any_of(packages.begin(), packages.end(), [](const QJsonValue &package) {
    return package[QLatin1String("file")].toString().contains(threaded);
  });
  return free && !minor.endsWith(QLatin1Char('t')) ? minor + QLatin1Char('t') : minor;
}

/// The address without a login or password in it, which must not travel with a lock.
QString withoutLogin(const QString &address) {
  QUrl url(address);
  if (!url.isValid() || url.userInfo().isEmpty()) return address;
  url.setUserInfo({});
  return url.toString(QUrl::FullyEncoded);
}

/// Where a package can be had by anybody: a wheel that was sent to this runtime has only its place there.
QJsonValue addressOf(const QJsonObject &package, const QString &build) {
  const QString url = package[QLatin1String("url")].toString();
  const QString own = "/wheels/" + build + '/' + package[QLatin1String("file")].toString();
  const bool sent = url.startsWith(QLatin1String("file:")) && QUrl(url).path().endsWith(own);
  return sent ? QJsonValue() : orNull(withoutLogin(url));
}

}  // namespace

std::optional<qint64> Lock::bytes() const {
  qint64 sum = 0;
  for (const LockedPackage &package : packages) {
    if (!package.size) return {};
    sum += *package.size;
  }
  return sum;
}

const LockedPackage *Lock::find(const QString &name) const {
  const auto found = std::find_if(packages.begin(), packages.end(),
                                  [&](const LockedPackage &package) { return package.name == name; });
  return found == packages.end() ? nullptr : &*found;
}

Result<Lock> lockFromManifest(const QJsonObject &manifest) {
  QJsonArray packages = manifest[QLatin1String("packages")].toArray();
  if (packages.isEmpty()) return noPackages();
  for (auto package : packages) {
    QJsonObject object = package.toObject();
    object["url"] = addressOf(object, manifest[QLatin1String("build")].toString());
    object["sha256"] = object[QLatin1String("sha256")].toString().toLower();
    package = object;
  }
  QJsonObject object{{"schema", schema}, {"packages", packages}};
  for (const char *same : {"build", "date", "variant", "sample", "torch_commit"})
    object.insert(QLatin1String(same), manifest[QLatin1String(same)]);
  const QString asked = manifest[QLatin1String("python")].toString();
  const QString version = manifest[QLatin1String("python_version")].toString(asked);
  object["index"] = withoutLogin(manifest[QLatin1String("index")].toString());
  object["python"] = pythonOf(version, packages);
  object["python_version"] = version;
  return lockFromJson(object);
}

QJsonObject toJson(const Lock &lock) {
  QJsonArray packages;
  for (const LockedPackage &package : lock.packages) packages.append(toJson(package));
  return {{"schema", schema},
          {"build", lock.build},
          {"date", lock.date.toString(Qt::ISODate)},
          {"variant", lock.variant},
          {"index", lock.index},
          {"python", lock.python},
          {"python_version", lock.pythonVersion},
          {"torch_commit", orNull(lock.torchCommit)},
          {"sample", lock.sample},
          {"packages", packages}};
}

Result<Lock> lockFromJson(const QJsonObject &object) {
  if (object[QLatin1String("schema")] != schema) return wrongLockField(QStringLiteral("schema"), '"' + schema + '"');
  Lock lock;
  for (const LockField &field : lockFields()) {
    const auto read = readLockField(object, field, {});
    if (!read) return read.error();
    lock.*field.member = *read;
  }
  lock.date = QDate::fromString(object[QLatin1String("date")].toString(), Qt::ISODate);
  if (!lock.date.isValid()) return wrongLockField(QStringLiteral("date"), Text::tr("a date like 2026-11-21"));
  const QJsonValue sample = object[QLatin1String("sample")];
  if (!sample.isBool() && !sample.isUndefined() && !sample.isNull())
    return wrongLockField(QStringLiteral("sample"), Text::tr("true or false"));
  lock.sample = sample.toBool();
  auto packages = lockedPackages(object[QLatin1String("packages")]);
  if (!packages) return packages.error();
  lock.packages = std::move(*packages);
  if (!lock.find(QStringLiteral("torch")))
    return wrongLockField(QStringLiteral("packages"), Text::tr("a list with torch in it"));
  return lock;
}

Result<Lock> lockFromBytes(const QByteArray &bytes) {
  QJsonParseError error;
  const QJsonDocument document = QJsonDocument::fromJson(bytes, &error);
  if (bytes.size() > largestLock || !document.isObject()) {
    return Error{Text::tr("The file is no lock."),
                 bytes.size() > largestLock ? Text::tr("It is far too large for one.")
                                            : Text::tr("It does not hold one JSON object."),
                 Text::tr("Make one with: nightjar lock TARGET --output FILE"),
                 error.error ? error.errorString() : QString()};
  }
  return lockFromJson(document.object());
}

QByteArray toBytes(const Lock &lock) {
  return QJsonDocument(toJson(lock)).toJson();
}

}  // namespace nightjar
