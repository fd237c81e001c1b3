#pragma once

#include "core/detect/findings.h"

namespace nightjar {

[[nodiscard]] std::optional<Finding> noGpu(const RuntimeReport &report);
[[nodiscard]] std::optional<Finding> driverMissing(const RuntimeReport &report);
[[nodiscard]] std::optional<Finding> foreignDriver(const RuntimeReport &report);
[[nodiscard]] std::optional<Finding> gpusSetAside(const RuntimeReport &report);
[[nodiscard]] std::optional<Finding> driverSourcesDiffer(const RuntimeReport &report);
[[nodiscard]] std::optional<Finding> gpuLibrariesHidden(const RuntimeReport &report);
[[nodiscard]] std::optional<Finding> cudaLibraryMissing(const RuntimeReport &report);
[[nodiscard]] std::optional<Finding> nvidiaSmiHangs(const RuntimeReport &report);
[[nodiscard]] std::optional<Finding> nvidiaSmiDenied(const RuntimeReport &report);
[[nodiscard]] std::optional<Finding> nvidiaSmiFails(const RuntimeReport &report);
[[nodiscard]] std::optional<Finding> severalGpus(const RuntimeReport &report);
[[nodiscard]] std::optional<Finding> migWithoutInstance(const RuntimeReport &report);

}  // namespace nightjar
