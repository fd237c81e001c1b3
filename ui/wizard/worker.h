#pragma once

#include <condition_variable>
#include <deque>
#include <functional>
#include <mutex>
#include <stop_token>
#include <thread>

namespace nightjar {

/// One thread that runs tasks in the order they are given. What tasks make and use (the connection) belongs to that
/// thread and is let go there: `atEnd` runs on it, last. Tasks report by posting to the UI thread themselves.
class Worker {
 public:
  using Task = std::function<void(std::stop_token)>;

  explicit Worker(std::function<void()> atEnd);
  /// Asks the running task to stop, drops the waiting ones and waits for the thread's end.
  ~Worker();

  /// Returns what asks this one task to stop, whether it waits, runs or has ended.
  std::stop_source post(Task task);

 private:
  void run(const std::stop_token &ending);

  std::function<void()> m_atEnd;
  std::mutex m_mutex;
  std::condition_variable_any m_wake;
  std::deque<std::pair<Task, std::stop_source>> m_tasks;
  std::stop_source m_running;
  std::jthread m_thread;  // last: it must not start before the rest is there
};

}  // namespace nightjar
