#include "ui/wizard/worker.h"

#include <tuple>

namespace nightjar {

Worker::Worker(std::function<void()> atEnd)
    : m_atEnd(std::move(atEnd)), m_thread([this](const std::stop_token &ending) { run(ending); }) {}

Worker::~Worker() {
  m_thread.request_stop();
  {
    const std::scoped_lock lock(m_mutex);
    m_tasks.clear();
    m_running.request_stop();
  }
  m_thread.join();
}

std::stop_source Worker::post(Task task) {
  std::stop_source source;
  {
    const std::scoped_lock lock(m_mutex);
    m_tasks.emplace_back(std::move(task), source);
  }
  m_wake.notify_one();
  return source;
}

void Worker::run(const std::stop_token &ending) {
  while (!ending.stop_requested()) {
    Task task;
    std::stop_token stop;
    {
      std::unique_lock lock(m_mutex);
      if (!m_wake.wait(lock, ending, [this] { return !m_tasks.empty(); })) break;
      std::tie(task, m_running) = std::move(m_tasks.front());
      m_tasks.pop_front();
      stop = m_running.get_token();
    }
    task(stop);
  }
  m_atEnd();
}

}  // namespace nightjar
