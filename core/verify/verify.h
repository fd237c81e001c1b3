#pragma once

#include <functional>

#include "core/runtime/agent.h"
#include "core/walk/build.h"
#include "core/walk/runtime_facts.h"
#include "core/walk/verify_report.h"

namespace nightjar {

/// Runs the checks again on `environment` (empty: the one `current` points to). Rows arrive in `onRow` as they end.
/// Errors: Failed where there is no environment. Failed checks are no Error, nor is a Python that does not start: see
/// the report's rows and `ok`.
[[nodiscard]] Result<VerifyReport> verifyEnvironment(Agent &agent, const RuntimeFacts &facts,
                                                     const QString &environment,
                                                     const std::function<void(const CheckRow &)> &onRow,
                                                     std::stop_token stop);

}  // namespace nightjar
