#pragma once

#include <QDialog>
#include <QPointer>
#include <QWidget>

#include "ui/wizard/step_page.h"

class QLabel;
class QStackedWidget;

namespace nightjar {

class ButtonRow;
class Sidebar;
class StepListModel;

/// The assistant: the steps on the left, the current page, one verb at the bottom right. Enter is the verb, Esc is
/// Cancel while something can be cancelled, else Back. Pages are made when they are first needed.
class WizardWindow : public QWidget {
  Q_OBJECT
 public:
  WizardWindow(const QList<StepRow> &steps, WizardModel &model, QWidget *parent = nullptr);

  [[nodiscard]] int currentStep() const { return m_current; }
  [[nodiscard]] StepPage *page(int step);  ///< made now if it was not there
  /// Shows a step if it may be visited; `fresh`: the walk comes forward to it.
  void goTo(int step, bool fresh);

 protected:
  void keyPressEvent(QKeyEvent *event) override;
  void closeEvent(QCloseEvent *event) override;

 private:
  [[nodiscard]] bool reachable(int step);
  [[nodiscard]] QString workToLose() const;
  [[nodiscard]] bool canBeLeft() const;
  void refresh();
  void putInTabOrder();
  void pressVerb();
  void pressBack();
  void pressCancel();
  void closeWhenIdle();
  void withdrawQuestion();
  void settleFocus();

  QList<StepRow> m_rows;
  WizardModel &m_model;
  QList<StepPage *> m_pages;
  int m_current = 0;
  bool m_closing = false;
  QPointer<QDialog> m_question;  ///< whether and how to close
  StepListModel *m_steps;
  Sidebar *m_sidebar;
  QLabel *m_title, *m_subtitle;
  QStackedWidget *m_stack;
  ButtonRow *m_buttons;
};

}  // namespace nightjar
