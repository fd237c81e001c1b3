#pragma once

#include <QDateTime>

#include "core/install/job_copy.h"

namespace nightjar {

/// What this computer knows of a job it started or followed: enough to get back into it. Holds no secret.
struct KnownJob {
  QString id;
  QString root;    ///< absolute, on the runtime
  QString target;  ///< as a person types it
  QString identityFile;
  QString knownHostsFile;
  QString profile;  ///< its name; empty where none was in use
  QDateTime started;
  QString state = QStringLiteral("running");  ///< as far as this computer knows; else how it ended
  QString computer;                           ///< for "local": which one; JobCopies fills it in
  QJsonObject job;  ///< as the agent got it, for planFromJob; kept without its step_environment
};

/// The copies of jobs, a folder each, below the platform's place for a program's data. The newest few that are over are
/// kept; what still runs is never dropped.
class JobCopies {
 public:
  /// `folder` empty: QStandardPaths::AppLocalDataLocation + "/jobs".
  explicit JobCopies(QString folder = {});

  /// Newest first. Where several computers share this folder, another's local jobs are left out.
  [[nodiscard]] QList<KnownJob> list() const;
  /// Makes the job known, with a copy of its own. Errors: as JobCopy::open; Failed for an id that is no file name.
  [[nodiscard]] Result<std::unique_ptr<JobCopy>> open(const KnownJob &job) const;
  /// Notes how it ended. One that is not known stays so.
  void setState(const QString &id, const QString &state) const;
  void forget(const QString &id) const;

 private:
  [[nodiscard]] QString folderOf(const QString &id) const { return m_folder + '/' + id; }
  void forgetOld() const;

  QString m_folder;
};

}  // namespace nightjar
