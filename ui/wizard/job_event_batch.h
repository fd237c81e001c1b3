#pragma once

#include <QList>
#include <mutex>

#include "core/install/job.h"

namespace nightjar {

/// Job events on their way from the worker to the UI thread. Log texts that follow each other become one, so a
/// thousand lines cost one event. Safe from any thread.
class JobEventBatch {
 public:
  /// True when the batch was empty before: somebody has to fetch it soon.
  [[nodiscard]] bool add(const JobEvent &event);
  [[nodiscard]] QList<JobEvent> take();

 private:
  std::mutex m_mutex;
  QList<JobEvent> m_events;
};

}  // namespace nightjar
