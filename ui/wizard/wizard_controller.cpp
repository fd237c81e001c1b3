#include "ui/wizard/wizard_controller.h"

#include "core/choose/build_set.h"
#include "core/detect/detect.h"
#include "core/profiles/profile_record.h"
#include "core/verify/verify.h"
#include "ui/wizard/wizard_controller_private.h"

namespace nightjar {

WizardController::Private::Private(WizardController *owner, WalkDefaults given, ProfileStore store)
    : q(owner),
      commandLine(std::move(given)),
      asked(commandLine.asked),
      profiles(std::move(store)),
      jobs(commandLine.jobs),
      worker(owner,
             {[owner](const auto &question) { Q_EMIT owner->hostKeyQuestion(question); },
              [owner](const auto &question) { Q_EMIT owner->secretQuestion(question); },
              [owner] { Q_EMIT owner->questionsWithdrawn(); }},
             [owner](ConnectStage stage) { Q_EMIT owner->stageChanged(stage); }) {}

void WizardController::Private::run(Activity activity, Work work) {
  endBehind();
  cancelWanted = false;
  q->takeActivity(activity);
  worker.post(std::move(work), [this, activity](double seconds) {
    q->takeSeconds(activity, seconds);
    q->takeActivity(Activity::Idle);
  });
}

void WizardController::Private::endBehind() const {
  refreshing.request_stop();
  measuring.request_stop();
  q->takeRefreshing(false);
}

WizardController::WizardController(WalkDefaults defaults, ProfileStore profiles, QObject *parent)
    : WizardModel(parent), d(std::make_unique<Private>(this, std::move(defaults), std::move(profiles))) {
  takeWishes(d->asked.wishes);
}

WizardController::~WizardController() {
  // An install that nobody cancelled goes on without us; practice's cannot, its runtime goes with us.
  if (!d->opened.practiceRoot.isEmpty()) d->cancelWanted = true;
  // A task that is stopped still reports through d on its way out.
  d->worker.end();
}

ProfileStore::Listing WizardController::profiles() const {
  return d->profiles.list();
}

ConnectOptions WizardController::connectDefaults() const {
  return d->asked.connect;
}

void WizardController::connectTo(const Target &target, const ConnectOptions &options) {
  if (isBusy()) return;
  // What was asked for on one runtime says nothing about another.
  if (state().target && *state().target != target) takeWishes(d->asked.wishes);
  takeConnecting(target, options);
  d->run(Activity::Connecting, [this, target, options](const Private::Bench &at) -> Private::Outcome {
    const auto opened = at.session.open(target, options, at.prompter, at.onStage, at.stop);
    if (!opened) return [this, error = opened.error()] { takeFailure(Activity::Connecting, error); };
    return [this, target, value = *opened] {
      d->opened = value;
      takeConnected(target, value.note);
    };
  });
}

void WizardController::detectIn(const QString &root) {
  if (isBusy()) return;
  d->asked.root = root;
  detect();
}

void WizardController::detect() {
  if (isBusy()) return;
  const QString root = d->rootToAsk();
  d->ask<RuntimeFacts>(
      Activity::Detecting,
      [root](Agent &agent, const std::stop_token &stop) { return nightjar::detect(agent, root, stop); },
      [this](const Result<RuntimeFacts> &facts) { takeFacts(*facts); });
}

void WizardController::choose(int build) {
  if (isBusy() || !state().facts || !state().builds || build < 0 || build >= state().builds->builds.size()) return;
  const Build &picked = state().builds->builds.at(build);
  Wishes exact = wishes();
  exact.keep = d->asked.wishes.keep;
  exact.build = picked.torch;
  exact.variant = picked.variant;
  exact.packages.removeIf([&picked](const QString &package) { return versionOf(picked, package).isEmpty(); });
  const auto choice = nightjar::choose(*state().builds, *state().facts, exact);
  if (!choice) return takeFailure(Activity::Choosing, choice.error());
  const auto plan = planInstall(*state().facts, *choice, stampNow());
  if (!plan) return takeFailure(Activity::Choosing, plan.error());
  takePlan(*plan);
}

void WizardController::verifyAgain() {
  if (isBusy() || !state().facts) return;
  const auto onRow = [this](const CheckRow &row) { d->worker.onUi([this, row] { Q_EMIT verifyRow(row); }); };
  d->ask<VerifyReport>(
      Activity::Verifying,
      [facts = *state().facts, environment = state().environment, onRow](Agent &agent, const std::stop_token &stop) {
        return verifyEnvironment(agent, facts, environment, onRow, stop);
      },
      [this](const Result<VerifyReport> &report) { takeReport(*report); });
}

void WizardController::cancel() {
  if (!isBusy()) return d->endBehind();
  d->cancelWanted = activity() == Activity::Installing;  // on the way back into a job nothing is to be ended
  d->worker.stopCurrent();
}

void WizardController::openProfile(const std::optional<Profile> &profile) {
  if (isBusy()) return;
  const bool another =
      profile.has_value() != this->profile().has_value() || (profile && profile->name != this->profile()->name);
  takeProfile(profile);
  d->asked = profile ? withProfile(d->commandLine.asked, *profile) : d->commandLine.asked;
  if (another) takeWishes(d->asked.wishes);  // what was asked for on the same runtime stays
}

Result<void> WizardController::saveProfile(const QString &name) {
  Profile start = d->profiles.find(name).value_or(Profile{});
  start.name = name;
  start.root = d->asked.root;
  if (d->opened.practiceIndex.isEmpty()) {
    start.index = wishes().index;
    start.stableIndex = wishes().stableIndex;
    start.python = wishes().python;
  }
  start.keep = d->asked.wishes.keep;
  const Profile saved = d->recordedFrom(start);
  auto done = d->profiles.save(saved);
  if (done) {
    takeProfile(saved);
    Q_EMIT profilesChanged();
  }
  return done;
}

Result<void> WizardController::removeProfile(const QString &name) {
  auto done = d->profiles.remove(name);
  if (done) Q_EMIT profilesChanged();
  return done;
}

Result<void> WizardController::dismissDamaged(const QString &file) {
  auto done = d->profiles.dismiss(file);
  if (done) Q_EMIT profilesChanged();
  return done;
}

void WizardController::answerHostKey(bool accept) {
  d->worker.answerHostKey(accept);
}

void WizardController::answerSecret(const std::optional<QString> &secret) {
  if (!secret) d->worker.stopCurrent();  // giving up is no wrong answer; an install goes on without us
  d->worker.answerSecret(secret);
}

}  // namespace nightjar
