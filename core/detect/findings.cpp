#include "core/detect/findings.h"

#include <algorithm>

#include "core/detect/device_findings.h"
#include "core/detect/gpu_findings.h"
#include "core/detect/smi_texts.h"
#include "core/detect/system_findings.h"

namespace nightjar {

const QList<FindingRule> &findingRules() {
  static const QList<FindingRule> rules{
      {"driver-missing", driverMissing},
      {"foreign-gpu-driver", foreignDriver},
      {"gpu-set-aside", gpusSetAside},
      {"gpu-libraries-hidden", gpuLibrariesHidden},
      {"cuda-library-missing", cudaLibraryMissing},
      {"nvidia-smi-hangs", nvidiaSmiHangs},
      {"nvidia-smi-denied", nvidiaSmiDenied},
      {"nvidia-smi-fails", nvidiaSmiFails},
      {"driver-sources-differ", driverSourcesDiffer},
      {"mig-without-instance", migWithoutInstance},
      {"rocm-device-missing", rocmDeviceMissing},
      {"rocm-device-denied", rocmDeviceDenied},
      {"render-device-missing", renderDeviceMissing},
      {"render-device-denied", renderDeviceDenied},
      {"musl", musl},
      {"old-glibc", oldGlibc},
      {"no-usable-python", noUsablePython},
      {"root-not-writable", rootNotWritable},
      {"little-disk", littleDisk},
      {"no-venv", noVenv},
      {"no-gpu", noGpu},
      {"several-gpus", severalGpus},
      {"foreign-variables", foreignVariables},
      {"colab-terms", colabTerms},
      {"colab-lifetime", colabLifetime},
  };
  return rules;
}

QList<Finding> findingsOf(const RuntimeReport &report) {
  QList<Finding> findings;
  if (const SmiText *text = smiTextOf(report)) {
    findings.append(text->say(report));
    findings.last().id = QString::fromLatin1(text->id);
  }
  for (const FindingRule &rule : findingRules()) {
    auto finding = rule.look(report);
    if (!finding) continue;
    finding->id = QString::fromLatin1(rule.id);
    findings.append(*finding);
  }
  std::stable_sort(findings.begin(), findings.end(),
                   [](const Finding &a, const Finding &b) { return a.severity > b.severity; });
  return findings;
}

}  // namespace nightjar
