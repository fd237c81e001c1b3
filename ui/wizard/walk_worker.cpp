#include "ui/wizard/walk_worker.h"

#include <QElapsedTimer>
#include <QObject>

namespace nightjar {

WalkWorker::WalkWorker(QObject *receiver, UiPrompter::Questions questions, WalkSession::StageSink onStage)
    : m_receiver(receiver),
      m_onStage(std::move(onStage)),
      m_prompter(receiver, std::move(questions)),
      m_worker(std::make_unique<Worker>([this] { m_session.close(); })) {}

void WalkWorker::post(Work work, std::function<void(double seconds)> ended) {
  m_current = m_worker->post([this, work = std::move(work), ended = std::move(ended)](const std::stop_token &stop) {
    m_prompter.begin(stop);
    QElapsedTimer timer;
    timer.start();
    const Outcome outcome = work(bench(stop));
    const double seconds = static_cast<double>(timer.elapsed()) / 1000;
    onUi([ended, seconds, outcome] {
      ended(seconds);
      outcome();
    });
  });
}

void WalkWorker::behind(std::stop_source &slot, Work work) {
  slot.request_stop();
  slot = m_worker->post([this, work = std::move(work)](const std::stop_token &stop) {
    const Outcome outcome = stop.stop_requested() ? Outcome() : work(bench(stop));
    if (!outcome) return;
    onUi([stop, outcome] {
      if (!stop.stop_requested()) outcome();
    });
  });
}

void WalkWorker::onUi(std::function<void()> call) const {
  QMetaObject::invokeMethod(m_receiver, std::move(call), Qt::QueuedConnection);
}

WalkWorker::Bench WalkWorker::bench(const std::stop_token &stop) {
  const auto onStage = [this](ConnectStage stage) { onUi([this, stage] { m_onStage(stage); }); };
  return {m_session, m_remembering, onStage, stop};
}

}  // namespace nightjar
