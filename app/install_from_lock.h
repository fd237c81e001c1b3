#pragma once

#include "app/commands.h"
#include "app/open_runtime.h"
#include "core/install/plan.h"
#include "core/install/wheel_transfer.h"

namespace nightjar {

/// An install whose packages a file decides.
struct LockedInstall {
  LockFile file;
  QList<WheelState> states;  ///< where its wheels are, once a plan was made
};

/// Reads --from-lock's file; nothing where it was not given. An archive is read to its end, so that a damaged one is
/// named before anything starts. Errors: as readLockFile and checkArchive.
[[nodiscard]] Result<std::optional<LockedInstall>> readLockedInstall(Desk &desk);

/// The plan for it, once it is known to fit the runtime and to be obtainable; makes nothing there.
/// Errors: NoBuild with the reasons or the wheels that are gone; as checkLock.
[[nodiscard]] Result<Plan> planLocked(LockedInstall &install, OpenRuntime &runtime, Desk &desk);

/// Sends what an archive has and the runtime lacks. Errors: as sendWheels.
[[nodiscard]] Result<void> sendLocked(const LockedInstall &install, OpenRuntime &runtime, Desk &desk);

}  // namespace nightjar
