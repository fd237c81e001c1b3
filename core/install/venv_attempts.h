#pragma once

#include <QJsonArray>

#include "core/walk/runtime_facts.h"

namespace nightjar {

/// The ways to make a virtual environment with pip at `path` from the interpreter `python`, best first, as the agent's
/// `venv` verb takes them. Only ways the runtime has the means for; never empty. `preferUv`: the runtime's uv goes
/// first.
[[nodiscard]] QJsonArray venvAttempts(const RuntimeFacts &facts, const QString &python, const QString &path,
                                      bool preferUv);

/// The one way to make it from a Python ("3.13") that the runtime's uv downloads first, below the person's home as uv
/// always does.
[[nodiscard]] QJsonArray venvFromUv(const RuntimeFacts &facts, const QString &version, const QString &path);

}  // namespace nightjar
