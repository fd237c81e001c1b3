#pragma once

#include "core/walk/verify_report.h"

namespace nightjar {

/// One row of proof as a line of a terminal.
[[nodiscard]] QString describeCheck(const CheckRow &row);
/// What the rows come to: "torch 2.16.0.dev… works on the Tesla T4."
[[nodiscard]] QString describeReport(const VerifyReport &report);

}  // namespace nightjar
