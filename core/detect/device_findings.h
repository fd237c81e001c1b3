#pragma once

#include "core/detect/findings.h"

namespace nightjar {

[[nodiscard]] std::optional<Finding> rocmDeviceMissing(const RuntimeReport &report);
[[nodiscard]] std::optional<Finding> rocmDeviceDenied(const RuntimeReport &report);
[[nodiscard]] std::optional<Finding> renderDeviceMissing(const RuntimeReport &report);
[[nodiscard]] std::optional<Finding> renderDeviceDenied(const RuntimeReport &report);

}  // namespace nightjar
