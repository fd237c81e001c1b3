#pragma once

#include <QString>
#include <array>

namespace nightjar {

/// Bytes a build of `variant` needs on the runtime's disk while it is installed: its downloads and its environment,
/// side by side. Measured on the index (October 2026): CUDA 3.0 GB of wheels and 7 to 8 GB unpacked for 2.14.0+cu130;
/// CPU about 196 MB for torch and four times that unpacked. ROCm and XPU carry their libraries in still larger wheels:
/// an estimate on the safe side. A variant not listed counts as CUDA. Practice's samples are small.
[[nodiscard]] inline qint64 spaceNeeded(const QString &variant, bool sample) {
  constexpr qint64 mebibyte = 1024LL * 1024, gibibyte = 1024 * mebibyte;
  struct Row {
    const char *prefix;
    qint64 bytes;
  };
  constexpr std::array rows{Row{"cpu", 1536 * mebibyte}, Row{"rocm", 20 * gibibyte}, Row{"xpu", 12 * gibibyte}};
  if (sample) return 128 * mebibyte;
  for (const Row &row : rows)
    if (variant.startsWith(QLatin1String(row.prefix))) return row.bytes;
  return 11 * gibibyte;
}

}  // namespace nightjar
