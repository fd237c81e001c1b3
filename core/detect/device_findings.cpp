#include "core/detect/device_findings.h"

#include <QRegularExpression>
#include <algorithm>

#include "core/base/text.h"
#include "core/detect/smi_texts.h"

namespace nightjar {

namespace {

// The vendor whose GPU a build is chosen for: an AMD or Intel GPU beside an NVIDIA one is the screen's.
bool counts(const RuntimeReport &report, QLatin1String vendor) {
  const QList<Gpu> &gpus = report.facts.gpus;
  return !hasNvidia(report) &&
         std::any_of(gpus.begin(), gpus.end(), [vendor](const Gpu &gpu) { return gpu.vendor == vendor; });
}

const DeviceFile *kfd(const RuntimeReport &report) {
  const auto found = std::find_if(report.devices->begin(), report.devices->end(),
                                  [](const DeviceFile &file) { return file.path == QLatin1String("/dev/kfd"); });
  return found == report.devices->end() ? nullptr : &*found;
}

QString userOf(const RuntimeReport &report) {
  return report.facts.user.isEmpty() ? Text::tr("This user") : report.facts.user;
}

// render where the kernel's rules are new, video where they are old; a file of root's own group helps nobody.
QString groupFix(const RuntimeReport &report, const DeviceFile &file) {
  if (report.facts.kind == QLatin1String("container"))
    return Text::tr("Start the container with --group-add of that group, or as a user who is in it.");
  const bool named = !file.group.isEmpty() && file.group != QLatin1String("root");
  // The sentence holds a command: only a name that no shell reads as more goes into it.
  static const QRegularExpression plainName(QStringLiteral("\\A[A-Za-z_][0-9A-Za-z_.-]*\\z"));
  const bool plain = plainName.match(report.facts.user).hasMatch();
  return Text::tr("Let the user into the group %1 (sudo usermod -aG %1 %2), then log in again.")
      .arg(named ? file.group : QStringLiteral("render"), plain ? report.facts.user : QStringLiteral("$USER"));
}

}  // namespace

std::optional<Finding> rocmDeviceMissing(const RuntimeReport &report) {
  if (!report.devices || !counts(report, QLatin1String("amd")) || kfd(report)) return {};
  if (report.facts.kind == QLatin1String("container")) {
    return Finding{{},
                   Severity::Problem,
                   Text::tr("The container may not use the AMD GPU"),
                   Text::tr("An AMD GPU is there, but /dev/kfd, through which PyTorch uses it, was not handed in."),
                   Text::tr("Start it again with --device=/dev/kfd --device=/dev/dri.")};
  }
  return Finding{{},
                 Severity::Problem,
                 Text::tr("The AMD driver does not offer the GPU"),
                 Text::tr("An AMD GPU is there, but /dev/kfd, through which PyTorch uses it, is not: the amdgpu driver "
                          "is not loaded, or does not serve this GPU for computing."),
                 Text::tr("Load or install the amdgpu driver, or reboot if it was just installed.")};
}

std::optional<Finding> rocmDeviceDenied(const RuntimeReport &report) {
  if (!report.devices || !counts(report, QLatin1String("amd"))) return {};
  const DeviceFile *file = kfd(report);
  if (!file || file->usable) return {};
  return Finding{{},
                 Severity::Problem,
                 Text::tr("This user may not use the AMD GPU"),
                 Text::tr("%1 may not open /dev/kfd, through which PyTorch uses it.").arg(userOf(report)),
                 groupFix(report, *file)};
}

std::optional<Finding> renderDeviceMissing(const RuntimeReport &report) {
  const bool amd = counts(report, QLatin1String("amd"));
  // WSL's GPUs are reached through /dev/dxg; where /dev/kfd is missing, too, that is said already.
  if (!report.devices || report.facts.kind == QLatin1String("wsl") || rocmDeviceMissing(report)) return {};
  if (!amd && !counts(report, QLatin1String("intel"))) return {};
  for (const DeviceFile &file : *report.devices)
    if (file.path.startsWith(QLatin1String("/dev/dri/render"))) return {};
  const bool container = report.facts.kind == QLatin1String("container");
  return Finding{{},
                 amd ? Severity::Problem : Severity::Warning,
                 Text::tr("The GPU has no render device here"),
                 Text::tr("A GPU is there, but no /dev/dri/renderD…, through which programs compute on it."),
                 container ? Text::tr("Start the container again with --device=/dev/dri.")
                           : Text::tr("Load or install the GPU's kernel driver, or reboot if it was just installed.")};
}

std::optional<Finding> renderDeviceDenied(const RuntimeReport &report) {
  const bool amd = counts(report, QLatin1String("amd"));
  if (!report.devices || (!amd && !counts(report, QLatin1String("intel"))) || rocmDeviceDenied(report)) return {};
  const DeviceFile *denied = nullptr;
  for (const DeviceFile &file : *report.devices) {
    if (!file.path.startsWith(QLatin1String("/dev/dri/"))) continue;
    if (file.usable) return {};
    denied = &file;
  }
  if (!denied) return {};
  return Finding{
      {},
      amd ? Severity::Problem : Severity::Warning,
      Text::tr("This user may not use the GPU"),
      Text::tr("%1 may not open %2, through which programs compute on the GPU.").arg(userOf(report), denied->path),
      groupFix(report, *denied)};
}

}  // namespace nightjar
