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
  QString root;         ///< environment root asked for; empty for the default
  QString index;        ///< empty: the official one
  QString stableIndex;  ///< of stable releases, as asked for; empty: the parent of `index`
  QStringList packages;
  QString variant;      ///< installed last
  QString build;        ///< build id installed last
  QString torch;        ///< version installed last
  QString python;       ///< as asked for; empty: chosen by the program
  QString keep;         ///< environments to keep, as asked for: "3", "all"; empty: the default
  QString gpu;          ///< as a person reads it: "Tesla T4"
  QString environment;  ///< absolute path on the runtime
  QJsonObject lock;     ///< of the last install, as core/install/lock.h has it; empty where it is not known
  QString lastOutcome;  ///< "verified", "failed", "cancelled" or empty
  QDateTime lastUsed;
};

/// Profiles as one JSON file each, written atomically. A file that cannot be read is renamed to <name>.json.bad and
/// named in `damaged`, never dropped in silence. Any name will do for a file, whatever is in it; fields that a later
/// version wrote stay when a profile is saved again. Values without state: use from any thread or process, the last
/// save wins.
class ProfileStore {
 public:
  /// `folder` empty: the platform's own place for settings (QStandardPaths::AppConfigLocation + "/profiles").
  explicit ProfileStore(QString folder = {});

  struct Listing {
    QList<Profile> profiles;  ///< last used first
    QStringList damaged;      ///< files that were put aside, now or before; absolute
    QStringList closed;       ///< files in their place that cannot be opened; absolute
  };
  [[nodiscard]] Listing list() const;
  /// Errors: Usage when there is none of that name, Failed when its file is damaged (it is put aside then).
  [[nodiscard]] Result<Profile> load(const QString &name) const;
  [[nodiscard]] std::optional<Profile> find(const QString &name) const;
  /// Whether a profile of this name was put aside because it cannot be read.
  [[nodiscard]] bool isDamaged(const QString &name) const;
  /// A password in the target's text and a login in an index's address are left out. Errors: Usage for a name that is
  /// empty or no valid Unicode, Failed when the file cannot be written.
  [[nodiscard]] Result<void> save(const Profile &profile) const;
  /// A person knows of `file`, one of Listing::damaged: it stays on the disk and is not named again. Errors: Failed
  /// where it cannot be renamed.
  [[nodiscard]] Result<void> dismiss(const QString &file) const;
  /// Errors: as load.
  [[nodiscard]] Result<void> remove(const QString &name) const;

 private:
  QString m_folder;
};

[[nodiscard]] QJsonObject toJson(const Profile &profile);
/// Fields that are missing or null stay empty. Errors: Failed, naming the field that has the wrong type, or a host or
/// user that could be mistaken for an option or a shell's word.
[[nodiscard]] Result<Profile> profileFromJson(const QJsonObject &object);

}  // namespace nightjar
