#pragma once

#include "core/install/lock.h"
#include "core/install/plan.h"

namespace nightjar {

/// What installing `lock` asks for, as choose would have said it: without a Python yet.
[[nodiscard]] Choice choiceFromLock(const Lock &lock);

/// The pipeline that puts exactly `lock`'s packages on the runtime: preflight, venv, tooling, lock, download, install,
/// check, verify, activate. `choice` is choiceFromLock's with the runtime's Python in it. `offline`: all wheels lie on
/// the runtime; nothing asks a network, so tooling is left out and the choice's reasons say so.
/// Errors: as planInstall.
[[nodiscard]] Result<Plan> planFromLock(const RuntimeFacts &facts, const Lock &lock, Choice choice, bool offline,
                                        const QString &stamp);

}  // namespace nightjar
