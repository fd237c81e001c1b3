#include <QTimer>

#include "core/connect/parse_target.h"
#include "core/detect/detect.h"
#include "core/install/job_list.h"
#include "core/install/plan_again.h"
#include "core/install/read_lock.h"
#include "core/profiles/profile_record.h"
#include "ui/wizard/wizard_controller_private.h"

// What the controller does about jobs: start one, go back into one, stop following.

namespace nightjar {

namespace {

constexpr int batchMilliseconds = 50;  // about 20 batches a second reach the window

}  // namespace

void WizardController::startInstall() {
  if (isBusy() || !plan() || !state().facts) return;
  // A fresh stamp each time: an environment's folder is never used twice.
  const auto fresh = plan()->isFromJob ? planAgain(*state().facts, *plan(), stampNow())
                                       : planInstall(*state().facts, plan()->choice, stampNow());
  if (!fresh) return takeFailure(Activity::Choosing, fresh.error());
  takeInstallStarted(*fresh);
  const KnownJob known = d->knownFrom(*fresh);
  d->run(Activity::Installing, [this, plan = *fresh, known](const Private::Bench &at) -> Private::Outcome {
    const Private::Followed followed = d->install(at, plan, known);
    return [this, followed] { d->finish(followed); };
  });
}

/// The way back to a job of `plan`, once it has an id.
KnownJob WizardController::Private::knownFrom(const Plan &plan) const {
  KnownJob known;
  known.root = plan.root;
  known.target = q->state().target ? q->state().target->text : QString();
  known.identityFile = q->state().connectOptions.identityFile;
  if (known.identityFile.isEmpty() && q->state().target) known.identityFile = q->state().target->identityFile;
  known.knownHostsFile = q->state().connectOptions.knownHostsFile;
  known.profile = q->profile() ? q->profile()->name : QString();
  return known;
}

WizardController::Private::Followed WizardController::Private::install(const Bench &at, const Plan &plan,
                                                                       KnownJob known) {
  const auto agent = at.session.agent(at.prompter, at.onStage, at.stop);
  if (!agent) return {agent.error(), {}};
  JobLine line = lineOf(at);
  const auto id = startJob(line, plan, sink(), {}, at.stop);
  if (!id) return {id.error(), {}};
  known.id = *id;
  known.started = QDateTime::currentDateTimeUtc();
  known.job = jobFromPlan(plan, *id);
  return follow(at, line, plan, known);
}

/// The way to the session's agent, for as long as `at` lives. A practice runtime has none but the one it has.
JobLine WizardController::Private::lineOf(const Bench &at) {
  JobLine line{at.session.openAgent()};
  if (!at.session.isPractice()) {
    line.reconnect = [&at](std::stop_token stop) {
      at.session.close();
      return at.session.agent(at.prompter, at.onStage, stop);
    };
  }
  return line;
}

JobSink WizardController::Private::sink() {
  return [this](const JobEvent &event) {
    if (events.add(event)) worker.onUi([this] { fetchSoon(); });
  };
}

WizardController::Private::Followed WizardController::Private::follow(const Bench &at, JobLine line, const Plan &plan,
                                                                      const KnownJob &known) {
  const bool practice = at.session.isPractice();
  // Practice is over with its window: nobody can come back to it.
  auto copy = practice ? Result<std::unique_ptr<JobCopy>>(std::unique_ptr<JobCopy>()) : jobs.open(known);
  Following how;
  how.onStop = [this] { return cancelWanted ? OnStop::Cancel : OnStop::Leave; };
  how.copy = copy ? copy->get() : nullptr;
  auto result = followJob(line, plan, known.id, sink(), how, at.stop);
  if (result && how.copy != nullptr) jobs.setState(known.id, result->state);
  if (result && !result->error) {
    if (const auto lock = readLockAt(*line.agent, plan.root, plan.environment, at.stop)) result->lock = toJson(*lock);
  }
  if (result && !copy) result->note = copy.error().what + QLatin1Char(' ') + copy.error().why;
  const bool goesOn = result ? result->state == QLatin1String("running") : result.error().fault == Fault::Unreachable;
  return {result, goesOn && !practice ? std::optional(known) : std::nullopt};
}

void WizardController::Private::fetchSoon() {
  QTimer::singleShot(batchMilliseconds, q, [this] { q->takeJobEvents(events.take()); });
}

void WizardController::Private::finish(const Followed &followed) {
  const auto &[result, left] = followed;
  q->takeJobEvents(events.take());
  if (!result && result.error().fault == Fault::Unreachable) q->takeLinkLost();
  JobResult told = result ? *result : JobResult{};
  if (!result) told.error = result.error();
  q->takeResult(told, left);
  Q_EMIT q->jobsChanged();
  const bool refused = told.error && (told.error->fault == Fault::Busy || told.error->fault == Fault::Changing);
  if (!q->profile() || left || refused) return;  // nothing has come of it yet
  const Profile updated = recordedFrom(*q->profile());
  if (!profiles.save(updated)) return;  // the walk is what counts; saving by hand tells why it cannot
  q->takeProfile(updated);
  Q_EMIT q->profilesChanged();
}

/// `start` with what the walk found.
Profile WizardController::Private::recordedFrom(const Profile &start) const {
  const Ending ending = q->result() ? endingOf(q->result()->error) : Ending::None;
  return recorded(start, q->state(), ending, QDateTime::currentDateTimeUtc());
}

QList<KnownJob> WizardController::runningJobs() const {
  QList<KnownJob> known = d->jobs.list();
  known.removeIf([](const KnownJob &job) { return job.state != QLatin1String("running"); });
  return known;
}

void WizardController::resume(const KnownJob &job) {
  if (isBusy()) return;
  const auto target = parseTarget(job.target);
  if (!target) return takeFailure(Activity::Connecting, target.error());
  openProfile(d->profiles.find(job.profile));
  d->asked.root = job.root;
  ConnectOptions options = d->asked.connect;
  if (options.identityFile.isEmpty()) options.identityFile = job.identityFile;
  if (options.knownHostsFile.isEmpty()) options.knownHostsFile = job.knownHostsFile;
  const Target to = profile() ? profile()->target : *target;
  takeConnecting(to, options, job);
  const Plan plan = planFromJob(job.job);
  d->run(Activity::Connecting, [this, job, plan, to, options](const Private::Bench &at) -> Private::Outcome {
    const auto opened = at.session.open(to, options, at.prompter, at.onStage, at.stop);
    if (!opened) return [this, error = opened.error()] { takeFailure(Activity::Connecting, error); };
    const auto facts = nightjar::detect(*at.session.openAgent(), job.root, at.stop);
    if (!facts) return [this, error = facts.error()] { takeFailure(Activity::Connecting, error); };
    d->worker.onUi([this, opened = *opened, facts = *facts, to, plan] {
      takeActivity(Activity::Installing);
      d->opened = opened;
      takeConnected(to, opened.note);
      takeFacts(facts);
      takePlan(plan);
      takeInstallStarted(plan);
    });
    const Private::Followed followed = d->follow(at, d->lineOf(at), plan, job);
    return [this, followed] { d->finish(followed); };
  });
}

void WizardController::joinInstall() {
  if (isBusy() || !plan()) return;
  KnownJob known = d->knownFrom(*plan());
  d->run(Activity::Connecting, [this, known](const Private::Bench &at) mutable -> Private::Outcome {
    const auto found = Private::runningIn(at, known.root);
    if (!found) return [this, error = found.error()] { takeFailure(Activity::Choosing, error); };
    known.job = *found;
    known.id = known.job[QLatin1String("id")].toString();
    known.started = QDateTime::currentDateTimeUtc();
    const Plan plan = planFromJob(known.job);
    d->worker.onUi([this, plan] {
      takeActivity(Activity::Installing);
      takePlan(plan);
      takeInstallStarted(plan);
    });
    const Private::Followed followed = d->follow(at, d->lineOf(at), plan, known);
    return [this, followed] { d->finish(followed); };
  });
}

/// The job that runs in `root`, as its client gave it to the agent.
Result<QJsonObject> WizardController::Private::runningIn(const Bench &at, const QString &root) {
  const auto agent = at.session.agent(at.prompter, at.onStage, at.stop);
  if (!agent) return agent.error();
  const auto jobs = listJobs(**agent, root, at.stop);
  if (!jobs) return jobs.error();
  const JobSummary *job = jobMeant(*jobs);
  if (job == nullptr || job->state != QLatin1String("running")) {
    return Error{tr("The other install is over by now."), {}, tr("Try again: the folder is free."), {}};
  }
  return showJob(**agent, root, job->id, at.stop);
}

void WizardController::leaveInstall() {
  if (activity() == Activity::Installing) d->worker.stopCurrent();
}

void WizardController::forgetJob(const QString &id) {
  d->jobs.forget(id);
  Q_EMIT jobsChanged();
}

}  // namespace nightjar
