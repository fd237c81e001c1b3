#pragma once

#include <QDateTime>
#include <QList>

#include "core/profiles/profile_store.h"
#include "core/walk/runtime_facts.h"
#include "ui/widgets/key_value_grid.h"

namespace nightjar {

/// A runtime's facts as a person wants to read them. All plain text.

struct GpuGroup {
  QString name;  ///< "Tesla T4", "4 × NVIDIA H100"
  QString line;  ///< "15 GB memory · compute capability 7.5 · driver 580.82.07 · runs CUDA up to 13.0"
};
/// Equal GPUs become one group, in the order they were found.
[[nodiscard]] QList<GpuGroup> gpuGroups(const RuntimeFacts &facts);

[[nodiscard]] QList<KeyValue> systemRows(const RuntimeFacts &facts);    ///< runtime, Python, uv
[[nodiscard]] QList<KeyValue> resourceRows(const RuntimeFacts &facts);  ///< disk, memory, environment
/// "Tesla T4, CUDA 13.0"; "no GPU" where there is none. For the sidebar.
[[nodiscard]] QString factsSummary(const RuntimeFacts &facts);

[[nodiscard]] QString diskSize(qint64 bytes);    ///< decimal, as disks are sold: "66 GB"
[[nodiscard]] QString memorySize(qint64 bytes);  ///< binary, as memory is sold: "12.7 GB"
/// "20261118-cu130" → "nightly of 18 Nov"; anything else as it is.
[[nodiscard]] QString buildText(const QString &buildId);
/// "today", "yesterday", "3 days ago", then the date.
[[nodiscard]] QString whenText(const QDateTime &when, const QDateTime &now);

}  // namespace nightjar
