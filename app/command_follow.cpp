#include <algorithm>

#include "app/job_follower.h"
#include "app/outcome.h"
#include "core/base/shell_word.h"
#include "core/base/text.h"
#include "core/install/job_list.h"

namespace nightjar {

namespace {

/// Whether this computer does not know yet how the job has ended.
bool isOpenHere(const QString &id) {
  const QList<KnownJob> known = JobCopies().list();
  return std::any_of(known.begin(), known.end(),
                     [&id](const KnownJob &job) { return job.id == id && job.state == QLatin1String("running"); });
}

/// The install that this computer has left running in that folder of that runtime; empty where there is none. `id`: it
/// must be this one.
QString leftRunningIn(const OpenRuntime &runtime, const QString &id = {}) {
  const QList<KnownJob> known = JobCopies().list();
  const auto found = std::find_if(known.begin(), known.end(), [&runtime, &id](const KnownJob &job) {
    return job.state == QLatin1String("running") && job.root == runtime.facts.disk.path &&
           job.target == runtime.place.target.text && (id.isEmpty() || job.id == id);
  });
  return found == known.end() ? QString() : found->id;
}

struct Meant {
  QString id;
  bool runs = false;
};

/// The job that the command line names, or the one that is meant where it names none.
Result<Meant> jobOf(Desk &desk, OpenRuntime &runtime) {
  const auto jobs = listJobs(*runtime.connection.agent, runtime.facts.disk.path, desk.stop);
  if (!jobs) {
    return jobs.error();
  }
  const JobSummary *found = desk.line.job.isEmpty() ? jobMeant(*jobs) : nullptr;
  for (const JobSummary &job : *jobs) {
    if (job.id == desk.line.job) found = &job;
  }
  if (found != nullptr) {
    return Meant{found->id, found->state == QLatin1String("running")};
  }
  if (!desk.line.job.isEmpty()) {
    return Meant{desk.line.job};  // the runtime says what is wrong with it
  }
  if (const QString id = leftRunningIn(runtime); !id.isEmpty()) {
    return Meant{id};
  }
  return Error{Text::tr("There is no install to follow."),
               Text::tr("None was started in %1.").arg(runtime.facts.disk.path),
               Text::tr("Start one with nightjar install, or name the folder it was started in with --root."),
               {}};
}

/// The log's own bytes and nothing else. A reader that went away ends it.
Result<JobResult> followRaw(Desk &desk, OpenRuntime &runtime, Prompter &prompter, const Plan &plan, const QString &id) {
  JobLine line = lineTo(runtime, prompter);
  Following how;
  how.onStop = [] { return OnStop::Leave; };
  how.logFrom = desk.line.rawFrom;
  std::stop_source stop;
  const std::stop_callback interrupted(desk.stop, [&stop] { stop.request_stop(); });
  const auto sink = [&desk, &stop](const JobEvent &event) {
    if (const auto *log = std::get_if<LogText>(&event)) {
      if (!desk.out.bytes(log->bytes)) stop.request_stop();
    } else if (const auto *link = std::get_if<LinkChanged>(&event)) {
      desk.out.note(link->connected ? Text::tr("Connected again.") : link->error.what);
    }
  };
  auto result = followJob(line, plan, id, sink, how, stop.get_token());
  const bool isReaderGone = stop.stop_requested() && !desk.stop.stop_requested();
  return isReaderGone ? JobResult{} : result;
}

Result<JobResult> follow(Desk &desk, Outcome &outcome) {
  RememberingPrompter prompter(desk.prompter);
  auto runtime = openTarget(desk, prompter);
  if (!runtime) {
    return runtime.error();
  }
  const auto meant = jobOf(desk, *runtime);
  if (!meant) {
    return meant.error();
  }
  const QString &id = meant->id;
  const auto job = showJob(*runtime->connection.agent, runtime->facts.disk.path, id, desk.stop);
  if (!job && job.error().fault == Fault::Usage && !leftRunningIn(*runtime, id).isEmpty()) {
    JobCopies().setState(id, QStringLiteral("lost"));
    outcome.job = id;
    outcome.place = runtime->place;
    return forgottenJob();
  }
  if (!job) {
    return job.error();
  }
  const Plan plan = planFromJob(*job);
  if (desk.line.raw) {
    return followRaw(desk, *runtime, prompter, plan, id);
  }
  outcome.job = id;
  outcome.isNews = meant->runs || isOpenHere(id);
  outcome.place = runtime->place;
  outcome.facts = runtime->facts;
  outcome.choice = plan.choice;
  InstallReport report(desk.out, plan);
  report.started(id);
  auto result = followWithCopy(
      desk, *runtime, lineTo(*runtime, prompter), plan, id, [&report](const JobEvent &event) { report.take(event); },
      OnStop::Leave);
  outcome.lock = lockToKeep(desk, *runtime, plan, result);
  return result;
}

}  // namespace

int runFollow(Desk &desk) {
  Outcome outcome;
  outcome.result = resultFrom(follow(desk, outcome));
  const auto &error = outcome.result.error;
  if (desk.line.raw) {
    if (!error) return 0;  // also where the reader went away, of which Output knows
    if (!error->isCancelled()) desk.out.error(*error);
    return exitCode(error->fault);
  }
  if (outcome.result.state == QLatin1String("running")) sayWhereItGoesOn(desk);
  return finish(desk, outcome);
}

}  // namespace nightjar
