#pragma once

#include "core/install/archive.h"
#include "core/runtime/agent.h"
#include "core/walk/runtime_facts.h"

namespace nightjar {

/// What has become of one wheel of a lock.
struct WheelState {
  enum class Where { Present, Available, Missing, Changed, Recorded, Unreachable };
  LockedPackage package;
  Where where = Where::Missing;
  QString details;  ///< the server's own words; of a recorded one, which environment was made from another
};

/// Asks the runtime which of the lock's wheels it has, and (with `ask`) their addresses for the others, all at once.
/// Makes nothing there. Errors: the agent's, Unreachable, Cancelled.
[[nodiscard]] Result<QList<WheelState>> checkLock(Agent &agent, const RuntimeFacts &facts, const Lock &lock, bool ask,
                                                  std::stop_token stop);

/// Why a lock in this state cannot be installed, naming every wheel; nothing where all are present or available.
/// NoBuild where the index no longer has them, Failed where it does not answer.
[[nodiscard]] std::optional<Error> obstacle(const QList<WheelState> &states);

/// Why a lock must not be installed in this root, even from an archive: an environment there was made from other wheels
/// of these names.
[[nodiscard]] std::optional<Error> contradiction(const QList<WheelState> &states);

/// One wheel from the runtime's <root>/wheels/<build>. Errors: the agent's; Cancelled.
[[nodiscard]] Result<void> readWheel(Agent &agent, const QString &root, const QString &build,
                                     const LockedPackage &package, const BytesSink &sink, std::stop_token stop);

/// Sends those wheels of the archive that the runtime does not have to <root>/wheels/<build>, a piece of a mebibyte a
/// request; what an earlier call has sent of one is not sent again, and not told. Each gets its name there once its
/// hash is right. Errors: the agent's; Failed where the archive cannot be read; Cancelled.
[[nodiscard]] Result<void> sendWheels(Agent &agent, const QString &root, const LockFile &archive,
                                      const QList<WheelState> &states, const BytesDone &told, std::stop_token stop);

}  // namespace nightjar
