#pragma once

#include "ui/wizard/step_page.h"

class QLabel;

namespace nightjar {

class BusyCard;
class Card;
class ChecksModel;
class ErrorCard;
class ReasonList;
class RowsView;
class SaveProfileCard;
class UsageCard;

/// What was proved about the environment, and how to use it.
class VerifyPage : public StepPage {
  Q_OBJECT

 public:
  VerifyPage(WizardModel &model, QWidget *parent);

  [[nodiscard]] QString summary() const override;
  void entered(bool fresh) override;
  void verbPressed() override;

 private:
  void save(const QString &name);
  void makeResultCard();
  void makeButtons();
  void connectModel();
  void checkAgain();
  void showReport();
  void showResult(const VerifyReport &report);
  void showFailures(const VerifyReport &report);
  void showUsage(const VerifyReport &report);
  void showProfile();
  void copyReport();

  BusyCard *m_busy;
  ErrorCard *m_error;
  Card *m_result;
  QLabel *m_title = nullptr;
  QLabel *m_text = nullptr;
  ReasonList *m_advice = nullptr;
  QWidget *m_ways = nullptr;
  ChecksModel *m_checks;
  RowsView *m_rows;
  UsageCard *m_usage;
  SaveProfileCard *m_save;
  QPushButton *m_again = nullptr;
  QPushButton *m_copy = nullptr;
};

}  // namespace nightjar
