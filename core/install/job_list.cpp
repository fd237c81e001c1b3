#include "core/install/job_list.h"

#include <QJsonArray>

#include "core/base/json.h"

namespace nightjar {

namespace {

std::optional<int> number(const QJsonValue &value) {
  return value.isDouble() ? std::optional(value.toInt()) : std::nullopt;
}

QDateTime time(const QJsonValue &seconds) {
  return seconds.isDouble() ? QDateTime::fromMSecsSinceEpoch(static_cast<qint64>(seconds.toDouble() * 1000)).toUTC()
                            : QDateTime();
}

JobSummary summaryFrom(const QJsonObject &object) {
  return {object[QLatin1String("id")].toString(),      object[QLatin1String("title")].toString(),
          object[QLatin1String("state")].toString(),   time(object[QLatin1String("started")]),
          time(object[QLatin1String("ended")]),        number(object[QLatin1String("exit_code")]),
          number(object[QLatin1String("signal")]),     object[QLatin1String("log_bytes")].toInteger(),
          object[QLatin1String("log_path")].toString()};
}

QJsonValue timeOrNull(const QDateTime &time) {
  return orNull(time.isValid() ? time.toString(Qt::ISODate) : QString());
}

QJsonValue numberOrNull(const std::optional<int> &value) {
  return value ? QJsonValue(*value) : QJsonValue(QJsonValue::Null);
}

}  // namespace

Result<QList<JobSummary>> listJobs(Agent &agent, const QString &root, std::stop_token stop) {
  const auto reply = agent.request(QStringLiteral("job.list"), {{"root", root}}, stop);
  if (!reply) return reply.error();
  QList<JobSummary> jobs;
  const QJsonArray listed = (*reply)[QLatin1String("jobs")].toArray();
  for (const auto job : listed) jobs.append(summaryFrom(job.toObject()));
  return jobs;
}

const JobSummary *jobMeant(const QList<JobSummary> &jobs) {
  for (const JobSummary &job : jobs)
    if (job.state == QLatin1String("running")) return &job;
  return jobs.isEmpty() ? nullptr : &jobs.last();
}

Result<QJsonObject> showJob(Agent &agent, const QString &root, const QString &id, std::stop_token stop) {
  const auto reply = agent.request(QStringLiteral("job.show"), {{"root", root}, {"id", id}}, stop);
  if (!reply) return reply.error();
  return (*reply)[QLatin1String("job")].toObject();
}

QJsonObject toJson(const JobSummary &job) {
  return {{"id", job.id},
          {"title", job.title},
          {"state", job.state},
          {"started", timeOrNull(job.started)},
          {"ended", timeOrNull(job.ended)},
          {"exit_code", numberOrNull(job.exitCode)},
          {"signal", numberOrNull(job.signal)},
          {"log_bytes", job.logBytes},
          {"log_path", job.logPath}};
}

}  // namespace nightjar
