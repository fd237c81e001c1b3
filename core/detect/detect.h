#pragma once

#include "core/runtime/agent.h"
#include "core/walk/runtime_facts.h"

namespace nightjar {

/// Everything about the runtime in one round trip, findings included. `root` is where environments live: a path,
/// "~/…", or empty for the default (`~/nightjar`, `/content/nightjar` on Colab).
/// Errors: Failed (no python3, an old one, not a POSIX shell), Unreachable (link lost), Cancelled.
[[nodiscard]] Result<RuntimeFacts> detect(Agent &agent, const QString &root, std::stop_token stop);

/// The report `nightjar detect --json` prints: schema "nightjar.runtime/1".
[[nodiscard]] QJsonObject toJson(const RuntimeFacts &facts);

}  // namespace nightjar
