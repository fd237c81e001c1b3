#include "core/install/progress.h"

#include <algorithm>

#include "core/base/text.h"

namespace nightjar {

namespace {

constexpr qint64 kWindowMs = 5'000;    // the speed is the mean over this long: steady, but a stall shows
constexpr qint64 kEnoughMs = 1'500;    // before that a speed is a guess
constexpr qint64 kSampleMs = 150;      // what comes closer together than this came in one go
constexpr double kEnoughShare = 0.05;  // before that a step's own pace is a guess

}  // namespace

OverallProgress::OverallProgress(const Plan &plan) {
  for (const PlanStep &step : plan.steps) {
    m_weights[step.id] = step.weight;
    m_totalWeight += step.weight;
  }
  m_waiting = m_weights;
}

void OverallProgress::take(const JobEvent &event, qint64 now) {
  if (const auto *step = std::get_if<StepChanged>(&event)) takeStep(*step, now);
  if (const auto *progress = std::get_if<StepProgress>(&event)) takeProgress(*progress, now);
  if (std::holds_alternative<LinkChanged>(event)) measureFrom(now);
  recompute(now);
}

void OverallProgress::tick(qint64 now) {
  recompute(now);
}

void OverallProgress::takeStep(const StepChanged &step, qint64 now) {
  const bool ended = step.state == StepState::Done || step.state == StepState::Skipped;
  if (ended && m_running == step.id && m_bytesDone > 0) m_measured = true;
  // A step may end without having been seen to run: its weight counts once all the same.
  if (ended && (m_running == step.id || m_waiting.contains(step.id))) m_doneWeight += m_weights.value(step.id);
  m_waiting.remove(step.id);
  m_running = step.state == StepState::Running ? step.id : QString();
  m_started = now - (step.state == StepState::Running ? static_cast<qint64>(step.seconds * 1000) : 0);
  m_share = 0;
  m_bytesDone = 0;
  m_bytesTotal = 0;
  m_bottleneck.clear();
  measureFrom(now);
}

// What happened while nobody looked arrives at once: it says how far the step is, not how fast.
void OverallProgress::measureFrom(qint64 now) {
  m_samples.clear();
  m_paceFrom = now;
  m_paceShare = m_share;
}

void OverallProgress::takeProgress(const StepProgress &progress, qint64 now) {
  if (progress.id != m_running) return;
  m_bottleneck = progress.bottleneck;
  if (progress.total > 0) {
    m_share = std::clamp(static_cast<double>(progress.done) / static_cast<double>(progress.total), 0.0, 1.0);
    if (now - m_paceFrom < kSampleMs) m_paceShare = m_share;
  }
  if (progress.unit != QLatin1String("bytes")) return;
  // A file that starts over makes the bytes fall: measure its speed anew.
  if (!m_samples.empty() && progress.done < m_samples.back().bytes) m_samples.clear();
  m_bytesDone = progress.done;
  m_bytesTotal = progress.total;
  if (!m_samples.empty() && now - m_samples.back().at < kSampleMs) {
    m_samples.back().bytes = progress.done;
  } else {
    m_samples.push_back({now, progress.done});
  }
}

double OverallProgress::speedAt(qint64 now) const {
  if (m_samples.empty()) return 0;
  const qint64 span = now - m_samples.front().at;
  if (span < kEnoughMs) return 0;
  return static_cast<double>(m_samples.back().bytes - m_samples.front().bytes) * 1000.0 / static_cast<double>(span);
}

double OverallProgress::runningSecondsLeft(qint64 now) const {
  if (m_bytesTotal > 0) {
    return m_speed > 0 ? static_cast<double>(std::max<qint64>(0, m_bytesTotal - m_bytesDone)) / m_speed : -1;
  }
  const double elapsed = static_cast<double>(now - m_started) / 1000.0;
  if (const double since = m_share - m_paceShare; since > kEnoughShare && m_bytesDone == 0) {
    return static_cast<double>(now - m_paceFrom) / 1000.0 / since * (1 - m_share);
  }
  if (!m_measured || m_running.isEmpty()) return -1;
  const double rest = m_weights.value(m_running) - elapsed;
  return rest > 0 ? rest : -1;  // it takes longer than foreseen: nobody knows how long
}

void OverallProgress::recompute(qint64 now) {
  while (m_samples.size() > 1 && m_samples.front().at < now - kWindowMs) m_samples.pop_front();
  m_speed = speedAt(now);
  if (m_totalWeight > 0) {
    const double reached = (m_doneWeight + m_share * m_weights.value(m_running)) / m_totalWeight;
    m_fraction = std::clamp(reached, m_fraction, 1.0);
  }
  m_left = runningSecondsLeft(now);
  if (m_left < 0) return;
  for (const double weight : m_waiting) m_left += weight;
}

QString bottleneckText(const QString &bottleneck) {
  if (bottleneck == QLatin1String("network")) return Text::tr("held up by the network");
  if (bottleneck == QLatin1String("disk")) return Text::tr("held up by the disk");
  if (bottleneck == QLatin1String("unpacking")) return Text::tr("held up by unpacking");
  return {};
}

}  // namespace nightjar
