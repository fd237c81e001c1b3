#include "core/choose/variants_table.h"

#include <QRegularExpression>
#include <QVersionNumber>
#include <algorithm>

namespace nightjar {

namespace {

// pytorch/pytorch .ci/manywheel/build_cuda.sh and .github/scripts/generate_binary_build_matrix.py: the
// TORCH_CUDA_ARCH_LIST of each CUDA. A row holds from `from` on until the next row of the same major.
struct CodeRow {
  Capability from;  // a CUDA version
  QList<Capability> x86;
  QList<Capability> arm;
  std::optional<Capability> ptx;
};
const QList<CodeRow> &codeTable() {
  static const QList<CodeRow> table{
      {{11, 8}, {{3, 7}, {5, 0}, {6, 0}, {7, 0}, {7, 5}, {8, 0}, {8, 6}, {9, 0}}, {}, Capability{3, 7}},
      {{12, 1}, {{5, 0}, {6, 0}, {7, 0}, {7, 5}, {8, 0}, {8, 6}, {9, 0}}, {{8, 0}, {9, 0}}, {}},
      {{12, 8}, {{7, 0}, {7, 5}, {8, 0}, {8, 6}, {9, 0}, {10, 0}, {12, 0}}, {{8, 0}, {9, 0}, {10, 0}, {12, 0}}, {}},
      {{13, 0},
       {{7, 5}, {8, 0}, {8, 6}, {9, 0}, {10, 0}, {12, 0}},
       {{8, 0}, {9, 0}, {10, 0}, {11, 0}, {12, 0}},
       Capability{12, 0}},
  };
  return table;
}

// GPUs of NVIDIA's SoCs: "binary compatibility between desktop and Tegra is not supported" (CUDA C++ Programming
// Guide, Binary Compatibility), so Orin (8.7) does not run 8.0's or 8.6's code.
bool isTegra(const Capability &c) {
  static const QList<Capability> tegra{{3, 2}, {5, 3}, {6, 2}, {7, 2}, {8, 7}, {10, 1}, {11, 0}};
  return tegra.contains(c);
}

// docs.nvidia.com/deploy/cuda-compatibility, "minor version compatibility"; the same values in uv's uv-torch crate.
struct DriverRow {
  int cudaMajor;
  const char *linuxDriver;
  const char *windowsDriver;
};
constexpr DriverRow driverTable[] = {{13, "580", "580"}, {12, "525.60.13", "528.33"}, {11, "450.80.02", "452.39"}};

// CUDA Toolkit release notes, "CUDA Toolkit and Corresponding Driver Versions": the branch a CUDA came with.
struct BranchRow {
  int branch;
  const char *cuda;
};
constexpr BranchRow branchTable[] = {
    {610, "13.3"}, {595, "13.2"}, {590, "13.1"}, {580, "13.0"}, {575, "12.9"}, {570, "12.8"},
    {565, "12.7"}, {560, "12.6"}, {555, "12.5"}, {550, "12.4"}, {545, "12.3"}, {535, "12.2"},
    {530, "12.1"}, {525, "12.0"}, {520, "11.8"}, {515, "11.7"}, {510, "11.6"}, {495, "11.5"},
    {470, "11.4"}, {465, "11.3"}, {460, "11.2"}, {455, "11.1"}, {450, "11.0"},
};

// pytorch/pytorch .ci/docker/build.sh, PYTORCH_ROCM_ARCH of the ROCm 7.2 wheels.
const QStringList &rocm72() {
  static const QStringList gfx{"gfx900",  "gfx906",  "gfx908",  "gfx90a",  "gfx942",  "gfx950",  "gfx1030",
                               "gfx1100", "gfx1101", "gfx1102", "gfx1150", "gfx1151", "gfx1200", "gfx1201"};
  return gfx;
}

}  // namespace

// The nightly index, August to October 2026.
QStringList startingVariants() {
  return {"cpu", "cu126", "cu130", "cu132", "cu134", "rocm7.2", "rocm7.14", "xpu"};
}

QString Capability::text() const {
  return QStringLiteral("%1.%2").arg(major).arg(minor);
}

std::optional<Capability> parseCapability(const QString &text) {
  static const QRegularExpression shape(QStringLiteral("\\A([0-9]{1,2})\\.([0-9]{1,2})\\z"));
  const auto match = shape.match(text);
  if (!match.hasMatch()) return std::nullopt;
  return Capability{match.captured(1).toInt(), match.captured(2).toInt()};
}

std::optional<WheelCode> wheelCode(const Variant &cuda, const QString &arch) {
  const Capability version{cuda.major, cuda.minor};
  const CodeRow *best = nullptr;
  for (const CodeRow &row : codeTable())
    if (row.from.major == version.major && row.from <= version) best = &row;
  if (!best) return std::nullopt;
  return WheelCode{arch == QLatin1String("aarch64") ? best->arm : best->x86, best->ptx};
}

Reach reach(const WheelCode &code, const Capability &capability) {
  const bool runs = std::any_of(code.sass.begin(), code.sass.end(), [&capability](const Capability &c) {
    if (isTegra(c) || isTegra(capability)) return c == capability;
    return c.major == capability.major && c.minor <= capability.minor;
  });
  if (runs) return Reach::Code;
  return code.ptx && *code.ptx <= capability ? Reach::Ptx : Reach::None;
}

QString leastDriver(int cudaMajor, bool windows) {
  for (const DriverRow &row : driverTable)
    if (row.cudaMajor == cudaMajor) return QString::fromLatin1(windows ? row.windowsDriver : row.linuxDriver);
  return {};
}

QStringList leastDrivers(bool windows) {
  QStringList versions;
  for (const DriverRow &row : driverTable)
    versions.prepend(QString::fromLatin1(windows ? row.windowsDriver : row.linuxDriver));
  return versions;
}

QString cudaOfDriver(const QString &driverVersion) {
  const int branch = QVersionNumber::fromString(driverVersion).majorVersion();
  if (branch > branchTable[0].branch + 9) return {};
  for (const BranchRow &row : branchTable)
    if (row.branch <= branch) return QString::fromLatin1(row.cuda);
  return {};
}

std::optional<bool> rocmHasCode(const Variant &rocm, const QString &gfx) {
  if (rocm.major != 7 || rocm.minor != 2 || gfx.isEmpty()) return std::nullopt;
  return rocm72().contains(gfx);
}

// docs.pytorch.org "Getting Started on Intel GPU", hardware prerequisites: Data Center GPU Max, Arc A and B series,
// Core Ultra with Arc graphics. Names as the PCI database writes them; where the runtime has no such database, device
// numbers of include/drm/intel/pciids.h (Linux): DG2, Ponte Vecchio, Meteor, Arrow, Lunar, Panther Lake, Battlemage.
IntelGpu intelGpu(const QString &name) {
  static const QRegularExpression capable(
      QStringLiteral(
          "\\bArc\\b|Data Center GPU|\\bDG2\\b|Battlemage|Ponte ?Vecchio|Core Ultra|Meteor ?Lake|Arrow ?Lake|"
          "Lunar ?Lake|Panther ?Lake|device (0bd|0be|56|4f8|7d|64[2ab]|e2|b0|b64)"),
      QRegularExpression::CaseInsensitiveOption);
  static const QRegularExpression old(
      QStringLiteral(
          "\\bU?HD Graphics|\\bIris\\b|Skylake|Kaby ?Lake|Coffee ?Lake|Comet ?Lake|Ice ?Lake|Rocket ?Lake|"
          "Tiger ?Lake|Alder ?Lake|Raptor ?Lake|Haswell|Broadwell|Broxton|Whiskey ?Lake|Amber ?Lake|\\bDG1\\b|"
          "(Gemini|Jasper|Elkhart|Apollo) ?Lake|Cherry|Bay ?Trail|Atom|Xeon E3|Gen(eration)? Core|Integrated "
          "Graphics|device (0[0-9acdf]|1|2|3|4[1569ce]|5[9a]|8[7a]|9|a)"),
      QRegularExpression::CaseInsensitiveOption);
  if (capable.match(name).hasMatch()) return IntelGpu::Capable;
  return old.match(name).hasMatch() ? IntelGpu::TooOld : IntelGpu::Unknown;
}

// pytorch.org, stable 2.14 (October 2026): cu126 is the last variant for GPUs below 7.5. torchvision's minor version is
// torch's plus 15 (pytorch/vision README, "Installation").
LastStable lastStable() {
  QStringList tags;
  for (const char *python : {"cp310-cp310", "cp311-cp311", "cp312-cp312", "cp313-cp313", "cp314-cp314"})
    for (const char *platform : {"manylinux_2_28_x86_64", "manylinux_2_28_aarch64"})
      tags.append(QStringLiteral("%1-%2").arg(QLatin1String(python), QLatin1String(platform)));
  return {QStringLiteral("2.14.0"), QStringLiteral("0.29.0"), QStringLiteral("cu126"), tags};
}

}  // namespace nightjar
