#include "ui/wizard/wizard_controller.h"

#include <QElapsedTimer>
#include <QTimer>

#include "core/detect/detect.h"
#include "core/profiles/profile_record.h"
#include "core/verify/verify.h"
#include "ui/wizard/job_event_batch.h"
#include "ui/wizard/session.h"
#include "ui/wizard/ui_prompter.h"
#include "ui/wizard/worker.h"

namespace nightjar {

namespace {

constexpr int batchMilliseconds = 50;  // about 20 batches a second reach the window

QString stampNow() {
  return QDateTime::currentDateTimeUtc().toString(QStringLiteral("yyyyMMdd-HHmmss"));
}

/// `start` with what the walk in `model` found.
Profile recordedIn(const WizardModel &model, const Profile &start) {
  const Ending ending = model.result() ? endingOf(model.result()->error) : Ending::None;
  return recorded(start, model.state(), ending, QDateTime::currentDateTimeUtc());
}

}  // namespace

WalkDefaults withProfile(WalkDefaults given, const std::optional<Profile> &profile) {
  if (!profile) return given;
  if (given.connect.knownHostsFile.isEmpty()) given.connect.knownHostsFile = profile->knownHostsFile;
  if (given.root.isEmpty()) given.root = profile->root;
  if (given.wishes.index.isEmpty()) given.wishes.index = profile->index;
  if (given.wishes.python.isEmpty()) given.wishes.python = profile->python;
  return given;
}

class WizardController::Private {
 public:
  Private(WizardController *owner, WalkDefaults given, ProfileStore store)
      : q(owner),
        commandLine(std::move(given)),
        defaults(commandLine),
        profiles(std::move(store)),
        prompter(owner, {[owner](const auto &question) { Q_EMIT owner->hostKeyQuestion(question); },
                         [owner](const auto &question) { Q_EMIT owner->secretQuestion(question); },
                         [owner] { Q_EMIT owner->questionsWithdrawn(); }}),
        worker(std::make_unique<Worker>([this] { session.close(); })) {}

  using Outcome = std::function<void()>;  // what the result means, carried out on the UI thread
  using Work = std::function<Outcome(const std::stop_token &)>;
  void run(Activity activity, Work work);
  template <typename T>
  Work withAgent(Activity activity, std::function<Result<T>(Agent &, const std::stop_token &)> ask,
                 std::function<void(const Result<T> &)> tell);
  void onUi(std::function<void()> call) { QMetaObject::invokeMethod(q, std::move(call), Qt::QueuedConnection); }
  void stage(ConnectStage stage) {
    onUi([this, stage] { Q_EMIT q->stageChanged(stage); });
  }
  void behind(std::stop_source &slot, Work work);
  void endBehind() const;
  void refresh(const Wishes &wishes);
  [[nodiscard]] IndexWays ways() const { return {session.openAgent(), commandLine.copies}; }
  void fetchSoon();
  void finish(const Result<JobResult> &result);

