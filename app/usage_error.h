#pragma once

#include "core/base/error.h"

namespace nightjar {

/// What was asked cannot be understood: what, why, and how to say it.
[[nodiscard]] inline Error usageError(const QString &what, const QString &why, const QString &fix) {
  return {what, why, fix, {}, Fault::Usage};
}

}  // namespace nightjar
