#pragma once

#include <condition_variable>
#include <functional>
#include <mutex>
#include <optional>
#include <stop_token>

#include "core/base/prompter.h"

class QObject;

namespace nightjar {

/// A place where the worker waits for one answer from the UI thread, or for being stopped.
template <typename T>
class Answer {
 public:
  void forget() {
    const std::scoped_lock lock(m_mutex);
    m_value.reset();
  }
  void give(T value) {
    const std::scoped_lock lock(m_mutex);
    m_value = std::move(value);
    m_given.notify_all();
  }
  [[nodiscard]] std::optional<T> wait(const std::stop_token &stop) {
    std::unique_lock lock(m_mutex);
    m_given.wait(lock, stop, [this] { return m_value.has_value(); });
    return m_value;
  }

 private:
  std::mutex m_mutex;
  std::condition_variable_any m_given;
  std::optional<T> m_value;
};

/// Asks the person at the window. The worker blocks, the UI thread never does: questions travel to it as queued
/// calls in `receiver`'s thread, answers come back through the two answer functions (any thread).
class UiPrompter final : public Prompter {
 public:
  struct Questions {
    std::function<void(const HostKeyQuestion &)> hostKey;
    std::function<void(const SecretQuestion &)> secret;
    std::function<void()> withdrawn;  ///< the worker was stopped before it had its answer
  };
  UiPrompter(QObject *receiver, Questions questions);

  /// Worker: questions from now on end, unanswered, when `stop` is requested.
  void begin(std::stop_token stop) { m_stop = std::move(stop); }
  void answerHostKey(bool accept) { m_hostKey.give(accept); }
  void answerSecret(const std::optional<QString> &secret) { m_secret.give(secret); }

  [[nodiscard]] bool acceptHostKey(const HostKeyQuestion &question) override;
  [[nodiscard]] std::optional<QString> secret(const SecretQuestion &question) override;

 private:
  void tell(std::function<void()> call);

  QObject *m_receiver;
  Questions m_questions;
  std::stop_token m_stop;
  Answer<bool> m_hostKey;
  Answer<std::optional<QString>> m_secret;
};

}  // namespace nightjar
