#include "core/install/job_copy.h"

#include <QDateTime>
#include <QDir>
#include <QJsonDocument>
#include <algorithm>

#include "core/base/text.h"

namespace nightjar {

namespace {

constexpr qint64 chunk = 64LL * 1024;
constexpr auto ownerOnly = QFile::ReadOwner | QFile::WriteOwner;

Error cannotKeep(const QFile &file) {
  return {Text::tr("The log cannot be kept on this computer."), file.errorString(),
          Text::tr("It stays complete on the runtime."), file.fileName()};
}

double now() {
  return static_cast<double>(QDateTime::currentMSecsSinceEpoch()) / 1000;
}

/// One line of the events file: {"offset", "at", "written", "record"}. "at" is how long the log was, "written" when the
/// record came to be, in seconds of this computer's clock since the epoch.
QJsonObject parsed(const QByteArray &line) {
  return QJsonDocument::fromJson(line).object();
}

}  // namespace

JobCopy::JobCopy(const QString &folder)
    : m_log(folder + "/log"), m_events(folder + "/events"), m_lock(folder + "/lock") {
  m_lock.setStaleLockTime(0);  // held as long as its program lives, however long that is
}

Result<std::unique_ptr<JobCopy>> JobCopy::open(const QString &folder) {
  QDir().mkpath(folder);
  QFile::setPermissions(folder, ownerOnly | QFile::ExeOwner);
  std::unique_ptr<JobCopy> copy(new JobCopy(folder));
  if (const auto begun = copy->begin(); !begun) return begun.error();
  return copy;
}

Result<void> JobCopy::begin() {
  if (!m_lock.tryLock(0) && m_lock.error() == QLockFile::LockFailedError) {
    return Error{Text::tr("Another window or terminal follows this job already."), {}, {}, {}, Fault::Usage};
  }
  for (QFile *file : {&m_log, &m_events}) {
    if (!file->open(QIODevice::ReadWrite | QIODevice::Unbuffered)) return cannotKeep(*file);
    file->setPermissions(ownerOnly);
  }
  m_logSize = m_log.size();
  readRecords();
  return {};
}

// A line that a kill cut short is taken off: its record comes again.
void JobCopy::readRecords() {
  QFile events(m_events.fileName());  // with a buffer, which the one that writes must not have
  qint64 whole = 0;
  while (events.isOpen() || events.open(QIODevice::ReadOnly)) {
    const QByteArray line = events.readLine();
    const QJsonObject entry = line.endsWith('\n') ? parsed(line) : QJsonObject();
    if (entry.isEmpty()) break;
    whole += line.size();
    m_eventOffset = entry[QLatin1String("offset")].toInteger();
  }
  m_events.resize(whole);
}

void JobCopy::addLog(const QByteArray &bytes) {
  write(m_log, bytes);
  m_logSize += bytes.size();
}

void JobCopy::addRecord(const QJsonObject &record, qint64 offset, double age) {
  const QJsonObject entry{{"offset", offset}, {"at", m_logSize}, {"written", now() - age}, {"record", record}};
  write(m_events, QJsonDocument(entry).toJson(QJsonDocument::Compact) + '\n');
  m_eventOffset = offset;
}

void JobCopy::write(QFile &file, const QByteArray &bytes) {
  if (!m_problem.isEmpty()) return;
  const qint64 before = file.size();
  if (file.seek(before) && file.write(bytes) == bytes.size()) return;
  m_problem = file.errorString();
  file.resize(before);  // what was taken only half is fetched again
}

void JobCopy::tell(const JobSink &sink) const {
  QFile events(m_events.fileName());
  qint64 told = 0;
  if (events.open(QIODevice::ReadOnly)) {
    while (!events.atEnd()) {
      const QJsonObject entry = parsed(events.readLine());
      tellLog(told, entry[QLatin1String("at")].toInteger(), sink);
      const double age = std::max(0.0, now() - entry[QLatin1String("written")].toDouble(now()));
      if (const auto event = eventFromRecord(entry[QLatin1String("record")].toObject(), age)) sink(*event);
    }
  }
  tellLog(told, m_log.size(), sink);
}

void JobCopy::tellLog(qint64 &from, qint64 to, const JobSink &sink) const {
  while (from < to && m_log.seek(from)) {
    const QByteArray bytes = m_log.read(qMin(chunk, to - from));
    if (bytes.isEmpty()) return;
    sink(LogText{bytes});
    from += bytes.size();
  }
}

}  // namespace nightjar
