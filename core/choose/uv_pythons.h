#pragma once

#include <QStringList>

#include "core/walk/runtime_facts.h"

namespace nightjar {

/// The newest Python among `wheels` ("3.12", "3.14t") that the runtime's uv can install; null where it has no uv, or
/// one that is too old. `wished` ("3.13"): only this one.
[[nodiscard]] QString pythonFromUv(const QStringList &wheels, const RuntimeFacts &facts, const QString &wished = {});

/// Whether one of the runtime's own Pythons is among `wheels`.
[[nodiscard]] bool hasPythonFor(const QStringList &wheels, const RuntimeFacts &facts);

/// Whether the runtime has one of `wheels`, or its uv can install one.
[[nodiscard]] bool canRun(const QStringList &wheels, const RuntimeFacts &facts);

/// "with Python 3.13, which uv will install"
[[nodiscard]] QString pythonFromUvText(const QString &python);

}  // namespace nightjar
