#include "app/job_follower.h"

#include "app/interrupt.h"
#include "core/base/text.h"
#include "core/install/read_lock.h"

namespace nightjar {

JobLine lineTo(OpenRuntime &runtime, Prompter &prompter) {
  if (runtime.connection.practice) return {runtime.connection.agent.get(), {}};
  const auto reconnect = [&runtime, &prompter](std::stop_token stop) -> Result<Agent *> {
    runtime.connection.agent.reset();  // first: some runtimes take one connection at a time
    auto connection = connectTo(
        runtime.place.target, runtime.place.options, prompter, [](ConnectStage) {}, stop);
    if (!connection) return connection.error();
    runtime.connection = std::move(*connection);
    return runtime.connection.agent.get();
  };
  return {runtime.connection.agent.get(), reconnect};
}

void sayWhereItGoesOn(Desk &desk) {
  desk.out.note(Text::tr("The install goes on. Go back into it with: %1").arg(commandLine(desk, "follow")));
}

QJsonObject lockToKeep(Desk &desk, OpenRuntime &runtime, const Plan &plan, const Result<JobResult> &result) {
  const bool kept = runtime.place.profile || !desk.line.saveProfile.isEmpty();
  if (!kept || !result || result->error) return {};
  const auto lock = readLockAt(*runtime.connection.agent, plan.root, plan.environment, desk.stop);
  return lock ? toJson(*lock) : QJsonObject();
}

KnownJob knownJob(const OpenRuntime &runtime, const Desk &desk, const Plan &plan, const QString &id) {
  KnownJob job;
  job.id = id;
  job.root = plan.root;
  job.target = runtime.place.target.text;
  job.identityFile = runtime.place.options.identityFile;
  job.knownHostsFile = runtime.place.options.knownHostsFile;
  if (!desk.line.saveProfile.isEmpty()) {
    job.profile = desk.line.saveProfile;
  } else if (runtime.place.profile) {
    job.profile = runtime.place.profile->name;
  }
  job.started = QDateTime::currentDateTimeUtc();
  job.job = jobFromPlan(plan, id);
  return job;
}

Result<JobResult> followWithCopy(Desk &desk, OpenRuntime &runtime, JobLine line, const Plan &plan, const QString &id,
                                 const JobSink &sink, OnStop onStop) {
  const JobCopies copies;
  // Practice is over with this program: nobody can come back to it.
  auto copy = runtime.connection.practice ? Result<std::unique_ptr<JobCopy>>(std::unique_ptr<JobCopy>())
                                          : copies.open(knownJob(runtime, desk, plan, id));
  if (!copy) desk.out.note(copy.error().what + ' ' + copy.error().why);
  Following how;
  // What runs in practice ends with this program, so it is cancelled in order.
  const bool goesOn = !runtime.connection.practice;
  how.onStop = [onStop, goesOn] { return goesOn && Interrupt::endsTheProgramOnly() ? OnStop::Leave : onStop; };
  how.copy = copy ? copy->get() : nullptr;
  auto result = followJob(line, plan, id, sink, how, desk.stop);
  if (result && how.copy != nullptr) copies.setState(id, result->state);
  if (result && !result->note.isEmpty()) desk.out.note(result->note);
  return result;
}

}  // namespace nightjar
