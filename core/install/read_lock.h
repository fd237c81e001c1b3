#pragma once

#include "core/install/lock.h"
#include "core/runtime/agent.h"
#include "core/walk/runtime_facts.h"

namespace nightjar {

/// The lock of the environment `id` ("20261121-cu130-20261122-101500"; empty: the one `current` points to).
/// Errors: Failed where there is no such environment or it keeps no list of its packages; the agent's.
[[nodiscard]] Result<Lock> readLock(Agent &agent, const RuntimeFacts &facts, const QString &id, std::stop_token stop);

}  // namespace nightjar
