#pragma once

#include <QStringList>
#include <memory>

#include "core/runtime/link.h"

namespace nightjar {

/// Runs `argv` on this computer without a shell of its own.
[[nodiscard]] Result<std::unique_ptr<Link>> openLocalLink(const QStringList &argv);

}  // namespace nightjar
