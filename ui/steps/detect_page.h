#pragma once

#include <functional>

#include "core/walk/environment.h"
#include "ui/wizard/step_page.h"

class QVBoxLayout;

namespace nightjar {

class BusyCard;
class ErrorCard;

/// What the runtime has, and what is worth knowing about it. Reads it by itself when the walk comes here.
class DetectPage : public StepPage {
  Q_OBJECT
 public:
  DetectPage(WizardModel &model, QWidget *parent);
  [[nodiscard]] QString summary() const override;
  void entered(bool fresh) override;
  void verbPressed() override { Q_EMIT completed(); }

 private:
  void showActivity();
  void showFacts();
  void showError(const Error &error);
  void askForFolder();
  void askToReturn(const Environment &environment);
  void askToRemove(const Environment &environment);
  void start(std::function<void()> work);
  void forgetContent();

  BusyCard *m_busy;
  ErrorCard *m_error;
  QVBoxLayout *m_content;
  QPushButton *m_folder, *m_again;
  std::function<void()> m_last;  ///< what "Try again" does
};

}  // namespace nightjar
