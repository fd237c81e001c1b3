#pragma once

#include "core/install/lock.h"
#include "core/runtime/agent.h"
#include "core/walk/runtime_facts.h"

namespace nightjar {

/// The lock of the environment `id` ("20261121-cu130-20261122-101500"; empty: the one `current` points to).
/// Errors: Usage where there is no such id; Failed where none is in use or it keeps no list of its packages; the
/// agent's.
[[nodiscard]] Result<Lock> readLock(Agent &agent, const RuntimeFacts &facts, const QString &id, std::stop_token stop);

/// The lock of the environment at this absolute path below `root`: of one that was made just now.
[[nodiscard]] Result<Lock> readLockAt(Agent &agent, const QString &root, const QString &environment,
                                      std::stop_token stop);

}  // namespace nightjar
