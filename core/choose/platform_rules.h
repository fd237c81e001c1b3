#pragma once

#include "core/choose/compatibility.h"

namespace nightjar {

/// The rules about the machine apart from its GPUs. Nothing is said where everything is in order.
[[nodiscard]] std::optional<Verdict> architectureRule(const Subject &subject);
[[nodiscard]] std::optional<Verdict> libcRule(const Subject &subject);
[[nodiscard]] std::optional<Verdict> pythonRule(const Subject &subject);

}  // namespace nightjar
