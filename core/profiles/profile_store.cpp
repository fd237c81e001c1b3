#include "core/profiles/profile_store.h"

#include <QDir>
#include <QFileInfo>
#include <QRegularExpression>
#include <QStandardPaths>
#include <QUrl>
#include <algorithm>

#include "core/base/text.h"
#include "core/profiles/profile_file.h"
#include "core/profiles/profile_file_name.h"

namespace nightjar {

namespace {

const QString ending = QStringLiteral(".json");

QString pathOf(const QString &folder, const QString &name) {
  const QString fileName = profileFileName(name);
  return fileName.isEmpty() ? QString() : folder + u'/' + fileName + ending;
}

QStringList filesAside(const QString &name, const QString &folder) {
  const QString file = profileFileName(name) + ending + ".bad";
  return QDir(folder).entryList({file, file + ".*"}, QDir::Files);
}

/// What keeps the file at `path` from being a profile, in raw words for details.
QString problemOf(const QString &path) {
  const ProfileFile file = readProfileFile(path);
  if (!file.problem.isEmpty()) return file.problem;
  const Result<Profile> profile = profileFromJson(file.content);
  return profile ? QString() : profile.error().why;
}

Error noSuchProfile(const QString &name, const QString &folder) {
  const QStringList aside = filesAside(name, folder);
  if (!name.isEmpty() && !aside.isEmpty()) {
    const QString path = folder + u'/' + aside.last();
    return {Text::tr("The profile “%1” is damaged.").arg(name),
            Text::tr("Its file could not be read and was put aside: %1").arg(path),
            Text::tr("Correct it and take the ending .bad off, or save the profile again."), problemOf(path),
            Fault::Failed};
  }
  return {Text::tr("There is no profile “%1”.").arg(name),
          Text::tr("None of that name is saved in %1.").arg(folder),
          Text::tr("See which there are: nightjar profiles list"),
          {},
          Fault::Usage};
}

Error cannotBeRead(const QString &name, const QString &path) {
  return {Text::tr("The profile “%1” could not be read.").arg(name),
          Text::tr("Its file is %1.").arg(path),
          Text::tr("Allow reading it, or remove it."),
          {},
          Fault::Failed};
}

/// A profile, or where its file is now when it cannot be used.
struct Read {
  std::optional<Profile> profile;
  QString damaged;
};

Read readProfile(const QString &path) {
  const ProfileFile file = readProfileFile(path);
  if (!file.problem.isEmpty() && !file.isDamaged) return {{}, path};
  Result<Profile> profile = profileFromJson(file.content);
  if (file.isDamaged || !profile) return {{}, putAside(path)};
  // The file's name wins over the name inside it, so that a renamed file is a renamed profile.
  const QString fileName = QFileInfo(path).fileName().chopped(ending.size());
  if (const std::optional<QString> name = profileNameOf(fileName)) profile->name = *name;
  if (profileFileName(profile->name) != fileName) return {{}, putAside(path)};
  return {*profile, {}};
}

/// `address` without a password: https://user:secret@host becomes https://user@host.
QString withoutPassword(const QString &address) {
  static const QRegularExpression password(QStringLiteral("^([A-Za-z][A-Za-z0-9+.-]*://[^/:@]*):[^/]*@"));
  return QString(address).replace(password, QStringLiteral("\\1@"));
}

/// `url` without user and password: as either, a token gives access.
QString withoutLogin(const QString &url) {
  QUrl parts(url);
  if (parts.userInfo().isEmpty()) return url;
  parts.setUserInfo({});
  return parts.toString();
}

}  // namespace

ProfileStore::ProfileStore(QString folder) : m_folder(std::move(folder)) {
  if (m_folder.isEmpty()) m_folder = QStandardPaths::writableLocation(QStandardPaths::AppConfigLocation) + "/profiles";
  m_folder = QDir(m_folder).absolutePath();
}

ProfileStore::Listing ProfileStore::list() const {
  Listing listing;
  for (const QFileInfo &file : QDir(m_folder).entryInfoList({u'*' + ending}, QDir::Files | QDir::Hidden)) {
    const Read read = readProfile(file.absoluteFilePath());
    if (read.profile) {
      listing.profiles += *read.profile;
    } else if (read.damaged == file.absoluteFilePath()) {
      listing.closed += read.damaged;
    }
  }
  // Those put aside earlier too: whoever found them first may not have told a person.
  const QStringList aside = {u'*' + ending + ".bad", u'*' + ending + ".bad.*"};
  for (const QFileInfo &file : QDir(m_folder).entryInfoList(aside, QDir::Files | QDir::Hidden))
    listing.damaged += file.absoluteFilePath();
  std::stable_sort(listing.profiles.begin(), listing.profiles.end(),
                   [](const Profile &a, const Profile &b) { return a.lastUsed > b.lastUsed; });
  return listing;
}

Result<Profile> ProfileStore::load(const QString &name) const {
  const QString path = pathOf(m_folder, name);
  if (path.isEmpty() || !QFileInfo(path).isFile()) return noSuchProfile(name, m_folder);
  const Read read = readProfile(path);
  if (read.profile) return *read.profile;
  if (read.damaged != path) return noSuchProfile(name, m_folder);
  return cannotBeRead(name, path);
}

std::optional<Profile> ProfileStore::find(const QString &name) const {
  const Result<Profile> loaded = load(name);
  return loaded ? std::optional<Profile>(*loaded) : std::nullopt;
}

bool ProfileStore::isDamaged(const QString &name) const {
  return !name.isEmpty() && !filesAside(name, m_folder).isEmpty();
}

Result<void> ProfileStore::save(const Profile &profile) const {
  const QString path = pathOf(m_folder, profile.name);
  if (path.isEmpty()) {
    return Error{Text::tr("The profile needs a name."),
                 Text::tr("“%1” cannot be one.").arg(profile.name),
                 Text::tr("Give it another name."),
                 {},
                 Fault::Usage};
  }
  if (profile.name == QLatin1String("local") || profile.name == QLatin1String("practice")) {
    return Error{Text::tr("“%1” cannot be the name of a profile.").arg(profile.name),
                 Text::tr("It already means a runtime of its own."),
                 Text::tr("Give it another name."),
                 {},
                 Fault::Usage};
  }
  Profile saved = profile;
  saved.index = withoutLogin(saved.index);
  saved.stableIndex = withoutLogin(saved.stableIndex);
  saved.target.text = withoutPassword(saved.target.text);
  // What a later version wrote beside our fields stays; a file that cannot be read is put aside, not overwritten.
  QJsonObject content;
  if (QFileInfo(path).isFile()) {
    const Read existing = readProfile(path);
    if (existing.profile) content = readProfileFile(path).content;
    if (existing.damaged == path && putAside(path) == path) return cannotBeRead(profile.name, path);
  }
  const QJsonObject ours = toJson(saved);
  for (auto field = ours.begin(); field != ours.end(); ++field) content.insert(field.key(), field.value());
  return writeProfileFile(path, content);
}

Result<void> ProfileStore::dismiss(const QString &file) const {
  QFile aside(file);
  QString seen = file + "-seen";
  for (int next = 2; QFileInfo::exists(seen); ++next) seen = file + QStringLiteral("-seen-%1").arg(next);
  if (QFileInfo(file).absolutePath() == m_folder && aside.rename(seen)) return {};
  return Error{Text::tr("The file %1 could not be renamed.").arg(file),
               aside.errorString(),
               Text::tr("Move it away by hand."),
               {},
               Fault::Failed};
}

Result<void> ProfileStore::remove(const QString &name) const {
  const QString path = pathOf(m_folder, name);
  if (path.isEmpty() || !QFileInfo(path).isFile()) return noSuchProfile(name, m_folder);
  QFile file(path);
  if (!file.remove()) {
    return Error{Text::tr("The profile “%1” could not be removed.").arg(name),
                 Text::tr("Its file %1 cannot be deleted.").arg(path), Text::tr("Allow writing in its folder."),
                 file.errorString(), Fault::Failed};
  }
  return {};
}

}  // namespace nightjar
