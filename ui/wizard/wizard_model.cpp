#include "ui/wizard/wizard_model.h"

namespace nightjar {

double WizardModel::seconds(Activity of) const {
  return m_seconds.value(static_cast<int>(of));
}

// A new answer to a step makes the later ones stale; the steps are in the order of Activity.
void WizardModel::forgetFrom(Activity step) {
  if (step <= Activity::Detecting) m_state.facts.reset();
  if (step <= Activity::Reading) m_state.builds.reset();
  if (step <= Activity::Choosing) {
    m_state.choice.reset();
    m_plan.reset();
  }
  if (step <= Activity::Installing) {
    m_result.reset();
    m_leftJob.reset();
    m_state.environment.clear();
    m_seconds.remove(static_cast<int>(Activity::Installing));
  }
  m_state.report.reset();
}

void WizardModel::takeActivity(Activity activity) {
  if (m_activity == activity) return;
  m_activity = activity;
  Q_EMIT activityChanged(activity);
}

void WizardModel::takeProfile(const std::optional<Profile> &profile) {
  m_profile = profile;
  Q_EMIT stateChanged();
}

void WizardModel::takeConnecting(const Target &target, const ConnectOptions &options,
                                 const std::optional<KnownJob> &backInto) {
  forgetFrom(Activity::Connecting);
  m_leftJob = backInto;
  m_connected = false;
  m_note.clear();
  m_state.target = target;
  m_state.connectOptions = options;
  Q_EMIT stateChanged();
}

void WizardModel::takeConnected(const Target &target, const QString &note) {
  m_connected = true;
  m_state.target = target;
  m_note = note;
  Q_EMIT stateChanged();
  Q_EMIT connected();
}

void WizardModel::takeLinkLost() {
  m_connected = false;
  Q_EMIT stateChanged();
}

void WizardModel::takeFacts(const RuntimeFacts &facts) {
  forgetFrom(Activity::Detecting);
  m_state.facts = facts;
  Q_EMIT stateChanged();
  Q_EMIT factsReady(facts);
}

void WizardModel::takeWishes(const Wishes &wishes) {
  m_wishes = wishes;
}

void WizardModel::takeBuilds(const BuildList &builds) {
  forgetFrom(Activity::Reading);
  m_state.builds = builds;
  Q_EMIT stateChanged();
  Q_EMIT buildsReady(builds);
}

void WizardModel::takeRefreshing(bool refreshing) {
  if (m_refreshing == refreshing) return;
  m_refreshing = refreshing;
  Q_EMIT refreshingChanged(refreshing);
}

void WizardModel::takeRefreshed(const BuildList &builds) {
  m_state.builds = builds;
  takeRefreshing(false);
  Q_EMIT stateChanged();
  Q_EMIT buildsRefreshed(builds);
}

// The list may be another one by now: the wheels tell which build was measured.
void WizardModel::takeSize(const Build &measured, qint64 bytes) {
  if (m_state.choice && m_state.choice->build.wheels == measured.wheels) m_state.choice->build.downloadBytes = bytes;
  for (int i = 0; m_state.builds && i < m_state.builds->builds.size(); ++i) {
    Build &build = m_state.builds->builds[i];
    if (build.id != measured.id || build.wheels != measured.wheels) continue;
    build.downloadBytes = bytes;
    return Q_EMIT sizeReady(i);
  }
}

void WizardModel::takePlan(const Plan &plan) {
  forgetFrom(Activity::Choosing);
  m_plan = plan;
  m_state.choice = plan.choice;
  Q_EMIT stateChanged();
  Q_EMIT planReady(plan);
}

void WizardModel::takeInstallStarted(const Plan &plan) {
  forgetFrom(Activity::Installing);
  m_plan = plan;
  Q_EMIT stateChanged();
  Q_EMIT installStarted(plan);
}

void WizardModel::takeJobEvents(const QList<JobEvent> &events) {
  if (!events.isEmpty()) Q_EMIT jobEvents(events);
}

void WizardModel::takeResult(const JobResult &result, const std::optional<KnownJob> &left) {
  m_result = result;
  m_leftJob = left;
  m_state.environment = result.environment;
  m_state.report = result.report;
  m_state.lock = result.lock;
  Q_EMIT stateChanged();
  Q_EMIT installFinished(result);
}

void WizardModel::takeReport(const VerifyReport &report) {
  m_state.report = report;
  Q_EMIT stateChanged();
  Q_EMIT verified(report);
}

void WizardModel::takeFailure(Activity during, const Error &error) {
  Q_EMIT stateChanged();
  Q_EMIT failed(during, error);
}

void WizardModel::takeSeconds(Activity of, double seconds) {
  m_seconds.insert(static_cast<int>(of), seconds);
}

}  // namespace nightjar
