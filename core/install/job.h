#pragma once

#include <functional>
#include <optional>
#include <variant>

#include "core/install/plan.h"
#include "core/runtime/agent.h"
#include "core/walk/verify_report.h"

namespace nightjar {

enum class StepState { Running, Done, Failed, Skipped };

struct StepChanged {
  QString id;
  StepState state = StepState::Running;
  QString reason;      ///< why it was skipped or failed; plain text
  double seconds = 0;  ///< once it is no longer running
};

struct StepProgress {
  QString id;
  qint64 done = 0;
  qint64 total = 0;  ///< 0: not known
  QString unit;      ///< "bytes" or "packages"
};

struct LogText {
  QByteArray bytes;  ///< the log's own bytes, in order, none twice
};

struct CheckDone {
  CheckRow row;
};

using JobEvent = std::variant<StepChanged, StepProgress, LogText, CheckDone>;
using JobSink = std::function<void(const JobEvent &)>;

/// How a job ended.
struct JobResult {
  QString environment;                 ///< absolute path; empty where nothing was left
  QString python;                      ///< `current`'s interpreter after success
  std::optional<VerifyReport> report;  ///< where the checks ran
  std::optional<Error> error;          ///< nothing on success; fault Cancelled where it was cancelled
};

/// What the agent's reply to following the job of `plan` to its end comes to: {"state", "end"}, see
/// resources/agent/follow.py.
[[nodiscard]] JobResult resultOf(const Plan &plan, const QJsonObject &reply);

/// Starts `plan` as a detached job on the runtime and follows it to its end. Requesting `stop` cancels the job there,
/// waits for its end and returns with a Cancelled error in the result.
/// Errors (the job may go on): the link was lost, or the job could not be started.
[[nodiscard]] Result<JobResult> runJob(Agent &agent, const Plan &plan, const JobSink &sink, std::stop_token stop);

}  // namespace nightjar
