#include "core/detect/gpu_findings.h"

#include <QSet>
#include <algorithm>

#include "core/base/text.h"

namespace nightjar {

namespace {

bool hasNvidia(const RuntimeReport &report) {
  return std::any_of(report.facts.gpus.begin(), report.facts.gpus.end(),
                     [](const Gpu &gpu) { return gpu.vendor == QLatin1String("nvidia"); });
}

bool smiSays(const RuntimeReport &report, const char *words) {
  return report.smi.output.contains(QLatin1String(words), Qt::CaseInsensitive);
}

// The texts nvidia-smi gives up with; each has its own finding.
bool isMismatch(const RuntimeReport &report) {
  return smiSays(report, "Driver/library version mismatch");
}
bool isHidden(const RuntimeReport &report) {
  return smiSays(report, "couldn't find libnvidia-ml");
}
bool isUnreachable(const RuntimeReport &report) {
  return smiSays(report, "couldn't communicate with the NVIDIA driver");
}

}  // namespace

std::optional<Finding> noGpu(const RuntimeReport &report) {
  if (!report.facts.gpus.isEmpty() || report.facts.driver || isMismatch(report) || isHidden(report) ||
      isUnreachable(report))
    return {};
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
  if (report.facts.kind == QLatin1String("jetson")) return {};
  const bool unreachable = isUnreachable(report);
  if ((report.facts.driver && !unreachable) || isMismatch(report) || isHidden(report)) return {};
  if (!hasNvidia(report) && !unreachable) return {};
  if (report.facts.kind == QLatin1String("container")) {
    return Finding{{},
                   Severity::Problem,
                   Text::tr("The container does not see the NVIDIA driver"),
                   Text::tr("An NVIDIA GPU is there, but the container was started without access to its driver."),
                   Text::tr("Start it again with GPU access, for example docker run --gpus all.")};
  }
  return Finding{{},
                 Severity::Problem,
                 Text::tr("The NVIDIA driver is not loaded"),
                 Text::tr("An NVIDIA GPU is there, but no driver answers for it."),
                 Text::tr("Install the NVIDIA driver, version 580 or newer, or reboot if one was just installed.")};
}

std::optional<Finding> driverMismatch(const RuntimeReport &report) {
  if (!isMismatch(report)) return {};
  return Finding{
      {},
      Severity::Problem,
      Text::tr("The NVIDIA driver was updated and is not loaded yet"),
      Text::tr("The libraries are of one version and the loaded driver of another, so no program can use the GPU."),
      Text::tr("Reboot the runtime. In a container, restart it after the host's driver was updated.")};
}

std::optional<Finding> driverSourcesDiffer(const RuntimeReport &report) {
  if (isMismatch(report)) return {};
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
  if (folder.isEmpty() && !isHidden(report)) return {};
  const bool colab = report.facts.kind == QLatin1String("colab");
  const QString title = colab ? Text::tr("The SSH shell does not see the GPU libraries")
                              : Text::tr("Programs started here do not see the GPU libraries");
  if (folder.isEmpty()) {
    return Finding{{},
                   Severity::Problem,
                   title,
                   Text::tr("nvidia-smi cannot find libnvidia-ml.so, and it is in none of the usual folders."),
                   Text::tr("Make the folder that holds it known to the runtime's dynamic linker (ldconfig).")};
  }
  const QString why = colab ? Text::tr("Colab sets LD_LIBRARY_PATH only for notebook cells.")
                            : Text::tr("The variables that the image sets are lost over SSH.");
  return Finding{{},
                 Severity::Warning,
                 title,
                 why + Text::tr(" Nightjar adds %1 to every command it runs.").arg(folder),
                 Text::tr("Nothing for you to do.")};
}

std::optional<Finding> nvidiaSmiFails(const RuntimeReport &report) {
  if (report.smi.path.isEmpty() || report.smi.exit == 0) return {};
  if (isMismatch(report) || isHidden(report) || isUnreachable(report)) return {};
  const QString said = report.smi.output.left(200);
  if (smiSays(report, "No devices were found")) {
    return Finding{{},
                   Severity::Problem,
                   Text::tr("The NVIDIA driver finds no GPU"),
                   Text::tr("nvidia-smi says \"No devices were found\": the GPU fell off the bus, was switched off, or "
                            "was not handed to this machine."),
                   Text::tr("Reboot the runtime, or rent another one.")};
  }
  return Finding{{},
                 Severity::Warning,
                 Text::tr("nvidia-smi fails"),
                 !report.smi.exit ? Text::tr("It gave no answer within five seconds.")
                 : said.isEmpty() ? Text::tr("It ended with code %1 and said nothing.").arg(*report.smi.exit)
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
                 each.join(QStringLiteral(", ")) + QLatin1Char('.'),
                 names.size() < 2 ? QString() : Text::tr("A build with code for all of them is preferred.")};
}

}  // namespace nightjar
