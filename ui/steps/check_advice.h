#pragma once

#include "core/walk/verify_report.h"

namespace nightjar {

/// What to do about a check that failed, as a plain sentence.
[[nodiscard]] QString adviceFor(const CheckRow &row);

/// A report as text to send to somebody: outcome, versions, every row.
[[nodiscard]] QString reportText(const VerifyReport &report);

}  // namespace nightjar
