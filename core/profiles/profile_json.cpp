#include <QJsonArray>
#include <algorithm>
#include <array>
#include <cmath>

#include "core/base/text.h"
#include "core/profiles/profile_store.h"

namespace nightjar {

namespace {

struct TextField {
  const char *name;
  QString Profile::*member;
};

constexpr std::array textFields = {
    TextField{"name", &Profile::name},
    TextField{"known_hosts_file", &Profile::knownHostsFile},
    TextField{"root", &Profile::root},
    TextField{"index", &Profile::index},
    TextField{"stable_index", &Profile::stableIndex},
    TextField{"variant", &Profile::variant},
    TextField{"build", &Profile::build},
    TextField{"torch", &Profile::torch},
    TextField{"python", &Profile::python},
    TextField{"keep", &Profile::keep},
    TextField{"gpu", &Profile::gpu},
    TextField{"environment", &Profile::environment},
    TextField{"last_outcome", &Profile::lastOutcome},
};

struct KindName {
  Target::Kind kind;
  const char *name;
};

constexpr std::array kinds = {KindName{Target::Kind::Ssh, "ssh"}, KindName{Target::Kind::Local, "local"},
                              KindName{Target::Kind::Practice, "practice"}};

Error wrongField(const QString &field, const QString &expected) {
  return {Text::tr("The profile cannot be used."),
          Text::tr("Its field “%1” is not %2.").arg(field, expected),
          Text::tr("Correct the file, or save the profile again."),
          {},
          Fault::Failed};
}

/// A field that is absent or null keeps what `into` holds.
Result<void> readText(const QJsonObject &object, const char *field, QString &into) {
  const QJsonValue value = object.value(QLatin1String(field));
  if (value.isUndefined() || value.isNull()) return {};
  if (!value.isString()) return wrongField(QLatin1String(field), Text::tr("a text"));
  into = value.toString();
  return {};
}

/// A host or user may not look like an option, nor hold what a ProxyCommand's shell would act on: a profile can be
/// edited by hand, so it is held to what OpenSSH allows (valid_hostname in ssh.c, after CVE-2023-6004).
bool isHarmless(const QString &word) {
  static const QString special = QStringLiteral("'`\"$\\;&<>|(){}");
  return !word.startsWith(u'-') && std::none_of(word.begin(), word.end(), [](QChar c) {
    return c.isSpace() || c.category() == QChar::Other_Control || special.contains(c);
  });
}

Result<Target> targetFromJson(const QJsonObject &object) {
  Target target;
  QString kind;
  for (const auto &[field, into] : {std::pair{"kind", &kind},
                                    {"text", &target.text},
                                    {"host", &target.host},
                                    {"user", &target.user},
                                    {"identity_file", &target.identityFile}})
    if (const Result<void> read = readText(object, field, *into); !read) return read.error();
  const auto known =
      std::find_if(kinds.begin(), kinds.end(), [&](const KindName &k) { return kind == QLatin1String(k.name); });
  if (known == kinds.end()) return wrongField(QStringLiteral("target.kind"), Text::tr("ssh, local or practice"));
  target.kind = known->kind;
  const QJsonValue port = object.value("port");
  if (!port.isUndefined() && !port.isNull()) {
    const double number = port.toDouble(-1);
    if (number < 0 || number > 65535 || number != std::floor(number))
      return wrongField(QStringLiteral("target.port"), Text::tr("a port"));
    target.port = static_cast<quint16>(number);
  }
  if (!isHarmless(target.host) || (target.kind == Target::Kind::Ssh && target.host.isEmpty()))
    return wrongField(QStringLiteral("target.host"), Text::tr("a host"));
  if (!isHarmless(target.user)) return wrongField(QStringLiteral("target.user"), Text::tr("a user"));
  return target;
}

QJsonObject toJson(const Target &target) {
  const auto kind = std::find_if(kinds.begin(), kinds.end(), [&](const KindName &k) { return target.kind == k.kind; });
  return {{"kind", QLatin1String(kind->name)},
          {"text", target.text},
          {"host", target.host},
          {"port", target.port},
          {"user", target.user},
          {"identity_file", target.identityFile}};
}

Result<QStringList> packagesFromJson(const QJsonValue &value) {
  QStringList packages;
  if (value.isUndefined() || value.isNull()) return packages;
  const QJsonArray words = value.toArray();
  const bool texts = std::all_of(words.begin(), words.end(), [](const QJsonValue &word) { return word.isString(); });
  if (!value.isArray() || !texts) return wrongField(QStringLiteral("packages"), Text::tr("a list of texts"));
  for (const auto word : words) packages += word.toString();
  return packages;
}

}  // namespace

QJsonObject toJson(const Profile &profile) {
  QJsonObject object;
  for (const TextField &field : textFields) object.insert(QLatin1String(field.name), profile.*field.member);
  object.insert("target", toJson(profile.target));
  object.insert("lock", profile.lock.isEmpty() ? QJsonValue() : QJsonValue(profile.lock));
  object.insert("packages", QJsonArray::fromStringList(profile.packages));
  object.insert("last_used",
                profile.lastUsed.isValid() ? profile.lastUsed.toUTC().toString(Qt::ISODateWithMs) : QString());
  return object;
}

Result<Profile> profileFromJson(const QJsonObject &object) {
  Profile profile;
  for (const TextField &field : textFields)
    if (const Result<void> read = readText(object, field.name, profile.*field.member); !read) return read.error();
  if (!object.value("target").isObject()) return wrongField(QStringLiteral("target"), Text::tr("an object"));
  const Result<Target> target = targetFromJson(object.value("target").toObject());
  if (!target) return target.error();
  profile.target = *target;
  const Result<QStringList> packages = packagesFromJson(object.value("packages"));
  if (!packages) return packages.error();
  profile.packages = *packages;
  const QJsonValue lock = object.value("lock");
  if (!lock.isObject() && !lock.isUndefined() && !lock.isNull())
    return wrongField(QStringLiteral("lock"), Text::tr("an object"));
  profile.lock = lock.toObject();
  QString used;
  if (const Result<void> read = readText(object, "last_used", used); !read) return read.error();
  profile.lastUsed = QDateTime::fromString(used, Qt::ISODateWithMs);
  if (!used.isEmpty() && !profile.lastUsed.isValid())
    return wrongField(QStringLiteral("last_used"), Text::tr("a date and time"));
  return profile;
}

}  // namespace nightjar
