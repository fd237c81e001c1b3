#pragma once

#include <QPointer>
#include <functional>

#include "ui/wizard/wizard_model.h"

class QDialog;
class QWidget;

namespace nightjar {

/// Shows the questions that come up while connecting, over `window`, and hands the answers back. Never a nested event
/// loop: the dialogs are opened, not executed. Closing a dialog is "no".
class Questions : public QObject {
  Q_OBJECT
 public:
  Questions(WizardModel &model, QWidget *window);

 private:
  void show(QDialog *dialog, std::function<void(bool accepted)> answer);

  WizardModel &m_model;
  QWidget *m_window;
  QPointer<QDialog> m_open;
};

/// What is asked before something is lost. The verbs go on the buttons; the title is the first of them.
struct LosingQuestion {
  QString lost;  ///< what it is, in a sentence
  QString yes;   ///< "&Remove"
  QString no;    ///< "&Keep"
};
/// No is the default. `yes` runs on yes only.
QDialog *askBeforeLosing(QWidget *window, const LosingQuestion &question, std::function<void()> yes);

/// What is asked where the window is closed on an install that can go on without it.
struct LeavingQuestion {
  QString running;              ///< what goes on, in a sentence or two
  std::function<void()> leave;  ///< leave it running: the default
  std::function<void()> stop;
};
/// Esc stays.
QDialog *askHowToLeave(QWidget *window, const LeavingQuestion &question);

}  // namespace nightjar
