#pragma once

#include <optional>

#include "core/base/error.h"

namespace nightjar {

/// Why no environment can be made below `root`, a path on the runtime; nothing where one can.
[[nodiscard]] std::optional<Error> unusableRoot(const QString &root);

}  // namespace nightjar
