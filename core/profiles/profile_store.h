#pragma once

#include <QDateTime>
#include <QJsonObject>
#include <QList>
#include <QString>
#include <QStringList>
#include <optional>

#include "core/base/result.h"
#include "core/walk/target.h"

namespace nightjar {

/// A saved runtime: how to reach it, what was chosen, what came of it. Holds no secret.
struct Profile {
  QString name;
  Target target;
  QString knownHostsFile;
  QString root;   ///< environment root asked for; empty for the default
  QString index;  ///< empty: the official one
  QStringList packages;
  QString variant;      ///< installed last
  QString build;        ///< build id installed last
  QString torch;        ///< version installed last
  QString python;       ///< as asked for; empty: chosen by the program
  QString gpu;          ///< as a person reads it: "Tesla T4"
  QString environment;  ///< absolute path on the runtime
  QString lastOutcome;  ///< "verified", "failed", "cancelled" or empty
  QDateTime lastUsed;
};

/// Profiles as one JSON file each, written atomically. A file that cannot be read is renamed to <name>.json.bad and
/// named in `damaged`, never dropped in silence.
class ProfileStore {
 public:
  /// `folder` empty: the platform's own place for settings (QStandardPaths::AppConfigLocation + "/profiles").
  explicit ProfileStore(QString folder = {});

  struct Listing {
    QList<Profile> profiles;  ///< last used first
    QStringList damaged;      ///< files that were put aside, absolute
  };
  [[nodiscard]] Listing list() const;
  [[nodiscard]] Result<Profile> load(const QString &name) const;
  [[nodiscard]] std::optional<Profile> find(const QString &name) const;
  [[nodiscard]] Result<void> save(const Profile &profile) const;
  [[nodiscard]] Result<void> remove(const QString &name) const;

 private:
  QString m_folder;
};

[[nodiscard]] QJsonObject toJson(const Profile &profile);
[[nodiscard]] Result<Profile> profileFromJson(const QJsonObject &object);

}  // namespace nightjar
