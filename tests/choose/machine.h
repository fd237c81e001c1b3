#pragma once

#include <QJsonObject>

#include "core/walk/runtime_facts.h"

namespace nightjar::test {

/// A runtime as the table in tests/data/index/machines.json writes one.
[[nodiscard]] RuntimeFacts machine(const QJsonObject &row);

/// Colab as it was in August 2026: a T4 with driver 580 (CUDA 13.0), Ubuntu 22.04, Python 3.12.
[[nodiscard]] RuntimeFacts colabT4();

[[nodiscard]] PythonFacts python(const QString &version, bool freeThreaded = false);

}  // namespace nightjar::test
