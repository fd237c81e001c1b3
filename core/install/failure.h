#pragma once

#include <QString>
#include <optional>

#include "core/install/plan.h"

namespace nightjar {

/// How a failed step looked from outside.
struct StepFailure {
  QString step;  ///< its id
  std::optional<int> exitCode;
  std::optional<int> signal;
  QString reason;  ///< the agent's own words, where it has some
  QString output;  ///< the last of what the step printed
};

/// What a person should read about it: the table of known messages decides why and what to do; an unknown one gets the
/// step's own words. Fault Verification for the verify step, else Failed.
[[nodiscard]] Error explainFailure(const Plan &plan, const StepFailure &failure);

}  // namespace nightjar
