#include "ui/wizard/job_event_batch.h"

namespace nightjar {

bool JobEventBatch::add(const JobEvent &event) {
  const std::scoped_lock lock(m_mutex);
  const bool wasEmpty = m_events.isEmpty();
  const auto *text = std::get_if<LogText>(&event);
  auto *before = wasEmpty ? nullptr : std::get_if<LogText>(&m_events.last());
  if (text != nullptr && before != nullptr) {
    before->bytes += text->bytes;
  } else {
    m_events.append(event);
  }
  return wasEmpty;
}

QList<JobEvent> JobEventBatch::take() {
  const std::scoped_lock lock(m_mutex);
  return std::exchange(m_events, {});
}

}  // namespace nightjar
