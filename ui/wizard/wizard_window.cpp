#include "ui/wizard/wizard_window.h"

#include <QCloseEvent>
#include <QHBoxLayout>
#include <QLabel>
#include <QListView>
#include <QScreen>
#include <QStackedWidget>
#include <QVBoxLayout>
#include <algorithm>

#include "ui/dialogs/help_dialog.h"
#include "ui/dialogs/questions.h"
#include "ui/theme/theme.h"
#include "ui/wizard/button_row.h"
#include "ui/wizard/sidebar.h"
#include "ui/wizard/step_list_model.h"

namespace nightjar {

WizardWindow::WizardWindow(const QList<StepRow> &steps, WizardModel &model, QWidget *parent)
    : QWidget(parent),
      m_rows(steps),
      m_model(model),
      m_pages(steps.size(), nullptr),
      m_steps(new StepListModel(this)),
      m_sidebar(new Sidebar(*m_steps, this)),
      m_title(makeLabel({}, TextSize::Title, Tone::Plain, this)),
      m_subtitle(makeLabel({}, TextSize::Body, Tone::Muted, this)),
      m_stack(new QStackedWidget(this)),
      m_buttons(new ButtonRow(this)) {
  setObjectName(QStringLiteral("wizard"));
  setWindowTitle(tr("Nightjar"));
  resize(QSize(space(270), space(175)).boundedTo(screen()->availableSize()));
  m_title->setObjectName(QStringLiteral("pageTitle"));
  m_subtitle->setObjectName(QStringLiteral("pageSubtitle"));

  auto *heading = new QVBoxLayout;
  heading->setContentsMargins(space(7), space(6), space(7), space(2));
  heading->setSpacing(space(0.5));
  heading->addWidget(m_title);
  heading->addWidget(m_subtitle);
  auto *main = new QVBoxLayout;
  main->setSpacing(0);
  main->addLayout(heading);
  main->addWidget(m_stack, 1);
  main->addWidget(m_buttons);
  auto *all = new QHBoxLayout(this);
  all->setContentsMargins(0, 0, 0, 0);
  all->setSpacing(0);
  all->addWidget(m_sidebar);
  all->addLayout(main, 1);

  new Questions(model, this);
  connect(m_sidebar, &Sidebar::stepPicked, this, [this](int step) { goTo(step, false); });
  connect(m_sidebar, &Sidebar::helpWanted, this, [this] { (new HelpDialog(this))->open(); });
  connect(m_buttons->verb(), &QPushButton::clicked, this, &WizardWindow::pressVerb);
  connect(m_buttons->back(), &QPushButton::clicked, this, &WizardWindow::pressBack);
  connect(m_buttons->cancel(), &QPushButton::clicked, this, &WizardWindow::pressCancel);
  connect(&model, &WizardModel::stateChanged, this, &WizardWindow::refresh);
  connect(&model, &WizardModel::activityChanged, this, [this] {
    refresh();
    withdrawQuestion();
    closeWhenIdle();
    // Once the pages have taken it in too.
    QMetaObject::invokeMethod(this, &WizardWindow::settleFocus, Qt::QueuedConnection);
  });
  goTo(0, true);
}

StepPage *WizardWindow::page(int step) {
  if (m_pages.at(step) != nullptr) return m_pages.at(step);
  StepPage *made = m_rows.at(step).factory(m_model, m_stack);
  made->setObjectName(m_rows.at(step).id + QStringLiteral("Page"));
  m_pages[step] = made;
  m_stack->addWidget(made);
  connect(made, &StepPage::changed, this, &WizardWindow::refresh);
  connect(made, &StepPage::completed, this, [this, step] {
    if (step + 1 < m_rows.size()) {
      goTo(step + 1, true);
    } else {
      close();
    }
  });
  connect(made, &StepPage::goTo, this, [this](const QString &id) {
    for (int at = 0; at < m_rows.size(); ++at)
      if (m_rows.at(at).id == id) goTo(at, at > m_current);
  });
  connect(made, &StepPage::leave, this, &QWidget::close);
  return made;
}

bool WizardWindow::reachable(int step) {
  for (int before = 0; before < step; ++before)
    if (!page(before)->isDone()) return false;
  return true;
}

void WizardWindow::goTo(int step, bool fresh) {
  if (step < 0 || step >= m_rows.size() || !reachable(step)) return;
  m_current = step;
  StepPage *shown = page(step);
  m_stack->setCurrentWidget(shown);
  shown->entered(fresh);
  refresh();
  putInTabOrder();
  QWidget *focus = focusWidget();
  const bool well = focus != nullptr && focus->isVisible() && shown->isAncestorOf(focus);
  if (!well && m_buttons->verb()->isEnabled()) m_buttons->verb()->setFocus(Qt::OtherFocusReason);
}

// What the window shows around the page is always made anew from what page and model say.
void WizardWindow::refresh() {
  StepPage *shown = m_pages.at(m_current);
  if (shown == nullptr) return;
  QList<StepEntry> entries;
  bool open = true;
  for (int at = 0; at < m_rows.size(); ++at) {
    const bool done = open && page(at)->isDone();
    // A step sums itself up once the walk has left it.
    const QString summary = done && at != m_current ? page(at)->summary() : QString();
    entries.append({m_rows.at(at).id, m_rows.at(at).title, summary, done, at == m_current, open});
    open = done;
  }
  m_steps->setEntries(entries);
  if (!m_sidebar->list()->hasFocus()) m_sidebar->list()->setCurrentIndex(m_steps->index(m_current));
  m_title->setText(shown->title());
  m_subtitle->setText(shown->subtitle());
  m_subtitle->setVisible(!shown->subtitle().isEmpty());
  m_buttons->show(*shown, m_current > 0);
}

// Pages are made later than the buttons: Tab still goes sidebar, page, buttons.
void WizardWindow::putInTabOrder() {
  QWidget *last = m_sidebar;
  for (QWidget *at = m_sidebar->nextInFocusChain(); at != m_sidebar; at = at->nextInFocusChain())
    if (m_pages.at(m_current)->isAncestorOf(at)) last = at;
  for (QWidget *button : m_buttons->inTabOrder()) {
    setTabOrder(last, button);
    last = button;
  }
}

void WizardWindow::pressVerb() {
  if (m_buttons->verb()->isVisible() && m_buttons->verb()->isEnabled()) page(m_current)->verbPressed();
}

void WizardWindow::pressBack() {
  if (!page(m_current)->backPressed()) goTo(m_current - 1, false);
}

void WizardWindow::pressCancel() {
  StepPage *shown = page(m_current);
  if (shown->cancelText().isEmpty()) return;
  const QString lost = shown->workToLose();
  if (lost.isEmpty()) return shown->cancelPressed();
  askBeforeLosing(this, {lost, shown->cancelText(), tr("&Go on")}, [shown] { shown->cancelPressed(); });
}

void WizardWindow::keyPressEvent(QKeyEvent *event) {
  QWidget *focus = focusWidget();
  switch (event->key()) {
    case Qt::Key_Return:
    case Qt::Key_Enter:
      // What can be switched is switched by the space bar: Enter goes on from there.
      if (auto *button = qobject_cast<QAbstractButton *>(focus); button != nullptr && !button->isCheckable()) {
        button->click();
      } else if (focus != m_sidebar->list()) {
        pressVerb();
      }
      return;
    case Qt::Key_Escape:
      if (page(m_current)->cancelText().isEmpty()) {
        pressBack();
      } else {
        pressCancel();
      }
      return;
    default: QWidget::keyPressEvent(event);
  }
}

QString WizardWindow::workToLose() const {
  for (const StepPage *made : m_pages)
    if (made != nullptr && !made->workToLose().isEmpty()) return made->workToLose();
  return {};
}

bool WizardWindow::canBeLeft() const {
  return std::any_of(m_pages.begin(), m_pages.end(),
                     [](const StepPage *made) { return made != nullptr && made->canBeLeft(); });
}

void WizardWindow::closeEvent(QCloseEvent *event) {
  const QString lost = workToLose();
  const bool leavable = canBeLeft();
  if (!m_model.isBusy() || (lost.isEmpty() && !leavable)) {
    m_model.cancel();
    return event->accept();
  }
  event->ignore();
  if (m_closing || m_question) return;
  const auto closeAfter = [this](auto verb) {
    return [this, verb] {
      m_closing = true;
      (m_model.*verb)();
      closeWhenIdle();
    };
  };
  if (leavable) {
    m_question = askHowToLeave(
        this, {tr("The install is still running. It can go on without this window: the Connect page leads back to it."),
               closeAfter(&WizardModel::leaveInstall), closeAfter(&WizardModel::cancel)});
  } else {
    m_question = askBeforeLosing(this, {lost, tr("&Stop and close"), tr("&Go on")}, closeAfter(&WizardModel::cancel));
  }
}

// Where the install has ended while its window was asked about, there is an end to see instead.
void WizardWindow::withdrawQuestion() {
  if (m_question && !m_model.isBusy() && !m_closing) m_question->close();
}

// Where the focus fell to the sidebar, Back or Cancel because what had it was disabled, the keyboard stays with the
// page: the next Enter must not press what nobody chose.
void WizardWindow::settleFocus() {
  StepPage *shown = m_pages.at(m_current);
  const QWidget *focus = focusWidget();
  const bool stands = focus != nullptr && focus->isVisible() && focus->isEnabled() && focus != shown &&
                      focus != m_buttons->back() && focus != m_buttons->cancel() && !m_sidebar->isAncestorOf(focus);
  if (stands) return;
  const bool ready = m_buttons->verb()->isVisible() && m_buttons->verb()->isEnabled();
  (ready ? static_cast<QWidget *>(m_buttons->verb()) : shown)->setFocus(Qt::OtherFocusReason);
}

void WizardWindow::closeWhenIdle() {
  if (m_closing && !m_model.isBusy()) QMetaObject::invokeMethod(this, &QWidget::close, Qt::QueuedConnection);
}

}  // namespace nightjar
