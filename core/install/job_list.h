#pragma once

#include <QDateTime>

#include "core/install/plan.h"
#include "core/runtime/agent.h"

namespace nightjar {

/// A job of a runtime, as `job.list` tells it (resources/agent/jobs.py).
struct JobSummary {
  QString id;
  QString title;
  QString state;  ///< "running", "succeeded", "failed", "cancelled" or "lost"
  QDateTime started;
  QDateTime ended;  ///< invalid while it runs, and for one that was lost
  std::optional<int> exitCode;
  std::optional<int> signal;
  qint64 logBytes = 0;
  QString logPath;  ///< absolute, on the runtime
};

/// The jobs of `root` (absolute), oldest first. Errors: the agent's.
[[nodiscard]] Result<QList<JobSummary>> listJobs(Agent &agent, const QString &root, std::stop_token stop);

/// The one that is meant where a person names none: the one that runs, else the newest; null without any.
[[nodiscard]] const JobSummary *jobMeant(const QList<JobSummary> &jobs);

/// A job as its client gave it to the agent, for planFromJob. Errors: Usage where there is none of this id.
[[nodiscard]] Result<QJsonObject> showJob(Agent &agent, const QString &root, const QString &id, std::stop_token stop);

/// One of `jobs[]` in "nightjar.jobs/1".
[[nodiscard]] QJsonObject toJson(const JobSummary &job);

}  // namespace nightjar
