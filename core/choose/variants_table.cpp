#include "core/choose/variants_table.h"

#include <QRegularExpression>
#include <QVersionNumber>
#include <algorithm>

namespace nightjar {

namespace {

// pytorch/pytorch .ci/manywheel/build_cuda.sh (x86_64) and .ci/aarch64_linux/aarch64_ci_build.sh: the
// TORCH_CUDA_ARCH_LIST of each CUDA. 11.8: release/2.6; 2.7, the last with it, is taken to be the same. 12.6: main,
// 2026. 12.8 and 12.9: release/2.11 and later; earlier ones had 7.0 as well, later ones left it to 12.6
// (pytorch#157517). 13.x: main, 2026; the flags inside the wheel of 2.14.1+cu130 for x86_64 (libtorch_cuda.so) name the
// same machine code, but no PTX: where only PTX reaches a GPU, the verdict is a warning at best. A row holds from
// `from` on until the next row of the same major.
struct CodeRow {
  Capability from;  // a CUDA version
  QList<Capability> x86;
  QList<Capability> arm;
  std::optional<Capability> ptx;
};
const QList<CodeRow> &codeTable() {
  static const QList<CodeRow> table{
      {{11, 8}, {{3, 7}, {5, 0}, {6, 0}, {7, 0}, {7, 5}, {8, 0}, {8, 6}, {9, 0}}, {}, {}},
      {{12, 1}, {{5, 0}, {6, 0}, {7, 0}, {7, 5}, {8, 0}, {8, 6}, {9, 0}}, {{8, 0}, {9, 0}}, {}},
      {{12, 8}, {{7, 5}, {8, 0}, {8, 6}, {9, 0}, {10, 0}, {12, 0}}, {{8, 0}, {9, 0}, {10, 0}, {12, 0}}, {}},
      {{12, 9},
       {{7, 5}, {8, 0}, {8, 6}, {9, 0}, {10, 0}, {12, 0}},
       {{8, 0}, {9, 0}, {10, 0}, {12, 0}},
       Capability{12, 0}},
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

// CUDA Toolkit release notes, "CUDA Toolkit and Corresponding Driver Versions": the branch a CUDA came with. The
// toolkits' installers carry the same pair in their names (cuda_13.3.0_610.43.02_linux.run,
// cuda_13.2.0_595.45.04_linux.run, …). There was no toolkit 12.7; 565 is the branch that reports it.
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

// pytorch/pytorch .ci/docker/manywheel/build.sh (main, July 2026): PYTORCH_ROCM_ARCH. All ROCm wheels have these; those
// before 7.14 ("legacy images") also the older ones.
const QStringList &rocmGpus() {
  static const QStringList gfx{"gfx908",  "gfx90a",  "gfx942",  "gfx950",  "gfx1030", "gfx1100", "gfx1101",
                               "gfx1102", "gfx1103", "gfx1150", "gfx1151", "gfx1200", "gfx1201"};
  return gfx;
}
const QStringList &legacyRocmGpus() {
  static const QStringList gfx{"gfx900", "gfx906"};
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

// rocm.docs.amd.com, "ROCm system requirements" (amdgpu); docs.kernel.org/gpu: i915 and xe are Intel's.
QStringList kernelDrivers(VariantKind kind) {
  if (kind == VariantKind::Rocm) return {QStringLiteral("amdgpu")};
  return kind == VariantKind::Xpu ? QStringList{QStringLiteral("i915"), QStringLiteral("xe")} : QStringList();
}

std::optional<bool> rocmHasCode(const Variant &rocm, const QString &gfx) {
  const bool legacy = rocm.minor == 2;
  if (rocm.major != 7 || (!legacy && rocm.minor != 14) || gfx.isEmpty()) return std::nullopt;
  return rocmGpus().contains(gfx) || (legacy && legacyRocmGpus().contains(gfx));
}

// docs.pytorch.org/docs/2.15/notes/get_start_xpu.html, hardware prerequisites: Data Center GPU Max (Ponte Vecchio), Arc
// A (DG2) and B series (Battlemage), Core Ultra with Arc graphics (Meteor, Arrow, Lunar, Panther Lake). Names as the
// PCI database writes them; where the runtime has no such database, device numbers of torvalds/linux
// include/drm/intel/pciids.h: PVC 0b69, 0b6e, 0bd4–0be5, DG2 and ATS-M 5690–56c2, MTL and ARL 7d40–7dd5, ARL-S b640,
// LNL 6420–64b0, BMG e202–e223, PTL b080–b0b0; older ones are those of Gen 2 to Xe-LP (7121 … a7ad) in the same file.
// Newer ones (WCL fd80, NVL d740, CRI 674c) are in neither list: not known.
static IntelGpu intelByText(const QString &name) {
  static const QRegularExpression capable(
      QStringLiteral(
          "\\bArc\\b|Data Center GPU|\\bDG2\\b|Battlemage|Ponte ?Vecchio|Core Ultra|Meteor ?Lake|Arrow ?Lake|"
          "Lunar ?Lake|Panther ?Lake|device (0b[6de]|56|4f8|7d|64[2ab]|e2|b0[89ab]|b64)"),
      QRegularExpression::CaseInsensitiveOption);
  static const QRegularExpression old(
      QStringLiteral(
          "\\bU?HD Graphics|\\bIris\\b|Skylake|Kaby ?Lake|Coffee ?Lake|Comet ?Lake|Ice ?Lake|Rocket ?Lake|"
          "Tiger ?Lake|Alder ?Lake|Raptor ?Lake|Haswell|Broadwell|Broxton|Whiskey ?Lake|Amber ?Lake|\\bDG1\\b|"
          "(Gemini|Jasper|Elkhart|Apollo) ?Lake|Cherry|Bay ?Trail|Atom|Xeon E3|Gen(eration)? Core|Integrated "
          "Graphics|device (0[0-9acdf]|1|2|3|4[1569ce]|5[9a]|71|8[7a]|9|a)"),
      QRegularExpression::CaseInsensitiveOption);
  if (capable.match(name).hasMatch()) return IntelGpu::Capable;
  return old.match(name).hasMatch() ? IntelGpu::TooOld : IntelGpu::Unknown;
}

// The device's number says more than its name, which the machine's own list of PCI devices may not have.
IntelGpu intelGpu(const Gpu &gpu) {
  const QString number = gpu.pciDevice.section(QLatin1Char(':'), 1);
  const IntelGpu byNumber = number.isEmpty() ? IntelGpu::Unknown : intelByText(QStringLiteral("device ") + number);
  return byNumber == IntelGpu::Unknown ? intelByText(gpu.name) : byNumber;
}

// pytorch.org, stable 2.14 (October 2026): cu126 is the last variant for GPUs below 7.5. torchvision's minor version is
// torch's plus 15 (pytorch/vision README, "Installation").
LastStable lastStable() {
  QStringList tags;
  for (const char *python : {"cp310-cp310", "cp311-cp311", "cp312-cp312", "cp313-cp313", "cp314-cp314"}) {
    for (const char *platform : {"manylinux_2_28_x86_64", "manylinux_2_28_aarch64"})
      tags.append(QStringLiteral("%1-%2").arg(QLatin1String(python), QLatin1String(platform)));
  }
  return {QStringLiteral("2.14.0"), QStringLiteral("0.29.0"), QStringLiteral("cu126"), tags};
}

}  // namespace nightjar
