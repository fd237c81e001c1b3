#pragma once

#include <functional>

#include "core/install/job_copy.h"

namespace nightjar {

/// The agent of the runtime that runs a job, and the way to a new one when its link breaks.
struct JobLine {
  Agent *agent = nullptr;
  /// Closes what is left of the link and opens another; the agent it returns takes the old one's place. Null: a broken
  /// link ends the following.
  std::function<Result<Agent *>(std::stop_token)> reconnect = {};
};

/// What a request to stop means to a follower.
enum class OnStop {
  Cancel,  ///< end the job there, and see its end
  Leave,   ///< the job goes on
};

/// How a job is followed.
struct Following {
  /// Asked when a stop is requested, on the follower's thread.
  std::function<OnStop()> onStop = [] { return OnStop::Cancel; };
  JobCopy *copy = nullptr;  ///< what it holds is told first, what it lacks is fetched into it; may be null
  qint64 logFrom = 0;       ///< without a copy: where in the log to begin
  std::chrono::milliseconds firstPause = std::chrono::seconds(1);     ///< before the second try to connect; doubles
  std::chrono::milliseconds longestPause = std::chrono::seconds(30);  ///< between later ones
  std::chrono::milliseconds giveUp = std::chrono::minutes(30);        ///< after so long without a link; the job goes on
};

/// Starts `plan` as a detached job on the runtime and returns its id at once. Where the link breaks before the answer,
/// it is made again (LinkChanged) to see whether the job runs, so that none runs that nobody knows of, and none twice.
/// Stopping while it starts cancels it there. Errors: the agent's for job.start; a root takes one job at a time.
[[nodiscard]] Result<QString> startJob(JobLine &line, const Plan &plan, const JobSink &sink, const Following &how,
                                       std::stop_token stop);

/// Follows the job `id` of `plan` to its end. Each byte is in the copy before it counts as taken, so a follower that
/// comes later repeats none and misses none. A broken link is told (LinkChanged) and made again after growing pauses.
/// Requesting `stop` gives a result with a Cancelled error, after the job's end or at once, as `onStop` says.
/// One that the runtime does not know is lost. Errors (the job may go on): there is no way back to the runtime.
[[nodiscard]] Result<JobResult> followJob(JobLine &line, const Plan &plan, const QString &id, const JobSink &sink,
                                          const Following &how, std::stop_token stop);

/// How a job was ended.
struct Cancellation {
  QString state;     ///< "cancelled"; "lost", or how it had ended before
  QStringList left;  ///< what could be neither ended nor removed: "process 4711", absolute paths
};
[[nodiscard]] Result<Cancellation> cancelJob(Agent &agent, const QString &root, const QString &id);

}  // namespace nightjar
