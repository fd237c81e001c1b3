#pragma once

#include <QJsonArray>

#include "core/detect/runtime_report.h"

namespace nightjar {

/// The GPUs of a runtime's reply, at most 256.
[[nodiscard]] QList<Gpu> readGpus(const QJsonArray &array);

/// The names of those that are in MIG mode and no instance themselves: no program can use them. At most 8.
[[nodiscard]] QStringList emptyMigOf(const QJsonArray &array);

/// A GPU that nvidia-smi complains of is there, even where nothing else shows it (WSL has no PCI bus to look at).
void addUnseenGpu(RuntimeReport &report);

}  // namespace nightjar
