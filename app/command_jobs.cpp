#include <QJsonArray>

#include "app/commands.h"
#include "app/open_runtime.h"
#include "core/base/text.h"
#include "core/install/follow.h"
#include "core/install/job_list.h"

// `jobs` lists the installs of a runtime, `cancel` ends one.

namespace nightjar {

namespace {

QString stateText(const JobSummary &job) {
  if (job.state == QLatin1String("running")) return Text::tr("running");
  if (job.state == QLatin1String("succeeded")) return Text::tr("done");
  if (job.state == QLatin1String("cancelled")) return Text::tr("cancelled");
  if (job.state == QLatin1String("lost")) return Text::tr("lost");
  if (job.signal) return Text::tr("failed, signal %1").arg(*job.signal);
  return job.exitCode ? Text::tr("failed, exit code %1").arg(*job.exitCode) : Text::tr("failed");
}

Result<OpenRuntime> runtimeOf(Desk &desk) {
  return openTarget(desk, desk.prompter);
}

Result<QList<JobSummary>> jobsOf(Desk &desk) {
  const auto runtime = runtimeOf(desk);
  if (!runtime) return runtime.error();
  return listJobs(*runtime->connection.agent, runtime->facts.disk.path, desk.stop);
}

Error nothingRuns(const QString &root) {
  return {Text::tr("Nothing runs there."),
          Text::tr("No install is under way in %1.").arg(root),
          Text::tr("See those there were with nightjar jobs; another folder is named with --root."),
          {}};
}

struct Cancelled {
  QString id;
  Cancellation how;
};

Result<Cancelled> cancel(Desk &desk) {
  const auto runtime = runtimeOf(desk);
  if (!runtime) return runtime.error();
  Agent &agent = *runtime->connection.agent;
  const QString root = runtime->facts.disk.path;
  QString id = desk.line.job;
  if (id.isEmpty()) {
    const auto jobs = listJobs(agent, root, desk.stop);
    if (!jobs) return jobs.error();
    const JobSummary *meant = jobMeant(*jobs);
    if (meant == nullptr || meant->state != QLatin1String("running")) return nothingRuns(root);
    id = meant->id;
  }
  const auto how = cancelJob(agent, root, id);
  if (!how) return how.error();
  return Cancelled{id, *how};
}

}  // namespace

int runJobs(Desk &desk) {
  QJsonObject object{{"schema", "nightjar.jobs/1"}};
  const auto jobs = jobsOf(desk);
  if (!jobs) {
    desk.out.error(jobs.error(), object);
    return exitCode(jobs.error().fault);
  }
  if (jobs->isEmpty()) desk.out.line(Text::tr("No installs there."));
  QJsonArray listed;
  for (const JobSummary &job : *jobs) {
    listed.append(toJson(job));
    desk.out.line(QStringLiteral("%1  %2  %3  %4")
                      .arg(job.id, job.started.toLocalTime().toString(QStringLiteral("yyyy-MM-dd HH:mm")),
                           stateText(job), job.title));
  }
  object["jobs"] = listed;
  desk.out.object(object);
  return 0;
}

int runCancel(Desk &desk) {
  QJsonObject object{{"schema", "nightjar.cancel/1"}};
  const auto done = cancel(desk);
  if (!done) {
    desk.out.error(done.error(), object);
    return exitCode(done.error().fault);
  }
  const auto &[id, how] = *done;
  if (how.state == QLatin1String("cancelled")) {
    desk.out.line(Text::tr("Cancelled: %1. The environment in use and what was downloaded stay.").arg(id));
  } else if (how.state == QLatin1String("lost")) {
    desk.out.line(
        Text::tr("Nothing of %1 runs any more; how it ended is not known. What was half-made was cleared away.")
            .arg(id));
  } else {
    desk.out.line(Text::tr("%1 had ended before: %2.").arg(id, how.state));
  }
  for (const QString &left : how.left) desk.out.line(Text::tr("This stayed: %1").arg(left));
  object["id"] = id;
  object["state"] = how.state;
  object["left"] = QJsonArray::fromStringList(how.left);
  desk.out.object(object);
  return 0;
}

}  // namespace nightjar
