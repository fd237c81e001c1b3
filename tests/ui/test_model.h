#pragma once

#include <QStringList>

#include "samples.h"
#include "ui/wizard/wizard_model.h"

namespace nightjar {

/// A model that a test fills with values: the pages cannot tell it from the controller. It notes what it is asked for
/// and does nothing by itself.
class TestModel final : public WizardModel {
  Q_OBJECT
 public:
  using WizardModel::WizardModel;

  using WizardModel::takeActivity;
  using WizardModel::takeBuilds;
  using WizardModel::takeConnected;
  using WizardModel::takeConnecting;
  using WizardModel::takeFacts;
  using WizardModel::takeFailure;
  using WizardModel::takeInstallStarted;
  using WizardModel::takeJobEvents;
  using WizardModel::takeLinkLost;
  using WizardModel::takePlan;
  using WizardModel::takeProfile;
  using WizardModel::takeRefreshed;
  using WizardModel::takeRefreshing;
  using WizardModel::takeReport;
  using WizardModel::takeResult;
  using WizardModel::takeSeconds;
  using WizardModel::takeSize;
  using WizardModel::takeWishes;

  ProfileStore::Listing saved;
  QStringList asked;  ///< the verbs, in order: "connect root@host", "detect", …
  std::optional<bool> hostKeyAnswer;
  std::optional<std::optional<QString>> secretAnswer;
  Wishes lastWishes;
  std::optional<Error> refusal;  ///< why an install cannot be started
  QList<int> measured;

  [[nodiscard]] ProfileStore::Listing profiles() const override { return saved; }
  [[nodiscard]] ConnectOptions connectDefaults() const override { return {}; }
  void connectTo(const Target &target, const ConnectOptions &options) override {
    asked << QStringLiteral("connect ") + target.text;
    takeConnecting(target, options);
    takeActivity(Activity::Connecting);
  }
  void detectIn(const QString &root) override {
    asked << QStringLiteral("folder ") + root;
    detect();
  }
  void detect() override { begin(QStringLiteral("detect"), Activity::Detecting); }
  void loadBuilds(const Wishes &wishes) override {
    lastWishes = wishes;
    takeWishes(wishes);
    begin(QStringLiteral("builds"), Activity::Reading);
  }
  void refreshBuilds() override {
    asked << QStringLiteral("refresh");
    takeRefreshing(true);
  }
  void measure(int build) override { measured << build; }
  void choose(int build) override { asked << QStringLiteral("choose %1").arg(build); }
  void startInstall() override {
    if (refusal) return takeFailure(Activity::Choosing, *refusal);
    begin(QStringLiteral("install"), Activity::Installing);
  }
  QList<KnownJob> running;
  [[nodiscard]] QList<KnownJob> runningJobs() const override { return running; }
  void resume(const KnownJob &job) override {
    asked << QStringLiteral("resume ") + job.id;
    takeConnecting(samples::sshTarget(), {}, job);
    takeActivity(Activity::Connecting);
  }
  void joinInstall() override { begin(QStringLiteral("join"), Activity::Connecting); }
  void leaveInstall() override { asked << QStringLiteral("leave"); }
  void forgetJob(const QString &id) override {
    asked << QStringLiteral("forget ") + id;
    running.removeIf([&id](const KnownJob &job) { return job.id == id; });
    Q_EMIT jobsChanged();
  }
  void returnTo(const QString &environment) override {
    begin(QStringLiteral("return to ") + environment, Activity::Arranging);
  }
  void removeEnvironment(const QString &environment) override {
    begin(QStringLiteral("remove ") + environment, Activity::Arranging);
  }
  void verifyAgain() override { begin(QStringLiteral("verify"), Activity::Verifying); }
  void cancel() override { asked << QStringLiteral("cancel"); }
  void openProfile(const std::optional<Profile> &profile) override { takeProfile(profile); }
  Result<void> saveProfile(const QString &name) override {
    asked << QStringLiteral("save ") + name;
    return {};
  }
  Result<void> removeProfile(const QString &name) override {
    asked << QStringLiteral("remove ") + name;
    saved.profiles.removeIf([&name](const Profile &profile) { return profile.name == name; });
    Q_EMIT profilesChanged();
    return {};
  }
  Result<void> dismissDamaged(const QString &file) override {
    asked << QStringLiteral("dismiss ") + file;
    saved.damaged.removeAll(file);
    Q_EMIT profilesChanged();
    return {};
  }
  void answerHostKey(bool accept) override { hostKeyAnswer = accept; }
  void answerSecret(const std::optional<QString> &secret) override { secretAnswer = secret; }

  /// The work under way ends: idle, then whatever `tell` hands over, as the controller does it.
  template <typename Tell>
  void end(Tell tell) {
    takeActivity(Activity::Idle);
    tell();
  }

 private:
  void begin(const QString &verb, Activity activity) {
    asked << verb;
    takeActivity(activity);
  }
};

}  // namespace nightjar
