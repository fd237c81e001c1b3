#pragma once

#include <QHash>
#include <QObject>
#include <optional>

#include "core/base/prompter.h"
#include "core/choose/choose.h"
#include "core/connect/connect.h"
#include "core/install/job_copies.h"
#include "core/profiles/profile_store.h"
#include "core/walk/setup_state.h"

namespace nightjar {

/// What the assistant knows and can be asked for. Pages see only this: they read the values, connect to the signals
/// and call the verbs. WizardController does the work; tests fill a model with values through the take… functions.
/// Lives on the UI thread; no verb blocks.
class WizardModel : public QObject {
  Q_OBJECT
 public:
  enum class Activity { Idle, Connecting, Detecting, Reading, Choosing, Installing, Verifying, Arranging };
  Q_ENUM(Activity)

  using QObject::QObject;

  // What is known.
  [[nodiscard]] const SetupState &state() const { return m_state; }
  [[nodiscard]] const Wishes &wishes() const { return m_wishes; }  ///< what was last asked of the index
  [[nodiscard]] const std::optional<Plan> &plan() const { return m_plan; }
  [[nodiscard]] const std::optional<JobResult> &result() const { return m_result; }
  /// The install to go back into with resume(): it goes on without us as far as we know, or the way back to it is
  /// being made, or has failed.
  [[nodiscard]] const std::optional<KnownJob> &leftJob() const { return m_leftJob; }
  /// The runtime lives in this program: what runs there ends with it.
  [[nodiscard]] bool isPractice() const { return m_state.target && m_state.target->kind == Target::Kind::Practice; }
  [[nodiscard]] const std::optional<Profile> &profile() const { return m_profile; }  ///< saved runtime in use
  [[nodiscard]] Activity activity() const { return m_activity; }
  [[nodiscard]] bool isBusy() const { return m_activity != Activity::Idle; }
  [[nodiscard]] bool isRefreshing() const { return m_refreshing; }  ///< state().builds is a copy, read anew behind it
  [[nodiscard]] bool isConnected() const { return m_connected; }
  [[nodiscard]] QString connectionNote() const { return m_note; }  ///< how we connected, where that is worth a word
  [[nodiscard]] double seconds(Activity of) const;                 ///< how long the last such work took; 0: never
  [[nodiscard]] virtual ProfileStore::Listing profiles() const = 0;
  [[nodiscard]] virtual ConnectOptions connectDefaults() const = 0;  ///< from the command line, then the profile

  // What can be asked for. Each drops what later steps had found. Ignored while busy, except cancel(). What
  // runs behind (a refresh, a size) makes nobody busy; it ends where another verb needs the worker.
  virtual void connectTo(const Target &target, const ConnectOptions &options) = 0;  ///< → connected
  /// As detect(), for environments in another folder of the runtime, which the walk keeps to from then on.
  virtual void detectIn(const QString &root) = 0;
  virtual void detect() = 0;  ///< → factsReady
  /// → buildsReady; an empty index means the runtime's own. Where a copy of last time is at hand, it comes at once, and
  /// what the index says now follows behind it (isRefreshing) → buildsRefreshed.
  virtual void loadBuilds(const Wishes &wishes) = 0;
  virtual void refreshBuilds() = 0;     ///< reads the index behind state().builds once more → buildsRefreshed
  virtual void measure(int build) = 0;  ///< asks what its wheels weigh, behind all else → sizeReady where that is told
  virtual void choose(int build) = 0;   ///< position in state().builds → planReady
  virtual void startInstall() = 0;      ///< carries out plan() → jobEvents …, installFinished
  /// Installs that this computer knows of and that, as far as it knows, are not over. Newest first.
  [[nodiscard]] virtual QList<KnownJob> runningJobs() const = 0;
  /// Connects to the job's runtime, looks at it, and follows the job from its beginning → connected, factsReady,
  /// installStarted, jobEvents …, installFinished. Until then the activity is Connecting, and cancel() ends no job.
  virtual void resume(const KnownJob &job) = 0;
  /// Goes into the install that keeps startInstall() from starting: another program's, in plan()'s root →
  /// installStarted, jobEvents …, installFinished.
  virtual void joinInstall() = 0;
  virtual void leaveInstall() = 0;  ///< stops following; the job goes on → installFinished, its state "running"
  virtual void forgetJob(const QString &id) = 0;                   ///< it is not offered any more → jobsChanged
  virtual void returnTo(const QString &environment) = 0;           ///< an id in facts → factsReady, read anew
  virtual void removeEnvironment(const QString &environment) = 0;  ///< an id in facts → factsReady, read anew
  virtual void verifyAgain() = 0;                                  ///< → verifyRow …, verified
  virtual void cancel() = 0;                                       ///< stops what is under way; its signal still comes
  virtual void openProfile(const std::optional<Profile> &profile) = 0;  ///< the saved runtime the walk is about
  virtual Result<void> saveProfile(const QString &name) = 0;            ///< → profilesChanged
  virtual Result<void> removeProfile(const QString &name) = 0;          ///< → profilesChanged
  virtual Result<void> dismissDamaged(const QString &file) = 0;  ///< one of profiles().damaged → profilesChanged
  virtual void answerHostKey(bool accept) = 0;                   ///< to hostKeyQuestion
  virtual void answerSecret(const std::optional<QString> &secret) = 0;  ///< to secretQuestion

