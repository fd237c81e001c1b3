#include "ui/steps/install_page.h"

#include <QLabel>
#include <QPushButton>
#include <QVBoxLayout>

#include "ui/models/figures.h"
#include "ui/models/job_steps_model.h"
#include "ui/steps/progress_card.h"
#include "ui/widgets/error_card.h"
#include "ui/widgets/log_panel.h"
#include "ui/widgets/log_view.h"
#include "ui/widgets/rows_view.h"
#include "ui/widgets/side_by_side.h"

namespace nightjar {

namespace {

constexpr int kTickMs = 500;
constexpr qint64 kStallMs = 15'000;

}  // namespace

InstallPage::InstallPage(WizardModel &model, QWidget *parent)
    : StepPage(model, parent),
      m_progressCard(new ProgressCard(body())),
      m_error(new ErrorCard(body())),
      m_steps(new JobStepsModel(this)),
      m_log(new LogPanel(body())) {
  setTitle(tr("Install"));
  auto *const column = static_cast<QVBoxLayout *>(body()->layout());
  column->addWidget(m_progressCard);
  column->addWidget(m_error);
  auto *const sides = new SideBySide(165, body());
  sides->add(makeStepsCard(), 1);
  sides->add(m_log, 2);
  column->addWidget(sides, 1);
  m_log->setMinimumHeight(space(50));

  auto *const again = m_error->addAction(QStringLiteral("installAgain"), tr("Try a&gain"));
  auto *const other = m_error->addAction(QStringLiteral("chooseAnother"), tr("Choose &another build"));
  connect(again, &QPushButton::clicked, this, &InstallPage::start);
  connect(other, &QPushButton::clicked, this, [this] { Q_EMIT goTo(QStringLiteral("choose")); });
  connect(&this->model(), &WizardModel::installStarted, this, &InstallPage::begin);
  connect(&this->model(), &WizardModel::jobEvents, this, &InstallPage::take);
  connect(&this->model(), &WizardModel::installFinished, this, &InstallPage::end);
  connect(&this->model(), &WizardModel::planReady, this, &InstallPage::showIdle);
  connect(&this->model(), &WizardModel::failed, this, [this](WizardModel::Activity during, const Error &error) {
    if (during == WizardModel::Activity::Choosing && isVisible()) refuse(error);
  });
  connect(&m_ticker, &QTimer::timeout, this, &InstallPage::tick);
  m_ticker.setInterval(kTickMs);
  showIdle();
  // The page may be made when the job is under way already, or over.
  if (isInstalling() && this->model().plan()) begin(*this->model().plan());
  if (this->model().result()) end(*this->model().result());
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
  const auto &result = model().result();
  if (result && (!result->error || result->report)) {
    Q_EMIT completed();
  } else {
    start();
  }
}

void InstallPage::cancelPressed() {
  m_cancelling = true;
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

void InstallPage::begin(const Plan &plan) {
  m_steps->setPlan(plan);
  m_log->view()->clear();
  m_error->clear();
  m_progressCard->show();
  m_progress.emplace(plan);
  m_clock.start();
  m_lastBytesAt = 0;
  m_cancelling = m_hasMade = false;
  m_ticker.start();
  setVerb({}, false);
  setCancelText(tr("&Cancel install"));
  setFooterNote(model().connectionNote());
  showRunning();
}

// Nothing was started: what the plan rests on is not true any more.
void InstallPage::refuse(const Error &error) {
  m_progressCard->hide();
  m_error->setError(error);
  setSubtitle(tr("Nothing was started."));
  setVerb(tr("&Try again"));
}

void InstallPage::take(const QList<JobEvent> &events) {
  if (!m_progress) return;
  const qint64 now = m_clock.elapsed();
  for (const JobEvent &event : events) takeOne(event, now);
  showRunning();
}

void InstallPage::takeOne(const JobEvent &event, qint64 now) {
  const qint64 before = m_progress->bytesDone();
  m_progress->take(event, now);
  if (m_progress->bytesDone() != before) m_lastBytesAt = now;
  if (m_progress->bytesDone() > 0) m_hasMade = true;
  if (const auto *const step = std::get_if<StepChanged>(&event)) {
    if (step->id == QLatin1String("venv") && step->state == StepState::Done) m_hasMade = true;
    m_steps->take(*step, now);
  }
  if (const auto *const log = std::get_if<LogText>(&event)) m_log->view()->append(log->bytes);
}

void InstallPage::tick() {
  if (!m_progress) return;
  m_progress->tick(m_clock.elapsed());
  m_steps->tick(m_clock.elapsed());
  showRunning();
}

void InstallPage::showRunning() {
  const int step = m_steps->currentStep();
  const bool transfers = m_progress->bytesDone() > 0 && m_progress->bytesDone() != m_progress->bytesTotal();
  const bool stalled = transfers && m_clock.elapsed() - m_lastBytesAt > kStallMs;
  m_progressCard->showProgress(step < 0 ? tr("Starting") : m_steps->titleAt(step), *m_progress, stalled);
  if (m_cancelling) return;
  setSubtitle(step < 0 ? tr("On the runtime.")
                       : tr("Step %1 of %2, on the runtime.").arg(step + 1).arg(m_steps->rowCount()));
}

void InstallPage::end(const JobResult &result) {
  m_ticker.stop();
  m_steps->finish();
  setCancelText({});
  const double fraction = m_progress ? m_progress->fraction() : 0;
  m_progress.reset();
  if (!result.error) {
    m_progressCard->showEnd(tr("Installed and verified"), 1);
    setSubtitle(tr("Done in %1.").arg(durationText(model().seconds(WizardModel::Activity::Installing))));
    setVerb(tr("&See the result"));
  } else if (result.error->isCancelled()) {
    m_progressCard->showEnd(tr("Cancelled"), fraction);
    if (!result.error->why.isEmpty()) m_error->setError(*result.error);
    setSubtitle(tr("Nothing was changed: your present environment is as it was."));
    setVerb(tr("&Start again"));
  } else {
    m_progressCard->hide();
    m_error->setError(*result.error);
    setSubtitle(result.error->fault == Fault::Unreachable ? tr("It may still be going on there.")
                                                          : tr("Your present environment is as it was."));
    setVerb(result.report ? tr("&See the checks") : tr("&Try again"));
  }
  if (isVisible() && (!result.error || result.report)) Q_EMIT completed();
}

}  // namespace nightjar
