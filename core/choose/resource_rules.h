#pragma once

#include "core/choose/compatibility.h"

namespace nightjar {

/// The rules about how much of the machine there is. Nothing is said where it is enough, or not known.
[[nodiscard]] std::optional<Verdict> diskRule(const Subject &subject);
[[nodiscard]] std::optional<Verdict> memoryRule(const Subject &subject);

}  // namespace nightjar
