#include "core/detect/gpu_findings.h"

#include <QSet>
#include <algorithm>

#include "core/base/text.h"
#include "core/detect/plain_text.h"
#include "core/detect/smi_texts.h"

namespace nightjar {

namespace {

bool isJetson(const RuntimeReport &report) {
  return report.facts.kind == QLatin1String("jetson");
}

bool isUnasked(const RuntimeReport &report) {
  return report.smi.path.isEmpty();
}

// The drivers that come with Linux; PyTorch's CUDA builds use neither.
bool isForeignDriver(const QString &name) {
  static const QStringList foreign{QStringLiteral("nouveau"), QStringLiteral("nova_core"), QStringLiteral("NovaCore"),
                                   QStringLiteral("nova-core")};
  return foreign.contains(name);
}

const Gpu *foreignlyDriven(const RuntimeReport &report) {
  const QList<Gpu> &gpus = report.facts.gpus;
  const auto found = std::find_if(gpus.begin(), gpus.end(), [](const Gpu &gpu) {
    return gpu.vendor == QLatin1String("nvidia") && isForeignDriver(gpu.kernelDriver);
  });
  return found == gpus.end() ? nullptr : &*found;
}

}  // namespace

std::optional<Finding> noGpu(const RuntimeReport &report) {
  // Whatever else nvidia-smi says when it fails, it does not say that there is no GPU.
  const bool answered = isUnasked(report) || (report.smi.exit == 0 && !smiTextOf(report));
  if (!report.facts.gpus.isEmpty() || report.facts.driver || !answered) return {};
  return Finding{
      {},
      Severity::Note,
      Text::tr("This runtime has no GPU"),
      Text::tr("PyTorch's CPU build runs here. The login node of a cluster often has no GPU while its compute "
               "nodes do."),
      Text::tr("Connect to a compute node if you meant one.")};
}

std::optional<Finding> driverMissing(const RuntimeReport &report) {
  // A Jetson's driver comes with its system and tells no version.
  if (isJetson(report) || smiTextOf(report) || !hasNvidia(report)) return {};
  if (foreignlyDriven(report) || gpusSetAside(report)) return {};
  // A container shows the version of its host's driver even where it was given no GPU.
  const bool container = report.facts.kind == QLatin1String("container");
  const bool shutOut = container && isUnasked(report) && report.devices &&
                       std::none_of(report.devices->begin(), report.devices->end(), [](const DeviceFile &file) {
                         return file.path == QLatin1String("/dev/nvidiactl");
                       });
  if (report.facts.driver && !shutOut) return {};
  if (container) {
    return Finding{{},
                   Severity::Problem,
                   Text::tr("The container does not see the NVIDIA driver"),
                   Text::tr("An NVIDIA GPU is there, but the container was started without access to its driver."),
                   Text::tr("Start it again with GPU access, for example docker run --gpus all.")};
  }
  return Finding{
      {},
      Severity::Problem,
      Text::tr("The NVIDIA driver is not loaded"),
      Text::tr("An NVIDIA GPU is there, but no driver answers for it."),
      Text::tr("Install the NVIDIA driver, version 580 or newer (for GPUs before Turing 580, the last that serves "
               "them), or reboot if one was just installed.")};
}

std::optional<Finding> foreignDriver(const RuntimeReport &report) {
  const Gpu *gpu = foreignlyDriven(report);
  if (!gpu) return {};
  return Finding{
      {},
      report.facts.driver ? Severity::Warning : Severity::Problem,
      Text::tr("The GPU runs with %1, not with NVIDIA's driver").arg(gpu->kernelDriver),
      Text::tr("%1 comes with Linux and draws screens. PyTorch's CUDA builds need NVIDIA's own driver, which "
               "cannot take the GPU while %1 holds it.")
          .arg(gpu->kernelDriver),
      Text::tr(
          "Install the NVIDIA driver, version 580 or newer (for GPUs before Turing 580, the last that serves them), "
          "which switches %1 off, then reboot.")
          .arg(gpu->kernelDriver)};
}

std::optional<Finding> gpusSetAside(const RuntimeReport &report) {
  const QList<Gpu> &gpus = report.facts.gpus;
  const auto aside = std::count_if(gpus.begin(), gpus.end(), isSetAside);
  if (aside == 0) return {};
  return Finding{{},
                 aside == gpus.size() ? Severity::Problem : Severity::Note,
                 aside == 1 ? Text::tr("A GPU is set aside for a virtual machine")
                            : Text::tr("%1 GPUs are set aside for virtual machines").arg(aside),
                 Text::tr("The kernel has handed it to %1, so no program of this system can use it.")
                     .arg(std::find_if(gpus.begin(), gpus.end(), isSetAside)->kernelDriver),
                 Text::tr("Connect to the virtual machine that has it, or give it back to its own driver.")};
}

std::optional<Finding> driverSourcesDiffer(const RuntimeReport &report) {
  if (const SmiText *text = smiTextOf(report); text && QLatin1String(text->id) == QLatin1String("driver-mismatch"))
    return {};
  // WSL's nvidia-smi tells Windows' version; on WSL the others are not there.
  QSet<QString> versions;
  QStringList told;
  for (auto it = report.driverSources.begin(); it != report.driverSources.end(); ++it) {
    if (it->isEmpty()) continue;
    versions.insert(*it);
    told.append(QStringLiteral("%1: %2").arg(it.key(), *it));
  }
  if (versions.size() < 2) return {};
  return Finding{{},
                 Severity::Warning,
                 Text::tr("The runtime names more than one driver version"),
                 Text::tr("It says %1. This happens when a driver was updated without a reboot.")
                     .arg(told.join(QStringLiteral(", "))),
                 Text::tr("Reboot the runtime if the GPU does not work.")};
}

std::optional<Finding> gpuLibrariesHidden(const RuntimeReport &report) {
  const QString &folder = report.facts.libraryPath;
  if (folder.isEmpty()) return {};
  const bool colab = report.facts.kind == QLatin1String("colab");
  const QString why = colab ? Text::tr("Colab sets LD_LIBRARY_PATH only for notebook cells.")
                            : Text::tr("The variables that the image sets are lost over SSH.");
  return Finding{{},
                 Severity::Warning,
                 colab ? Text::tr("The SSH shell does not see the GPU libraries")
                       : Text::tr("Programs started here do not see the GPU libraries"),
                 why + Text::tr(" Nightjar adds %1 to every command it runs.").arg(plainText(folder)),
                 Text::tr("Nothing for you to do.")};
}

std::optional<Finding> cudaLibraryMissing(const RuntimeReport &report) {
  if (report.cudaLibrary || report.smi.exit != 0 || isJetson(report) || smiTextOf(report)) return {};
  return Finding{{},
                 Severity::Warning,
                 Text::tr("The driver's CUDA library is not here"),
                 Text::tr("nvidia-smi works, but libcuda.so.1 is in no folder where programs look for it, so PyTorch "
                          "would find no driver. A container started for \"utility\" alone looks like this."),
                 Text::tr("Start the container with NVIDIA_DRIVER_CAPABILITIES=compute,utility, or install the "
                          "driver's CUDA package (libcuda1, libnvidia-compute).")};
}

std::optional<Finding> nvidiaSmiHangs(const RuntimeReport &report) {
  if (isUnasked(report) || report.smi.exit || smiTextOf(report)) return {};
  return Finding{{},
                 Severity::Warning,
                 Text::tr("nvidia-smi does not come back"),
                 Text::tr("It gave no answer within five seconds: the driver is stuck, or slow to wake several GPUs "
                          "without persistence mode. What is said about the GPUs comes from the kernel."),
                 Text::tr("Run nvidia-smi on the runtime and wait. If it never ends, reboot the runtime.")};
}

std::optional<Finding> nvidiaSmiDenied(const RuntimeReport &report) {
  if (isUnasked(report) || report.smi.exit != 126 || smiTextOf(report)) return {};
  return Finding{
      {},
      Severity::Warning,
      Text::tr("nvidia-smi cannot be run"),
      Text::tr("%1 is there, but %2 must not run it. What is said about the GPUs comes from the kernel.")
          .arg(plainText(report.smi.path), report.facts.user.isEmpty() ? Text::tr("this user") : report.facts.user),
      Text::tr("Make it executable (chmod a+x), or look why its folder forbids that.")};
}

std::optional<Finding> nvidiaSmiFails(const RuntimeReport &report) {
  if (isUnasked(report) || !report.smi.exit || report.smi.exit == 0 || report.smi.exit == 126) return {};
  if (isJetson(report) || smiTextOf(report)) return {};
  const QString said = report.smi.output.left(200);
  return Finding{{},
                 Severity::Warning,
                 Text::tr("nvidia-smi fails"),
                 said.isEmpty() ? Text::tr("It ended with code %1 and said nothing.").arg(*report.smi.exit)
                                : Text::tr("It says: %1").arg(said),
                 Text::tr("Run nvidia-smi on the runtime to see more.")};
}

std::optional<Finding> severalGpus(const RuntimeReport &report) {
  QMap<QString, int> names;
  for (const Gpu &gpu : report.facts.gpus) ++names[gpu.name];
  if (report.facts.gpus.size() < 2) return {};
  QStringList each;
  for (auto it = names.begin(); it != names.end(); ++it)
    each.append(QStringLiteral("%1 × %2").arg(it.value()).arg(it.key()));
  return Finding{{},
                 Severity::Note,
                 Text::tr("There are %1 GPUs").arg(report.facts.gpus.size()),
                 fewOf(each) + QLatin1Char('.'),
                 names.size() < 2 ? QString() : Text::tr("A build with code for all of them is preferred.")};
}

std::optional<Finding> migWithoutInstance(const RuntimeReport &report) {
  if (report.emptyMig.isEmpty()) return {};
  return Finding{
      {},
      report.emptyMig.size() >= report.facts.gpus.size() ? Severity::Problem : Severity::Warning,
      Text::tr("A GPU is cut up (MIG), but has no instance"),
      Text::tr("%1 is in MIG mode. Programs use its instances, and none was made.").arg(fewOf(report.emptyMig)),
      Text::tr("Make instances (nvidia-smi mig -cgi … -C as root) or switch MIG off (nvidia-smi -mig 0).")};
}

}  // namespace nightjar
