#include "core/install/space.h"

#include <array>

namespace nightjar {

namespace {

constexpr qint64 mebibyte = 1024LL * 1024;
constexpr qint64 gibibyte = 1024 * mebibyte;

/// Downloads and environment of a whole set. CUDA: 3.0 GB and 7 to 8 GB for 2.14.0+cu130; CPU: about 196 MB for torch,
/// about four times that unpacked (sizes of the wheels on the index, October 2026). ROCm and XPU carry their libraries
/// in still larger wheels: an estimate on the safe side. A variant not listed counts as CUDA.
struct Need {
  const char *prefix;
  qint64 bytes;
};
constexpr std::array needs{Need{"cpu", 1536 * mebibyte}, Need{"rocm", 20 * gibibyte}, Need{"xpu", 12 * gibibyte}};
constexpr qint64 cudaNeed = 11 * gibibyte;
constexpr qint64 sampleNeed = 128 * mebibyte;

}  // namespace

qint64 bytesNeeded(const Choice &choice) {
  if (choice.sample) {
    return sampleNeed;
  }
  for (const Need &need : needs) {
    if (choice.build.variant.startsWith(QLatin1String(need.prefix))) {
      return need.bytes;
    }
  }
  return cudaNeed;
}

}  // namespace nightjar
