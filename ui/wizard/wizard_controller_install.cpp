#include <QTimer>

#include "core/connect/parse_target.h"
#include "core/detect/detect.h"
#include "core/profiles/profile_record.h"
#include "ui/wizard/wizard_controller_private.h"

// What the controller does about jobs: start one, go back into one, stop following.

namespace nightjar {

namespace {

constexpr int batchMilliseconds = 50;  // about 20 batches a second reach the window

QString stampNow() {
  return QDateTime::currentDateTimeUtc().toString(QStringLiteral("yyyyMMdd-HHmmss"));
}

}  // namespace

void WizardController::startInstall() {
  if (isBusy() || !plan() || !state().facts) return;
  // A fresh stamp each time: an environment's folder is never used twice.
  const auto fresh = planInstall(*state().facts, plan()->choice, stampNow());
  if (!fresh) return takeFailure(Activity::Choosing, fresh.error());
  takeInstallStarted(*fresh);
  KnownJob known;
  known.root = fresh->root;
  known.target = state().target ? state().target->text : QString();
  known.identityFile = state().connectOptions.identityFile;
  known.knownHostsFile = state().connectOptions.knownHostsFile;
  known.profile = profile() ? profile()->name : QString();
  d->run(Activity::Installing, [this, plan = *fresh, known](const Private::Bench &at) -> Private::Outcome {
    const Result<JobResult> result = d->install(at, plan, known);
    return [this, result] { d->finish(result); };
  });
}

Result<JobResult> WizardController::Private::install(const Bench &at, const Plan &plan, KnownJob known) {
  const auto agent = at.session.agent(at.prompter, at.onStage, at.stop);
  if (!agent) return agent.error();
  JobLine line = lineOf(at);
  const auto id = startJob(line, plan, sink(), {}, at.stop);
  if (!id) return id.error();
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

Result<JobResult> WizardController::Private::follow(const Bench &at, JobLine line, const Plan &plan,
                                                    const KnownJob &known) {
  // Practice is over with its window: nobody can come back to it.
  auto copy = at.session.isPractice() ? Result<std::unique_ptr<JobCopy>>(std::unique_ptr<JobCopy>()) : jobs.open(known);
  Following how;
  how.onStop = [this] { return cancelWanted ? OnStop::Cancel : OnStop::Leave; };
  how.copy = copy ? copy->get() : nullptr;
  auto result = followJob(line, plan, known.id, sink(), how, at.stop);
  if (result && how.copy != nullptr) jobs.setState(known.id, result->state);
  if (result && !copy) result->note = copy.error().what + QLatin1Char(' ') + copy.error().why;
  return result;
}

void WizardController::Private::fetchSoon() {
  QTimer::singleShot(batchMilliseconds, q, [this] { q->takeJobEvents(events.take()); });
}

void WizardController::Private::finish(const Result<JobResult> &result) {
  q->takeJobEvents(events.take());
  if (!result && result.error().fault == Fault::Unreachable) q->takeLinkLost();
  JobResult told = result ? *result : JobResult{};
  if (!result) told.error = result.error();
  q->takeResult(told);
  Q_EMIT q->jobsChanged();
  if (!q->profile() || told.state == QLatin1String("running")) return;
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
  takeConnecting(to, options);
  const Plan plan = planFromJob(job.job);
  d->run(Activity::Installing, [this, job, plan, to, options](const Private::Bench &at) -> Private::Outcome {
    const auto opened = at.session.open(to, options, at.prompter, at.onStage, at.stop);
    if (!opened) return [this, error = opened.error()] { takeFailure(Activity::Connecting, error); };
    const auto facts = nightjar::detect(*at.session.openAgent(), job.root, at.stop);
    if (!facts) return [this, error = facts.error()] { takeFailure(Activity::Detecting, error); };
    d->worker.onUi([this, opened = *opened, facts = *facts, to, plan] {
      d->opened = opened;
      takeConnected(to, opened.note);
      takeFacts(facts);
      takePlan(plan);
      takeInstallStarted(plan);
    });
    const Result<JobResult> result = d->follow(at, d->lineOf(at), plan, job);
    return [this, result] { d->finish(result); };
  });
}

void WizardController::leaveInstall() {
  if (activity() == Activity::Installing) d->worker.stopCurrent();
}

void WizardController::forgetJob(const QString &id) {
  d->jobs.forget(id);
  Q_EMIT jobsChanged();
}

}  // namespace nightjar
