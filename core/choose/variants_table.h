#pragma once

#include <QList>
#include <QString>
#include <QStringList>
#include <optional>

#include "core/choose/variant.h"
#include "core/walk/runtime_facts.h"

/// Everything about variants, drivers and GPUs that changes with the world, in one place, each with its source.
namespace nightjar {

/// Variants to ask for where the index root has no page of its own.
[[nodiscard]] QStringList startingVariants();

/// An NVIDIA compute capability: 7.5 is {7, 5}.
struct Capability {
  int major = 0;
  int minor = 0;
  [[nodiscard]] QString text() const;
  friend auto operator<=>(const Capability &, const Capability &) = default;  // NOLINT(modernize-use-nullptr)
};
[[nodiscard]] std::optional<Capability> parseCapability(const QString &text);

/// The GPU code inside a CUDA wheel.
struct WheelCode {
  QList<Capability> sass;         ///< machine code
  std::optional<Capability> ptx;  ///< what newer GPUs can compile at run time
};
/// Nothing where no row covers the CUDA version: then capability cannot be judged.
[[nodiscard]] std::optional<WheelCode> wheelCode(const Variant &cuda, const QString &arch);

enum class Reach { None, Ptx, Code };
/// Whether a GPU of `capability` runs this code: machine code runs on a higher minor of the same major (on Tegra only
/// on exactly its own), PTX on anything newer.
[[nodiscard]] Reach reach(const WheelCode &code, const Capability &capability);

/// The least driver version for a CUDA major; null where the table has none. `windows`: the driver is Windows' (WSL).
[[nodiscard]] QString leastDriver(int cudaMajor, bool windows);

/// The least driver versions of all majors, oldest first: where a newer driver would let more variants run.
[[nodiscard]] QStringList leastDrivers(bool windows);

/// The newest CUDA a driver version runs ("580.82.07" → "13.0"); null where the table does not know the branch.
[[nodiscard]] QString cudaOfDriver(const QString &driverVersion);

/// The last driver branch that serves GPUs below compute capability 7.5.
constexpr int lastBranchBeforeTuring = 580;

/// The kernel drivers through which a variant of `kind` computes; empty where any will do or NVIDIA's own rules speak.
[[nodiscard]] QStringList kernelDrivers(VariantKind kind);

/// Whether the table says what AMD GPUs this ROCm has code for, and whether `gfx` ("gfx1100") is among them.
[[nodiscard]] std::optional<bool> rocmHasCode(const Variant &rocm, const QString &gfx);

/// Whether PyTorch's xpu wheels are for this Intel GPU, as far as its PCI number or its name tells.
enum class IntelGpu { Capable, TooOld, Unknown };
[[nodiscard]] IntelGpu intelGpu(const Gpu &gpu);

/// Days a variant may lag behind the newest of all before it counts as ended.
constexpr int endedAfterDays = 7;

/// The newest stable release known to this program for old NVIDIA GPUs and drivers: what is offered as the way out
/// where the stable index cannot be read.
struct LastStable {
  QString torch;  ///< "2.14.0"
  QString torchvision;
  QString variant;
  QStringList tags;  ///< of its Linux wheels
};
[[nodiscard]] LastStable lastStable();

}  // namespace nightjar
