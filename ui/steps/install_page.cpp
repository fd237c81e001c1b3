#include "ui/steps/install_page.h"

#include <QLabel>
#include <QPushButton>
#include <QVBoxLayout>

#include "ui/models/figures.h"
#include "ui/models/job_steps_model.h"
#include "ui/steps/link_banner.h"
#include "ui/steps/progress_card.h"
#include "ui/widgets/error_card.h"
#include "ui/widgets/log_panel.h"
#include "ui/widgets/log_view.h"
#include "ui/widgets/rows_view.h"
#include "ui/widgets/side_by_side.h"

namespace nightjar {

namespace {

constexpr int kTickMs = 500;

}  // namespace

InstallPage::InstallPage(WizardModel &model, QWidget *parent)
    : StepPage(model, parent),
      m_banner(new LinkBanner(body())),
      m_progressCard(new ProgressCard(body())),
      m_error(new ErrorCard(body())),
      m_steps(new JobStepsModel(this)),
      m_log(new LogPanel(body())),
      m_leave(addExtraButton(QStringLiteral("leaveInstall"), tr("&Leave it running"))) {
  setTitle(tr("Install"));
  auto *const column = static_cast<QVBoxLayout *>(body()->layout());
  column->addWidget(m_banner);
  column->addWidget(m_progressCard);
  column->addWidget(m_error);
  auto *const sides = new SideBySide(165, body());
  sides->add(makeStepsCard(), 1);
  sides->add(m_log, 2);
  column->addWidget(sides, 1);
  m_log->setMinimumHeight(space(50));

  connectWidgets();
  connectModel();
  m_ticker.setInterval(kTickMs);
  showIdle();
  // The page may be made when the job is under way already, or over.
  if (isInstalling() && this->model().plan()) begin(*this->model().plan());
  if (this->model().result()) end(*this->model().result());
}

void InstallPage::connectWidgets() {
  m_into = m_error->addAction(QStringLiteral("installInto"), tr("Go &into it"));
  m_again = m_error->addAction(QStringLiteral("installAgain"), tr("Try a&gain"));
  auto *const other = m_error->addAction(QStringLiteral("chooseAnother"), tr("Choose &another build"));
  connect(m_into, &QPushButton::clicked, this, [this] { model().joinInstall(); });
  connect(m_again, &QPushButton::clicked, this, &InstallPage::start);
  connect(other, &QPushButton::clicked, this, [this] { Q_EMIT goTo(QStringLiteral("choose")); });
  m_leave->hide();
  connect(m_leave, &QPushButton::clicked, this, [this] {
    m_leave->setEnabled(false);
    model().leaveInstall();
  });
  connect(&m_ticker, &QTimer::timeout, this, &InstallPage::tick);
}

void InstallPage::connectModel() {
  connect(&model(), &WizardModel::installStarted, this, &InstallPage::begin);
  connect(&model(), &WizardModel::jobEvents, this, &InstallPage::take);
  connect(&model(), &WizardModel::installFinished, this, &InstallPage::end);
  connect(&model(), &WizardModel::planReady, this, &InstallPage::showIdle);
  connect(&model(), &WizardModel::activityChanged, this, &InstallPage::showJoining);
  connect(&model(), &WizardModel::failed, this, [this](WizardModel::Activity during, const Error &error) {
    if (during != WizardModel::Activity::Choosing || !isVisible()) return;
    setCancelText({});
    if (error.isCancelled()) return showIdle();
    refuse(error);
  });
}

QWidget *InstallPage::makeStepsCard() {
  auto *const card = new Card(body());
  m_stepsView = new RowsView(card);
  m_stepsView->setObjectName(QStringLiteral("installSteps"));
  m_stepsView->setAccessibleName(tr("Steps of the install"));
  m_stepsView->setModel(m_steps);
  m_stepsView->stretch(JobStepsModel::Title);
  m_stepsView->setWholeHeight(true);
  m_stepsView->setFrameless();
  auto *const note = makeLabel(tr("Your present environment stays as it is until the new one is verified."),
                               TextSize::Small, Tone::Muted, card);
  card->body()->addWidget(m_stepsView);
  card->body()->addSpacing(space(2));
  card->body()->addWidget(note);
  card->body()->addStretch(1);
  return card;
}

// A practice runtime lives in this program: nothing there goes on without it.
bool InstallPage::canBeLeft() const {
  return isInstalling() && !m_cancelling && !model().isPractice();
}

bool InstallPage::isInstalling() const {
  return model().activity() == WizardModel::Activity::Installing;
}

QString InstallPage::summary() const {
  const auto &result = model().result();
  if (!result) return {};
  if (result->error) return result->report ? tr("verification failed") : QString();
  const double seconds = model().seconds(WizardModel::Activity::Installing);
  return seconds > 0 ? durationText(seconds) : tr("installed");
}

QString InstallPage::workToLose() const {
  if (!isInstalling() || !m_hasMade) return {};
  return tr(
      "The install is not finished. Stopping it removes the half-made environment; what was downloaded stays for "
      "the next time.");
}

void InstallPage::entered(bool fresh) {
  if (fresh && model().plan() && !model().result() && !model().isBusy()) start();
}

void InstallPage::verbPressed() {
  if (!model().result()) return start();
  switch (ending().next) {
    case InstallEnd::Next::Onward: Q_EMIT completed(); return;
    case InstallEnd::Next::Start: return start();
    case InstallEnd::Next::GoBack: return goBack();
  }
}

InstallEnd InstallPage::ending() const {
  return installEnd(*model().result(), model().leftJob(), model().seconds(WizardModel::Activity::Installing));
}

// Connecting belongs to its own page, which leads back here once it stands.
void InstallPage::goBack() {
  const KnownJob job = *model().leftJob();
  Q_EMIT goTo(QStringLiteral("connect"));
  model().resume(job);
}

void InstallPage::cancelPressed() {
  if (!isInstalling()) return StepPage::cancelPressed();
  m_cancelling = true;
  m_leave->hide();
  setCancelText({});
  setSubtitle(tr("Cancelling: what runs on the runtime is being ended…"));
  StepPage::cancelPressed();
}

void InstallPage::start() {
  model().startInstall();
}

void InstallPage::showIdle() {
  if (isInstalling() || !model().plan()) return;
  m_steps->setPlan(*model().plan());
  m_error->clear();
  m_log->view()->clear();
  m_progressCard->show();
  m_progressCard->showEnd(model().plan()->title, 0);
  setSubtitle(tr("What will be done on the runtime."));
  setVerb(tr("&Install"));
}

// Another program's install: what it is about is asked of the runtime first.
void InstallPage::showJoining(WizardModel::Activity activity) {
  if (activity != WizardModel::Activity::Connecting || !isVisible()) return;
  m_error->clear();
  setSubtitle(tr("Going into the install that runs there…"));
  setVerb({}, false);
  setCancelText(tr("Cancel"));
}

// Nothing was started: what the plan rests on is not true any more.
void InstallPage::refuse(const Error &error) {
  m_progressCard->hide();
  showError(error);
  setSubtitle(tr("Nothing was started."));
  setVerb(tr("&Try again"));
}

void InstallPage::showError(const Error &error) {
  Error shown = error;
  if (error.fault == Fault::Busy) {
    shown.fix = tr("Go into it to follow or cancel it, or use another folder: “Change folder…” on Detect.");
  }
  m_error->setError(shown);
  m_into->setVisible(error.fault == Fault::Busy);
  m_again->setVisible(model().result() && ending().next == InstallEnd::Next::Onward);  // else it is the verb
}

}  // namespace nightjar
