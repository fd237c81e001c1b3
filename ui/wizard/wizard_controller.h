#pragma once

#include <memory>

#include "ui/wizard/wizard_model.h"

namespace nightjar {

/// What the command line gave the window.
struct WalkDefaults {
  Asked asked;
  QString copies;     ///< folder of the copies of index pages; empty: none are kept
  QString jobs = {};  ///< folder of what is known of jobs; empty: the platform's own place
};

/// Does the assistant's work. Core is synchronous, so everything runs, in order, on one worker thread that owns the
/// connection; results come back to the UI thread as values. Destroying it stops what is under way and waits for the
/// worker's end; an install goes on, on its runtime, unless it was cancelled or the runtime is practice.
class WizardController final : public WizardModel {
  Q_OBJECT
 public:
  WizardController(WalkDefaults defaults, ProfileStore profiles, QObject *parent = nullptr);
  ~WizardController() override;

  [[nodiscard]] ProfileStore::Listing profiles() const override;
  [[nodiscard]] ConnectOptions connectDefaults() const override;

  void connectTo(const Target &target, const ConnectOptions &options) override;
  void detectIn(const QString &root) override;
  void detect() override;
  void loadBuilds(const Wishes &wishes) override;
  void refreshBuilds() override;
  void measure(int build) override;
  void choose(int build) override;
  void startInstall() override;
  [[nodiscard]] QList<KnownJob> runningJobs() const override;
  void resume(const KnownJob &job) override;
  void joinInstall() override;
  void leaveInstall() override;
  void forgetJob(const QString &id) override;
  void returnTo(const QString &environment) override;
  void removeEnvironment(const QString &environment) override;
  void verifyAgain() override;
  void cancel() override;
  void openProfile(const std::optional<Profile> &profile) override;
  Result<void> saveProfile(const QString &name) override;
  Result<void> removeProfile(const QString &name) override;
  Result<void> dismissDamaged(const QString &file) override;
  void answerHostKey(bool accept) override;
  void answerSecret(const std::optional<QString> &secret) override;

 private:
  class Private;
  std::unique_ptr<Private> d;
};

}  // namespace nightjar
