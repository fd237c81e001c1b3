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
  double seconds = 0;  ///< that it took; while it runs, those gone by when this was told
};

struct StepProgress {
  QString id;
  qint64 done = 0;
  qint64 total = 0;         ///< 0: not known
  QString unit;             ///< "bytes" or "packages"
  QString bottleneck = {};  ///< what holds it up: "network", "disk" or "unpacking"; empty where not measured
};

struct LogText {
  QByteArray bytes;  ///< the log's own bytes, in order, none twice
};

struct CheckDone {
  CheckRow row;
};

/// The link to the runtime broke, or stands again. The job does not notice.
struct LinkChanged {
  bool connected = false;
  Error error = {};      ///< why it broke, or why the newest try to make it again failed
  int retrySeconds = 0;  ///< until the next try
};

using JobEvent = std::variant<StepChanged, StepProgress, LogText, CheckDone, LinkChanged>;
using JobSink = std::function<void(const JobEvent &)>;

/// How a job ended.
struct JobResult {
  QString state = QStringLiteral("failed");  ///< "succeeded", "failed", "cancelled" or "lost"
  QString environment;                       ///< absolute path; empty where nothing was left
  QString python;                            ///< `current`'s interpreter after success
  std::optional<VerifyReport> report;        ///< where the checks ran
  std::optional<Error> error;                ///< nothing on success; fault Cancelled where it was cancelled
  QString note;                              ///< something to say beside it; usually nothing
  QJsonObject lock;                          ///< of what was installed, once somebody has read it
};

/// One record of the job's events file (resources/agent/job_folder.py), for the sink; nothing where it is of no use to
/// a person. `age`: seconds since it was written.
[[nodiscard]] std::optional<JobEvent> eventFromRecord(const QJsonObject &record, double age = 0);

/// What the agent's reply to following the job of `plan` to its end comes to: {"state", "end", "lost", "left"}, see
/// resources/agent/follow.py.
[[nodiscard]] JobResult resultOf(const Plan &plan, const QJsonObject &reply);

/// The result of a job whose runtime does not know it any more.
[[nodiscard]] JobResult forgottenJob();

}  // namespace nightjar
