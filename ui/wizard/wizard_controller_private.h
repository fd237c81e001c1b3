#pragma once

#include <atomic>

#include "core/install/follow.h"
#include "ui/wizard/job_event_batch.h"
#include "ui/wizard/walk_worker.h"
#include "ui/wizard/wizard_controller.h"

namespace nightjar {

/// What the controller's verbs share. UI thread, but for what is const, `events` and what a WalkWorker::Work does.
class WizardController::Private {
 public:
  using Outcome = WalkWorker::Outcome;
  using Work = WalkWorker::Work;
  using Bench = WalkWorker::Bench;

  Private(WizardController *owner, WalkDefaults given, ProfileStore store);

  /// Every piece of work that makes busy goes this way: busy, off to the worker, back, idle, its outcome.
  void run(Activity activity, Work work);
  /// run() for a question to the agent, connecting again where the link was lost in the meantime. `tell` gets what it
  /// said; a failure goes to takeFailure, but for an install's.
  template <typename T>
  void ask(Activity activity, std::function<Result<T>(Agent &, const std::stop_token &)> question,
           std::function<void(const Result<T> &)> tell);
  /// Ends what runs behind.
  void endBehind() const;

  /// Something done to the environments below a root.
  using Arrangement = std::function<Result<void>(Agent &, const QString &root, const std::stop_token &)>;
  void arrange(const Arrangement &arrangement);
  [[nodiscard]] QString rootToAsk() const { return asked.root.isEmpty() ? opened.practiceRoot : asked.root; }

  void refresh(const Wishes &wishes);
  /// The wishes with the index they mean: the walk's own, or practice's.
  [[nodiscard]] Wishes withIndex(Wishes wishes) const;
  [[nodiscard]] IndexWays ways(const Bench &bench) const { return {bench.session.openAgent(), commandLine.copies}; }

  /// Starts a job of `plan`, or goes back into the one that `known` names, and follows it. On the worker.
  struct Followed {
    Result<JobResult> result;
    std::optional<KnownJob> left;  ///< where it goes on without us, as far as we know
  };
  Followed install(const Bench &at, const Plan &plan, KnownJob known);
  Followed follow(const Bench &at, JobLine line, const Plan &plan, const KnownJob &known);
  [[nodiscard]] KnownJob knownFrom(const Plan &plan) const;
  [[nodiscard]] static Result<QJsonObject> runningIn(const Bench &at, const QString &root);
  [[nodiscard]] static JobLine lineOf(const Bench &at);
  [[nodiscard]] JobSink sink();
  void fetchSoon();
  void finish(const Followed &followed);
  [[nodiscard]] Profile recordedFrom(const Profile &start) const;

  WizardController *q;
  const WalkDefaults commandLine;
  Asked asked;  ///< the command line's, filled up from the profile that the walk is about
  ProfileStore profiles;
  WalkSession::Opened opened;                                                  ///< what connecting told
  std::stop_source refreshing{std::nostopstate}, measuring{std::nostopstate};  ///< what runs behind
  std::atomic<bool> cancelWanted = false;  ///< a stop ends the job there; else it goes on without us
  JobCopies jobs;
  JobEventBatch events;
  WalkWorker worker;  // last: what it runs uses the rest
};

template <typename T>
void WizardController::Private::ask(Activity activity,
                                    std::function<Result<T>(Agent &, const std::stop_token &)> question,
                                    std::function<void(const Result<T> &)> tell) {
  run(activity, [this, activity, question, tell](const Bench &at) -> Outcome {
    const auto agent = at.session.agent(at.prompter, at.onStage, at.stop);
    Result<T> result = agent ? question(**agent, at.stop) : Result<T>(agent.error());
    const bool lost = !result && result.error().fault == Fault::Unreachable;
    if (lost) at.session.close();
    return [this, activity, lost, tell, result] {
      if (lost) q->takeLinkLost();
      if (!result && activity != Activity::Installing) return q->takeFailure(activity, result.error());
      tell(result);
    };
  });
}

}  // namespace nightjar
