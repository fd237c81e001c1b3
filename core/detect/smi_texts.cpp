#include "core/detect/smi_texts.h"

#include <QRegularExpression>
#include <algorithm>

#include "core/base/text.h"

namespace nightjar {

namespace {

bool isContainer(const RuntimeReport &report) {
  return report.facts.kind == QLatin1String("container") || report.facts.kind == QLatin1String("colab");
}

QString rebootFix() {
  return Text::tr("Reboot the runtime, or rent another one. If it happens again, the GPU or its slot is faulty.");
}

// "GPU 0000:0B:00.0", "GPU0000:65:00.0" or "GPU0: 0000:01:00.0" → the address with the words before it, else "A GPU".
QString whichGpu(const RuntimeReport &report) {
  static const QRegularExpression shape(
      QStringLiteral("GPU ?(?:[0-9]{1,3}: )?([0-9A-Fa-f]{4,8}:[0-9A-Fa-f]{2}:"
                     "[0-9A-Fa-f]{2}\\.[0-9A-Fa-f])"));
  const auto match = shape.match(report.smi.output + QLatin1Char(' ') + report.smi.complaints);
  return match.hasMatch() ? Text::tr("GPU %1").arg(match.captured(1)) : Text::tr("A GPU");
}

Finding mismatch(const RuntimeReport & /*report*/) {
  return {{},
          Severity::Problem,
          Text::tr("The NVIDIA driver was updated and is not loaded yet"),
          Text::tr("The libraries are of one version and the loaded driver of another, so no program can use the GPU."),
          Text::tr("Reboot the runtime. In a container, restart it after the host's driver was updated.")};
}

Finding librariesHidden(const RuntimeReport & /*report*/) {
  return {{},
          Severity::Problem,
          Text::tr("Programs started here do not see the GPU libraries"),
          Text::tr("nvidia-smi cannot find libnvidia-ml.so, and it is in none of the usual folders."),
          Text::tr("Make the folder that holds it known to the runtime's dynamic linker (ldconfig).")};
}

Finding driverUnanswered(const RuntimeReport &report) {
  const QString what = Text::tr("The NVIDIA driver is not loaded");
  if (!hasNvidia(report)) {
    return {{},
            Severity::Warning,
            what,
            Text::tr("nvidia-smi is installed, but no driver answers it, and no NVIDIA GPU shows on the PCI bus. The "
                     "login node of a cluster often is such a machine."),
            Text::tr("Connect to a machine that has its GPU, or reboot if one was just added.")};
  }
  return {{},
          Severity::Problem,
          what,
          Text::tr("An NVIDIA GPU is there, but no driver answers for it."),
          Text::tr("Install the NVIDIA driver, version 580 or newer, or reboot if one was just installed. After a "
                   "kernel update the driver has to be built again for the new kernel.")};
}

Finding noDevices(const RuntimeReport & /*report*/) {
  return {{},
          Severity::Problem,
          Text::tr("The NVIDIA driver finds no GPU"),
          Text::tr("nvidia-smi says \"No devices were found\": the GPU did not start, was switched off, was not handed "
                   "to this machine, or is one that this driver does not serve."),
          Text::tr("Reboot the runtime, or rent another one. A GPU of the Blackwell generation or newer needs the open "
                   "kernel modules of the driver.")};
}

Finding lost(const RuntimeReport &report) {
  return {{},
          Severity::Problem,
          Text::tr("A GPU is lost"),
          Text::tr("%1 no longer answers its driver: it fell off the PCI bus, usually by overheating, too little power "
                   "or a fault.")
              .arg(whichGpu(report)),
          rebootFix()};
}

Finding needsReset(const RuntimeReport & /*report*/) {
  return {{},
          Severity::Problem,
          Text::tr("A GPU has to be reset"),
          Text::tr("nvidia-smi says \"GPU requires reset\": after an error the GPU takes no more work until then."),
          Text::tr("End the programs that use it and run nvidia-smi --gpu-reset as root, or reboot the runtime.")};
}

Finding unreachable(const RuntimeReport &report) {
  return {{},
          Severity::Problem,
          Text::tr("A GPU does not answer"),
          Text::tr("The driver knows %1 but cannot open it. This is how a GPU looks that fell off the PCI bus.")
              .arg(whichGpu(report)),
          isContainer(report) ? Text::tr("Start the container again; if that does not help, reboot its host.")
                              : rebootFix()};
}

Finding permissions(const RuntimeReport &report) {
  return {{},
          Severity::Problem,
          Text::tr("This user may not use the GPU"),
          Text::tr("The NVIDIA driver answers \"Insufficient Permissions\" to %1.")
              .arg(report.facts.user.isEmpty() ? Text::tr("this user") : report.facts.user),
          isContainer(report)
              ? Text::tr("Start the container so that it may open the devices: without rootless mode's limits, or with "
                         "SELinux allowing container_use_devices.")
              : Text::tr("Let the user into the group that owns /dev/nvidiactl (often video), then log in again.")};
}

Finding blocked(const RuntimeReport & /*report*/) {
  return {{},
          Severity::Problem,
          Text::tr("Windows does not let WSL use the GPU"),
          Text::tr("The driver answers \"GPU access blocked by the operating system\". The GPU's mode or an old WSL "
                   "kernel is the usual reason; a container inside WSL needs no-cgroups = false in "
                   "/etc/nvidia-container-runtime/config.toml."),
          Text::tr("Run wsl --update, then wsl --shutdown. A data center GPU has to be in WDDM mode, not TCC.")};
}

// A container loses its devices when systemd reloads its host's units (NVIDIA/nvidia-container-toolkit#48).
Finding accessLost(const RuntimeReport &report) {
  if (!isContainer(report)) {
    return {{},
            Severity::Problem,
            Text::tr("The NVIDIA driver does not start"),
            Text::tr("nvidia-smi says \"Failed to initialize NVML: Unknown Error\"."),
            Text::tr("Reboot the runtime. If it stays, install the driver again.")};
  }
  return {{},
          Severity::Problem,
          Text::tr("The container lost its access to the GPU"),
          Text::tr("nvidia-smi says \"Failed to initialize NVML: Unknown Error\": the rules that let this container "
                   "open the GPU's devices are gone, as after a reload of the host's services."),
          Text::tr("Restart the container.")};
}

Finding cellErrors(const RuntimeReport & /*report*/) {
  return {{},
          Severity::Warning,
          Text::tr("nvidia-smi shows errors of a GPU"),
          Text::tr("Where figures should be it shows ERR! or \"Unknown Error\": a sensor that does not answer for a "
                   "moment, or a GPU that is about to fail."),
          Text::tr("Look again with nvidia-smi. If the errors stay, reboot the runtime or rent another one.")};
}

}  // namespace

// Sources: nvmlErrorString's texts (NVML API reference, nvmlReturn_t) and nvidia-smi's own, as they stand in reports:
// NVIDIA/open-gpu-kernel-modules#387 and #1193, JosephKJ/OWOD#81, NVIDIA/nvidia-container-toolkit#33, #48 and #580,
// microsoft/WSL#9938 and #14339, Azure/azhpc-diagnostics#77, utkuozdemir/nvidia_gpu_exporter#393.
const QList<SmiText> &smiTexts() {
  static const QList<SmiText> texts{
      {"driver-mismatch", "Driver/library version mismatch", mismatch, true},
      {"gpu-libraries-hidden", "couldn't find libnvidia-ml", librariesHidden, false},
      {"driver-missing", "couldn't communicate with the NVIDIA driver", driverUnanswered, false},
      {"driver-missing", "Failed to initialize NVML: Driver Not Loaded", driverUnanswered, false},
      {"no-devices-found", "No devices were found", noDevices, true},
      {"gpu-lost", "GPU is lost", lost, true},
      {"gpu-needs-reset", "GPU requires reset", needsReset, true},
      {"gpu-unreachable", "Unable to determine the device handle for GPU", unreachable, true},
      {"gpu-permission", "Failed to initialize NVML: Insufficient Permissions", permissions, true},
      {"gpu-access-blocked", "GPU access blocked by the operating system", blocked, true},
      {"gpu-access-lost", "Failed to initialize NVML: Unknown Error", accessLost, true},
      {"gpu-reports-errors", "ERR!", cellErrors, true},
      {"gpu-reports-errors", "[Unknown Error]", cellErrors, true},
  };
  return texts;
}

const SmiText *smiTextOf(const RuntimeReport &report) {
  const auto said = [&report](const SmiText &text) {
    const QLatin1String words(text.words);
    return report.smi.output.contains(words, Qt::CaseInsensitive) || report.smi.complaints.contains(words);
  };
  // On a Jetson it says so with the driver in order.
  if (report.facts.kind == QLatin1String("jetson")) return nullptr;
  const auto found = std::find_if(smiTexts().begin(), smiTexts().end(), said);
  return found == smiTexts().end() ? nullptr : &*found;
}

bool hasNvidia(const RuntimeReport &report) {
  return std::any_of(report.facts.gpus.begin(), report.facts.gpus.end(),
                     [](const Gpu &gpu) { return gpu.vendor == QLatin1String("nvidia"); });
}

}  // namespace nightjar
