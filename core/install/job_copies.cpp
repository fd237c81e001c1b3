#include "core/install/job_copies.h"

#include <QDir>
#include <QJsonDocument>
#include <QRegularExpression>
#include <QStandardPaths>
#include <QSysInfo>
#include <algorithm>

#include "core/base/text.h"
#include "core/base/write_whole.h"

namespace nightjar {

namespace {

constexpr qsizetype endedToKeep = 10;

/// An id may come from a runtime: it must stay one file name (the agent's own rule, job_folder.py).
bool isFileName(const QString &id) {
  static const QRegularExpression rule(QStringLiteral("^[A-Za-z0-9_-][A-Za-z0-9._-]{0,99}$"));
  return rule.match(id).hasMatch();
}

/// Without the environment of its commands, which may name a proxy with its password: it is made anew where it is
/// needed.
QJsonObject withoutSecrets(QJsonObject job) {
  job.remove(QLatin1String("step_environment"));
  return job;
}

QJsonObject toJson(const KnownJob &job) {
  return {{"schema", "nightjar.job/1"},
          {"id", job.id},
          {"root", job.root},
          {"target", job.target},
          {"identity", job.identityFile},
          {"known_hosts", job.knownHostsFile},
          {"profile", job.profile},
          {"started", job.started.toString(Qt::ISODateWithMs)},
          {"state", job.state},
          {"computer", job.computer},
          {"job", withoutSecrets(job.job)}};
}

KnownJob fromJson(const QJsonObject &object) {
  const auto text = [&object](const char *key) { return object[QLatin1String(key)].toString(); };
  return {text("id"),
          text("root"),
          text("target"),
          text("identity"),
          text("known_hosts"),
          text("profile"),
          QDateTime::fromString(text("started"), Qt::ISODateWithMs),
          text("state"),
          text("computer"),
          object[QLatin1String("job")].toObject()};
}

/// Empty where it has no such id: then every computer is taken for this one.
QString thisComputer() {
  return QString::fromLatin1(QSysInfo::machineUniqueId());
}

bool write(const QString &folder, const KnownJob &job) {
  constexpr auto ownerOnly = QFile::ReadOwner | QFile::WriteOwner;
  return writeWhole(folder + "/about.json", QJsonDocument(toJson(job)).toJson(), ownerOnly).isNull();
}

std::optional<KnownJob> read(const QString &folder, const QString &id) {
  QFile file(folder + "/about.json");
  if (!file.open(QIODevice::ReadOnly)) return std::nullopt;
  const KnownJob job = fromJson(QJsonDocument::fromJson(file.readAll()).object());
  return job.id == id ? std::optional(job) : std::nullopt;
}

}  // namespace

JobCopies::JobCopies(QString folder) : m_folder(std::move(folder)) {
  if (m_folder.isEmpty()) m_folder = QStandardPaths::writableLocation(QStandardPaths::AppLocalDataLocation) + "/jobs";
}

QList<KnownJob> JobCopies::list() const {
  QList<KnownJob> jobs;
  const QStringList names = QDir(m_folder).entryList(QDir::Dirs | QDir::NoDotAndDotDot);
  for (const QString &name : names) {
    const auto job = read(folderOf(name), name);
    if (job && (job->computer.isEmpty() || job->computer == thisComputer())) jobs.append(*job);
  }
  std::sort(jobs.begin(), jobs.end(), [](const KnownJob &a, const KnownJob &b) { return a.started > b.started; });
  return jobs;
}

Result<std::unique_ptr<JobCopy>> JobCopies::open(const KnownJob &job) const {
  if (!isFileName(job.id)) {
    return Error{
        Text::tr("The log cannot be kept on this computer."), Text::tr("The job's id is no file name."), {}, {}};
  }
  auto copy = JobCopy::open(folderOf(job.id));
  if (!copy) return copy.error();
  KnownJob known = job;
  if (known.target == QLatin1String("local")) known.computer = thisComputer();
  if (const auto before = read(folderOf(job.id), job.id)) {
    if (known.profile.isEmpty()) known.profile = before->profile;
    known.started = before->started;
  }
  if (!write(folderOf(job.id), known)) {
    return Error{Text::tr("The log cannot be kept on this computer."), {}, {}, folderOf(job.id)};
  }
  forgetOld();
  return copy;
}

void JobCopies::setState(const QString &id, const QString &state) const {
  if (!isFileName(id)) return;
  auto job = read(folderOf(id), id);
  if (!job) return;
  job->state = state;
  (void)write(folderOf(id), *job);  // the runtime tells again
}

void JobCopies::forget(const QString &id) const {
  if (isFileName(id)) QDir(folderOf(id)).removeRecursively();
}

void JobCopies::forgetOld() const {
  qsizetype ended = 0;
  for (const KnownJob &job : list()) {
    if (job.state != QLatin1String("running") && ++ended > endedToKeep) forget(job.id);
  }
}

}  // namespace nightjar
