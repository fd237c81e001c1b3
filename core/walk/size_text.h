#pragma once

#include "core/base/text.h"

namespace nightjar {

/// An amount of disk or memory as a person reads it: "7.9 GB", "31.0 MB".
[[nodiscard]] inline QString sizeText(qint64 bytes) {
  const auto size = static_cast<double>(bytes);
  return bytes < 100'000'000 ? Text::tr("%1 MB").arg(size / 1e6, 0, 'f', 1)
                             : Text::tr("%1 GB").arg(size / 1e9, 0, 'f', 1);
}

}  // namespace nightjar
