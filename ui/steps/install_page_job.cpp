#include <QPushButton>

#include "ui/models/job_steps_model.h"
#include "ui/steps/install_page.h"
#include "ui/steps/link_banner.h"
#include "ui/steps/progress_card.h"
#include "ui/widgets/error_card.h"
#include "ui/widgets/log_panel.h"
#include "ui/widgets/log_view.h"

// The page while it follows a job: from its beginning to its end.

namespace nightjar {

namespace {

constexpr qint64 kStallMs = 15'000;

}  // namespace

void InstallPage::begin(const Plan &plan) {
  m_steps->setPlan(plan);
  m_log->view()->clear();
  m_error->clear();
  m_progressCard->show();
  m_progress.emplace(plan);
  m_clock.start();
  m_lastBytesAt = 0;
  m_cancelling = m_hasMade = m_begun = false;
  m_banner->clear();
  m_leave->setVisible(!model().isPractice());
  m_leave->setEnabled(isInstalling());  // else it is only being started: there is nothing to leave yet
  m_ticker.start();
  setVerb({}, false);
  setCancelText(tr("&Cancel install"));
  setFooterNote(model().connectionNote());
  showRunning();
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
  if (!std::holds_alternative<LinkChanged>(event) && !m_begun) m_leave->setEnabled(m_begun = true);
  if (const auto *const link = std::get_if<LinkChanged>(&event)) takeLink(*link, now);
}

void InstallPage::takeLink(const LinkChanged &link, qint64 now) {
  m_lastBytesAt = now;
  if (link.connected) {
    m_banner->clear();
  } else {
    m_banner->showLost(link.error, link.retrySeconds, now);
  }
}

void InstallPage::tick() {
  if (!m_progress) return;
  m_banner->tick(m_clock.elapsed());
  m_progress->tick(m_clock.elapsed());
  m_steps->tick(m_clock.elapsed());
  showRunning();
}

void InstallPage::showRunning() {
  const int step = m_steps->currentStep();
  const bool transfers = m_progress->bytesDone() > 0 && m_progress->bytesDone() != m_progress->bytesTotal();
  const bool stalled = transfers && !m_banner->isLost() && m_clock.elapsed() - m_lastBytesAt > kStallMs;
  m_progressCard->showProgress(step < 0 ? tr("Starting") : m_steps->titleAt(step), *m_progress, stalled);
  if (m_cancelling) return;
  setSubtitle(step < 0 ? tr("On the runtime.")
                       : tr("Step %1 of %2, on the runtime.").arg(step + 1).arg(m_steps->rowCount()));
}

void InstallPage::end(const JobResult &result) {
  const InstallEnd said = ending();
  m_ticker.stop();
  m_banner->clear();
  m_leave->hide();
  if (!model().leftJob()) m_steps->finish();
  setCancelText({});
  const double fraction = m_progress ? m_progress->fraction() : 0;
  m_progress.reset();
  m_progressCard->setVisible(!said.title.isEmpty());
  m_progressCard->showEnd(said.title, result.error ? fraction : 1, said.hint);
  if (result.error && (said.title.isEmpty() || !result.error->why.isEmpty())) showError(*result.error);
  setSubtitle(said.subtitle);
  setFooterNote(result.note);
  setVerb(said.verb);
  if (isVisible() && said.next == InstallEnd::Next::Onward) Q_EMIT completed();
}

}  // namespace nightjar
