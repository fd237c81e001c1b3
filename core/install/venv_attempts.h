#pragma once

#include <QJsonArray>

#include "core/walk/runtime_facts.h"

namespace nightjar {

/// The ways to make a virtual environment with pip at `path` from the interpreter `python`, best first, as the agent's
/// `venv` verb takes them. Only ways the runtime has the means for; never empty.
[[nodiscard]] QJsonArray venvAttempts(const RuntimeFacts &facts, const QString &python, const QString &path);

}  // namespace nightjar