 Q_SIGNALS:
  void activityChanged(nightjar::WizardModel::Activity activity);
  void stateChanged();  ///< after any of the below: what the sidebar remembers may differ
  void stageChanged(nightjar::ConnectStage stage);
  void hostKeyQuestion(const nightjar::HostKeyQuestion &question);
  void secretQuestion(const nightjar::SecretQuestion &question);
  void questionsWithdrawn();  ///< nobody waits for an answer any more: close the dialog
  void connected();
  void factsReady(const nightjar::RuntimeFacts &facts);
  void buildsReady(const nightjar::BuildList &builds);
  /// What the index says now (or why the copy is all there is) has taken the copy's place in state().builds; positions
  /// in it are new, and what later steps have found stays.
  void buildsRefreshed(const nightjar::BuildList &builds);
  void refreshingChanged(bool refreshing);
  void sizeReady(int build);  ///< state().builds->builds[build] has its downloadBytes
  void planReady(const nightjar::Plan &plan);
  void installStarted(const nightjar::Plan &plan);
  void jobEvents(const QList<nightjar::JobEvent> &events);  ///< in order, at most about 20 batches a second
  void installFinished(const nightjar::JobResult &result);  ///< exactly once for each installStarted, and last
  void verifyRow(const nightjar::CheckRow &row);
  void verified(const nightjar::VerifyReport &report);
  /// The work named ended without its result; may be a cancellation. Never for an install: see installFinished.
  void failed(nightjar::WizardModel::Activity during, const nightjar::Error &error);
  void profilesChanged();
  void jobsChanged();

 protected:
  // Each stores its value, drops what depended on the old one, and tells.
  void takeActivity(Activity activity);
  void takeProfile(const std::optional<Profile> &profile);
  void takeConnecting(const Target &target, const ConnectOptions &options,
                      const std::optional<KnownJob> &backInto = {});
  void takeConnected(const Target &target, const QString &note);
  void takeLinkLost();
  void takeFacts(const RuntimeFacts &facts);
  void takeWishes(const Wishes &wishes);
  void takeBuilds(const BuildList &builds);
  void takeRefreshing(bool refreshing);
  void takeRefreshed(const BuildList &builds);
  void takeSize(const Build &measured, qint64 bytes);
  void takePlan(const Plan &plan);
  void takeInstallStarted(const Plan &plan);
  void takeJobEvents(const QList<JobEvent> &events);
  void takeResult(const JobResult &result, const std::optional<KnownJob> &left = {});
  void takeReport(const VerifyReport &report);
  void takeFailure(Activity during, const Error &error);
  void takeSeconds(Activity of, double seconds);

 private:
  void forgetFrom(Activity step);

  SetupState m_state;
  Wishes m_wishes;
  std::optional<Plan> m_plan;
  std::optional<JobResult> m_result;
  std::optional<KnownJob> m_leftJob;
  std::optional<Profile> m_profile;
  Activity m_activity = Activity::Idle;
  bool m_connected = false;
  bool m_refreshing = false;
  QString m_note;
  QHash<int, double> m_seconds;
};

}  // namespace nightjar
