#pragma once

#include "app/commands.h"
#include "app/open_runtime.h"
#include "core/connect/remembering_prompter.h"
#include "core/install/follow.h"
#include "core/install/job_copies.h"

namespace nightjar {

/// The runtime's agent as a job's follower needs it: connected anew as often as its link breaks. `runtime` and
/// `prompter` must outlive it. A practice runtime lives in this process and has no way back.
[[nodiscard]] JobLine lineTo(OpenRuntime &runtime, Prompter &prompter);

/// Follows `id` to its end with this computer's copy of it, and notes there how it ended. Where no copy can be kept,
/// that is said on stderr and the job is followed without. `onStop` is what Ctrl-C means; a job that can go on without
/// this program does so where that is only ended.
[[nodiscard]] Result<JobResult> followWithCopy(Desk &desk, OpenRuntime &runtime, JobLine line, const Plan &plan,
                                               const QString &id, const JobSink &sink, OnStop onStop);

/// After a job that was left running.
void sayWhereItGoesOn(Desk &desk);

/// The lock of what `plan` installed, where a profile is to keep it; else, and where the environment cannot tell,
/// empty.
[[nodiscard]] QJsonObject lockToKeep(Desk &desk, OpenRuntime &runtime, const Plan &plan,
                                     const Result<JobResult> &result);

/// Makes the job known to this computer, so that it is offered again.
[[nodiscard]] KnownJob knownJob(const OpenRuntime &runtime, const Desk &desk, const Plan &plan, const QString &id);

}  // namespace nightjar