  WizardController *q;
  const WalkDefaults commandLine;
  WalkDefaults defaults;  ///< the command line's, filled up from the profile that the walk is about
  ProfileStore profiles;
  WalkSession::Opened opened;  // UI thread's copy of what connecting told
  std::stop_source current;
  std::stop_source refreshing{std::nostopstate}, measuring{std::nostopstate};  // what runs behind
  JobEventBatch events;
  UiPrompter prompter;
  WalkSession session;  // worker thread
  std::unique_ptr<Worker> worker;
};

// Every piece of work goes this way: busy, off to the worker, back with what is to be told, idle, told.
void WizardController::Private::run(Activity activity, Work work) {
  endBehind();
  q->takeActivity(activity);
  current = worker->post([this, activity, work = std::move(work)](const std::stop_token &stop) {
    prompter.begin(stop);
    QElapsedTimer timer;
    timer.start();
    const Outcome outcome = work(stop);
    const double seconds = static_cast<double>(timer.elapsed()) / 1000;
    onUi([this, activity, seconds, outcome] {
      q->takeSeconds(activity, seconds);
      q->takeActivity(Activity::Idle);
      outcome();
    });
  });
}

// Work that makes nobody busy. Its outcome counts only as long as nobody has stopped it.
void WizardController::Private::behind(std::stop_source &slot, Work work) {
  slot.request_stop();
  slot = worker->post([this, work = std::move(work)](const std::stop_token &stop) {
    const Outcome outcome = stop.stop_requested() ? Outcome() : work(stop);
    if (!outcome) return;
    onUi([stop, outcome] {
      if (!stop.stop_requested()) outcome();
    });
  });
}

void WizardController::Private::endBehind() const {
  refreshing.request_stop();
  measuring.request_stop();
  q->takeRefreshing(false);
}

// The copy is shown; what the index says now takes its place.
void WizardController::Private::refresh(const Wishes &wishes) {
  q->takeRefreshing(true);
  behind(refreshing, [this, wishes, facts = q->state().facts](const std::stop_token &stop) -> Outcome {
    const auto list = listBuilds(facts, wishes, stop, ways());
    if (list) return [this, value = *list] { q->takeRefreshed(value); };
    return [this, error = list.error()] {
      if (!q->state().builds) return q->takeRefreshing(false);
      BuildList copy = *q->state().builds;
      copy.originNote = error.what + QLatin1Char(' ') + error.why;
      q->takeRefreshed(copy);
    };
  });
}

// Asks something of the agent, connecting again where the link was lost in the meantime.
template <typename T>
WizardController::Private::Work WizardController::Private::withAgent(
    Activity activity, std::function<Result<T>(Agent &, const std::stop_token &)> ask,
    std::function<void(const Result<T> &)> tell) {
  return [this, activity, ask, tell](const std::stop_token &stop) -> Outcome {
    const auto agent = session.agent(
        prompter, [this](ConnectStage now) { stage(now); }, stop);
    Result<T> result = agent ? ask(**agent, stop) : Result<T>(agent.error());
    const bool lost = !result && result.error().fault == Fault::Unreachable;
    if (lost) session.close();
    return [this, activity, lost, tell, result] {
      if (lost) q->takeLinkLost();
      if (result || activity == Activity::Installing)
        tell(result);
      else
        q->takeFailure(activity, result.error());
    };
  };
}

WizardController::WizardController(WalkDefaults defaults, ProfileStore profiles, QObject *parent)
    : WizardModel(parent), d(std::make_unique<Private>(this, std::move(defaults), std::move(profiles))) {
  takeWishes(d->defaults.wishes);
}

WizardController::~WizardController() {
  // A task that is stopped still reports through d on its way out.
  d->worker.reset();
}

ProfileStore::Listing WizardController::profiles() const {
  return d->profiles.list();
}

ConnectOptions WizardController::connectDefaults() const {
  return d->defaults.connect;
}

void WizardController::connectTo(const Target &target, const ConnectOptions &options) {
  if (isBusy()) return;
  takeConnecting(target, options);
  d->run(Activity::Connecting, [this, target, options](const std::stop_token &stop) -> Private::Outcome {
    const auto opened = d->session.open(
        target, options, d->prompter, [this](ConnectStage now) { d->stage(now); }, stop);
    if (!opened) return [this, error = opened.error()] { takeFailure(Activity::Connecting, error); };
    return [this, target, value = *opened] {
      d->opened = value;
      takeConnected(target, value.note);
    };
  });
}

void WizardController::detect() {
  if (isBusy()) return;
  const QString root = d->defaults.root.isEmpty() ? d->opened.practiceRoot : d->defaults.root;
  d->run(Activity::Detecting,
         d->withAgent<RuntimeFacts>(
             Activity::Detecting,
             [root](Agent &agent, const std::stop_token &stop) { return nightjar::detect(agent, root, stop); },
             [this](const Result<RuntimeFacts> &facts) { takeFacts(*facts); }));
}

void WizardController::loadBuilds(const Wishes &asked) {
  if (isBusy()) return;
  takeWishes(asked);
  Wishes wishes = asked;
  if (wishes.index.isEmpty()) wishes.index = d->defaults.wishes.index;
  if (wishes.index.isEmpty() && !d->opened.practiceIndex.isEmpty()) {
    wishes.index = d->opened.practiceIndex;
    wishes.sample = d->opened.samples;
  }
  d->run(Activity::Reading, [this, wishes, facts = state().facts](const std::stop_token &stop) -> Private::Outcome {
    const auto copy = wishes.fresh ? std::nullopt : listCopiedBuilds(facts, wishes, d->commandLine.copies, stop);
    if (copy && !stop.stop_requested()) {
      return [this, wishes, value = *copy] {
        takeBuilds(value);
        if (!isBusy()) d->refresh(wishes);
      };
    }
    const auto builds = listBuilds(facts, wishes, stop, d->ways());
    if (!builds) return [this, error = builds.error()] { takeFailure(Activity::Reading, error); };
    return [this, value = *builds] { takeBuilds(value); };
  });
}

void WizardController::measure(int build) {
  if (isBusy() || !state().facts || !state().builds || build < 0 || build >= state().builds->builds.size()) return;
  d->behind(d->measuring,
            [this, facts = *state().facts,
             picked = state().builds->builds.at(build)](const std::stop_token &stop) -> Private::Outcome {
              const auto bytes = downloadBytes(picked, facts, d->ways(), stop);
              if (!bytes) return {};
              return [this, picked, sum = *bytes] { takeSize(picked, sum); };
            });
}

void WizardController::choose(int build) {
  if (isBusy() || !state().facts || !state().builds || build < 0 || build >= state().builds->builds.size()) return;
  const Build &picked = state().builds->builds.at(build);
  Wishes exact = wishes();
  exact.build = picked.torch;
  exact.variant = picked.variant;
  const auto choice = nightjar::choose(*state().builds, *state().facts, exact);
  if (!choice) return takeFailure(Activity::Choosing, choice.error());
  const auto plan = planInstall(*state().facts, *choice, stampNow());
  if (!plan) return takeFailure(Activity::Choosing, plan.error());
  takePlan(*plan);
}

void WizardController::startInstall() {
  if (isBusy() || !plan() || !state().facts) return;
  // A fresh stamp each time: an environment's folder is never used twice.
  const auto fresh = planInstall(*state().facts, plan()->choice, stampNow());
  if (!fresh) return takeFailure(Activity::Choosing, fresh.error());
  takeInstallStarted(*fresh);
  const auto sink = [this](const JobEvent &event) {
    if (d->events.add(event)) d->onUi([this] { d->fetchSoon(); });
  };
  d->run(Activity::Installing, d->withAgent<JobResult>(
                                   Activity::Installing,
                                   [plan = *fresh, sink](Agent &agent, const std::stop_token &stop) {
                                     return runJob(agent, plan, sink, stop);
                                   },
                                   [this](const Result<JobResult> &result) { d->finish(result); }));
}

void WizardController::Private::fetchSoon() {
  QTimer::singleShot(batchMilliseconds, q, [this] { q->takeJobEvents(events.take()); });
}

void WizardController::Private::finish(const Result<JobResult> &result) {
  q->takeJobEvents(events.take());
  JobResult told = result ? *result : JobResult{};
  if (!result) told.error = result.error();
  q->takeResult(told);
  if (!q->profile()) return;
  const Profile updated = recordedIn(*q, *q->profile());
  if (!profiles.save(updated)) return;  // the walk is what counts; saving by hand tells why it cannot
  q->takeProfile(updated);
  Q_EMIT q->profilesChanged();
}

void WizardController::verifyAgain() {
  if (isBusy() || !state().facts) return;
  const auto onRow = [this](const CheckRow &row) { d->onUi([this, row] { Q_EMIT verifyRow(row); }); };
  d->run(Activity::Verifying, d->withAgent<VerifyReport>(
                                  Activity::Verifying,
                                  [facts = *state().facts, environment = state().environment, onRow](
                                      Agent &agent, const std::stop_token &stop) {
                                    return verifyEnvironment(agent, facts, environment, onRow, stop);
                                  },
                                  [this](const Result<VerifyReport> &report) { takeReport(*report); }));
}

void WizardController::cancel() {
  if (isBusy()) return static_cast<void>(d->current.request_stop());
  d->endBehind();
}

void WizardController::openProfile(const std::optional<Profile> &profile) {
  if (isBusy()) return;
  const bool another =
      profile.has_value() != this->profile().has_value() || (profile && profile->name != this->profile()->name);
  takeProfile(profile);
  d->defaults = withProfile(d->commandLine, profile);
  if (another) takeWishes(d->defaults.wishes);  // what was asked for on the same runtime stays
}

Result<void> WizardController::saveProfile(const QString &name) {
  Profile start = d->profiles.find(name).value_or(Profile{});
  start.name = name;
  start.root = d->defaults.root;
  if (d->opened.practiceIndex.isEmpty()) {
    start.index = wishes().index;
    start.python = wishes().python;
  }
  const Profile saved = recordedIn(*this, start);
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

void WizardController::answerHostKey(bool accept) {
  d->prompter.answerHostKey(accept);
}

void WizardController::answerSecret(const std::optional<QString> &secret) {
  d->prompter.answerSecret(secret);
}

}  // namespace nightjar
