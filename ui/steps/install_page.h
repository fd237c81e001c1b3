#pragma once

#include <QElapsedTimer>
#include <QTimer>
#include <optional>

#include "core/install/progress.h"
#include "ui/steps/install_end.h"
#include "ui/wizard/step_page.h"

namespace nightjar {

class ErrorCard;
class JobStepsModel;
class LinkBanner;
class LogPanel;
class ProgressCard;
class RowsView;

/// The install while it runs: one honest bar, the steps, the live log; and what to do where it failed.
class InstallPage : public StepPage {
  Q_OBJECT

 public:
  InstallPage(WizardModel &model, QWidget *parent);

  [[nodiscard]] QString summary() const override;
  [[nodiscard]] QString workToLose() const override;
  [[nodiscard]] bool canBeLeft() const override;
  void cancelPressed() override;
  void entered(bool fresh) override;
  void verbPressed() override;

 private:
  QWidget *makeStepsCard();
  void connectWidgets();
  void connectModel();
  void start();
  void goBack();
  [[nodiscard]] InstallEnd ending() const;
  void showJoining(WizardModel::Activity activity);
  void begin(const Plan &plan);
  void refuse(const Error &error);
  void showError(const Error &error);
  void take(const QList<JobEvent> &events);
  void takeOne(const JobEvent &event, qint64 now);
  void takeLink(const LinkChanged &link, qint64 now);
  void tick();
  void end(const JobResult &result);
  void showRunning();
  void showIdle();
  [[nodiscard]] bool isInstalling() const;

  LinkBanner *m_banner;
  ProgressCard *m_progressCard;
  ErrorCard *m_error;
  JobStepsModel *m_steps;
  RowsView *m_stepsView = nullptr;
  LogPanel *m_log;
  QPushButton *m_leave, *m_into = nullptr, *m_again = nullptr;
  std::optional<OverallProgress> m_progress;
  QElapsedTimer m_clock;
  QTimer m_ticker;
  qint64 m_lastBytesAt = 0;
  bool m_cancelling = false;
  bool m_begun = false;    ///< it has said something: it runs
  bool m_hasMade = false;  ///< an environment, or bytes: a cancel would lose them
};

}  // namespace nightjar
