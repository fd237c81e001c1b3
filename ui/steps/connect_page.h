#pragma once

#include "ui/wizard/step_page.h"

namespace nightjar {

class BusyCard;
class ErrorCard;
class ReviewPanel;
class RunningJobs;
class SavedRuntimes;
class SideBySide;
class TargetForm;

/// Where should the nightly go? Installs that go on first, below them saved runtimes on the left, a new one on the
/// right; a saved one opens its review in place of all.
class ConnectPage : public StepPage {
  Q_OBJECT
 public:
  ConnectPage(WizardModel &model, QWidget *parent);
  [[nodiscard]] QString summary() const override;
  void entered(bool fresh) override;
  void verbPressed() override;
  void cancelPressed() override;
  bool backPressed() override;
  [[nodiscard]] bool hasInnerBack() const override;

 private:
  void fill();
  void goBackInto(const KnownJob &job);
  void askToForget(const KnownJob &job);
  void tryAgain();
  void connectNow(const Target &target, const std::optional<Profile> &profile);
  void openReview(const Profile &profile);
  void closeReview();
  void askRemoval(const Profile &profile);
  void refresh();
  void showStage(ConnectStage stage);

  SideBySide *m_choice;
  SavedRuntimes *m_saved;
  RunningJobs *m_running;
  TargetForm *m_form{nullptr};
  BusyCard *m_busy;
  ErrorCard *m_error;
  ReviewPanel *m_review;
  bool m_reviewing = false;
  bool m_goOn = false;  // the connection under way is ours: walk on once it stands
  QPushButton *m_stepByStep;
};

}  // namespace nightjar
