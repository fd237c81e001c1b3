#pragma once

#include "core/detect/findings.h"

namespace nightjar {

[[nodiscard]] std::optional<Finding> musl(const RuntimeReport &report);
[[nodiscard]] std::optional<Finding> oldGlibc(const RuntimeReport &report);
[[nodiscard]] std::optional<Finding> noUsablePython(const RuntimeReport &report);
[[nodiscard]] std::optional<Finding> noVenv(const RuntimeReport &report);
[[nodiscard]] std::optional<Finding> littleDisk(const RuntimeReport &report);
[[nodiscard]] std::optional<Finding> rootNotWritable(const RuntimeReport &report);
[[nodiscard]] std::optional<Finding> foreignVariables(const RuntimeReport &report);
[[nodiscard]] std::optional<Finding> colabTerms(const RuntimeReport &report);
[[nodiscard]] std::optional<Finding> colabLifetime(const RuntimeReport &report);

}  // namespace nightjar
