#pragma once

#include <functional>
#include <memory>

#include "core/connect/remembering_prompter.h"
#include "ui/wizard/session.h"
#include "ui/wizard/ui_prompter.h"
#include "ui/wizard/worker.h"

namespace nightjar {

/// The one worker thread of a walk with what belongs to it: the connection, and the way to ask the person. The UI
/// thread posts work; what the work found out is carried out back on the UI thread. All functions are the UI thread's
/// but onUi, which is any thread's.
class WalkWorker {
 public:
  /// What work has at hand, on the worker's thread and only while it runs.
  struct Bench {
    WalkSession &session;
    Prompter &prompter;
    WalkSession::StageSink onStage;
    std::stop_token stop;
  };
  using Outcome = std::function<void()>;  ///< what the result means, carried out on the UI thread
  using Work = std::function<Outcome(const Bench &)>;

  /// Questions and stages reach the UI thread as queued calls that end with `receiver`.
  WalkWorker(QObject *receiver, UiPrompter::Questions questions, WalkSession::StageSink onStage);

  /// `ended` comes just before the outcome, with how long the work took. stopCurrent() stops it.
  void post(Work work, std::function<void(double seconds)> ended);
  void stopCurrent() const { m_current.request_stop(); }
  /// Work that must ask nobody. It stops what `slot` held before and takes the slot; its outcome, which may be null,
  /// counts only as long as nobody has stopped it.
  void behind(std::stop_source &slot, Work work);
  /// Stops what runs, drops what waits, and waits for the thread's end. Nothing is posted after that.
  void end() { m_worker.reset(); }

  void onUi(std::function<void()> call) const;
  void answerHostKey(bool accept) { m_prompter.answerHostKey(accept); }
  void answerSecret(const std::optional<QString> &secret) { m_prompter.answerSecret(secret); }

 private:
  [[nodiscard]] Bench bench(const std::stop_token &stop);

  QObject *m_receiver;
  WalkSession::StageSink m_onStage;
  std::stop_source m_current;
  UiPrompter m_prompter;
  RememberingPrompter m_remembering{m_prompter};
  WalkSession m_session;             // worker thread
  std::unique_ptr<Worker> m_worker;  // last: its thread uses the rest
};

}  // namespace nightjar
