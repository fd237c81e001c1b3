#pragma once

#include <QString>
#include <QtGlobal>

#include "core/walk/build.h"

namespace nightjar {

/// Bytes a build needs on the runtime's disk: its downloads and its environment, side by side.
[[nodiscard]] qint64 bytesNeeded(const Choice &choice);

}  // namespace nightjar
