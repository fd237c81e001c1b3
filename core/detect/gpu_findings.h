#pragma once

#include "core/detect/findings.h"

namespace nightjar {

[[nodiscard]] std::optional<Finding> noGpu(const RuntimeReport &report);
[[nodiscard]] std::optional<Finding> driverMissing(const RuntimeReport &report);
[[nodiscard]] std::optional<Finding> driverMismatch(const RuntimeReport &report);
[[nodiscard]] std::optional<Finding> driverSourcesDiffer(const RuntimeReport &report);
[[nodiscard]] std::optional<Finding> gpuLibrariesHidden(const RuntimeReport &report);
[[nodiscard]] std::optional<Finding> nvidiaSmiFails(const RuntimeReport &report);
[[nodiscard]] std::optional<Finding> severalGpus(const RuntimeReport &report);

}  // namespace nightjar
