#pragma once

#include <QPushButton>
#include <QWidget>
#include <functional>

#include "ui/wizard/wizard_model.h"

namespace nightjar {

/// One room of the walk. The page shows its content; the window around it shows title, subtitle, the verb, the extra
/// buttons and the footer note that the page sets here. `body()` scrolls when the window is small.
class StepPage : public QWidget {
  Q_OBJECT
 public:
  StepPage(WizardModel &model, QWidget *parent);

  [[nodiscard]] QString title() const { return m_title; }
  [[nodiscard]] QString subtitle() const { return m_subtitle; }
  [[nodiscard]] QString verb() const { return m_verb; }  ///< with its mnemonic; empty: no verb button
  [[nodiscard]] bool verbEnabled() const { return m_verbEnabled; }
  [[nodiscard]] QString footerNote() const { return m_footerNote; }
  [[nodiscard]] QString cancelText() const { return m_cancelText; }  ///< empty: nothing to cancel here now
  [[nodiscard]] QWidget *extras() const { return m_extras; }         ///< holds the extra buttons; the window places it

  /// One short line for the sidebar once this step is done ("Tesla T4, CUDA 13.0"); empty while it is not done.
  [[nodiscard]] virtual QString summary() const { return {}; }
  /// Whether the steps after this one may be visited.
  [[nodiscard]] virtual bool isDone() const { return !summary().isEmpty(); }
  /// What leaving the assistant, or Cancel, would lose now, as a sentence; empty: nothing, so nobody is asked.
  [[nodiscard]] virtual QString workToLose() const { return {}; }
  /// Whether that work goes on by itself where the assistant is left.
  [[nodiscard]] virtual bool canBeLeft() const { return false; }
  /// The page is being shown. `fresh` is true when the walk comes forward to it, false when a person looks back.
  virtual void entered(bool fresh) { Q_UNUSED(fresh) }
  /// Enter, or the verb button.
  virtual void verbPressed() = 0;
  /// Cancel or Esc while cancelText() is set. Default: model().cancel().
  virtual void cancelPressed() { m_model.cancel(); }
  /// Back or Esc. True where the page itself went one step back inside; false: the window goes to the step before.
  virtual bool backPressed() { return false; }
  /// Whether Back leads anywhere from here (the window hides Back on the first step otherwise).
  [[nodiscard]] virtual bool hasInnerBack() const { return false; }

  [[nodiscard]] WizardModel &model() const { return m_model; }

 Q_SIGNALS:
  void changed();                    ///< any of the texts or flags above
  void completed();                  ///< on to the next step
  void goTo(const QString &stepId);  ///< to a certain step
  void leave();                      ///< the walk is over: close the window

 protected:
  /// The page's content goes here: a widget in a scroll area, with the house's margins and a vertical layout.
  [[nodiscard]] QWidget *body() const { return m_body; }
  void setTitle(const QString &text);
  void setSubtitle(const QString &text);
  void setVerb(const QString &text, bool enabled = true);
  void setFooterNote(const QString &text);
  void setCancelText(const QString &text);
  /// A button beside Back, made once in the constructor; the page may show, hide and disable it.
  QPushButton *addExtraButton(const QString &objectName, const QString &text);

 private:
  WizardModel &m_model;
  QWidget *m_body;
  QWidget *m_extras;
  QString m_title, m_subtitle, m_verb, m_footerNote, m_cancelText;
  bool m_verbEnabled = false;
};

/// One row of the table of steps (app/steps.cpp).
struct StepRow {
  QString id;  ///< "connect", "detect", …
  QString title;
  std::function<StepPage *(WizardModel &model, QWidget *parent)> factory;
};

}  // namespace nightjar
