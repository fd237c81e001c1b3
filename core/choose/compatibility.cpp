#include "core/choose/compatibility.h"

#include <algorithm>

#include "core/choose/gpu_rules.h"
#include "core/choose/platform_rules.h"
#include "core/choose/resource_rules.h"
#include "core/choose/variants_table.h"

namespace nightjar {

const QList<CompatibilityRule> &compatibilityRules() {
  static const QList<CompatibilityRule> rules{
      {"architecture", architectureRule},
      {"libc", libcRule},
      {"python", pythonRule},
      {"disk", diskRule},
      {"memory", memoryRule},
      {"unknown-variant", unknownVariantRule},
      {"cpu", cpuRule},
      {"driver", driverRule},
      {"cuda-minor", cudaMinorRule},
      {"capability", capabilityRule},
      {"kernel-driver", kernelDriverRule},
      {"device-file", deviceFileRule},
      {"amd", amdRule},
      {"intel", intelRule},
  };
  return rules;
}

Judgement judge(const Subject &subject) {
  Judgement judgement;
  QStringList texts[3];
  for (const CompatibilityRule &rule : compatibilityRules()) {
    const auto verdict = rule.judge(subject);
    if (!verdict) continue;
    judgement.fits = std::max(judgement.fits, verdict->fits);
    if (!verdict->text.isEmpty()) texts[static_cast<int>(verdict->fits)].append(verdict->text);
  }
  judgement.reasons = texts[static_cast<int>(judgement.fits)];
  return judgement;
}

QList<Gpu> gpusFor(VariantKind kind, const RuntimeFacts &facts) {
  const auto belongs = [kind](const Gpu &gpu) {
    if (isSetAside(gpu)) return false;
    switch (kind) {
      case VariantKind::Cuda: return gpu.vendor == QLatin1String("nvidia");
      case VariantKind::Rocm: return gpu.vendor == QLatin1String("amd");
      case VariantKind::Xpu: return gpu.vendor == QLatin1String("intel") && intelGpu(gpu) != IntelGpu::TooOld;
      case VariantKind::Cpu:
      case VariantKind::Unknown: return false;
    }
    return false;
  };
  QList<Gpu> gpus;
  std::copy_if(facts.gpus.begin(), facts.gpus.end(), std::back_inserter(gpus), belongs);
  return gpus;
}

VariantKind wantedKind(const RuntimeFacts &facts) {
  for (const VariantKind kind : {VariantKind::Cuda, VariantKind::Rocm, VariantKind::Xpu})
    if (!gpusFor(kind, facts).isEmpty()) return kind;
  return VariantKind::Cpu;
}

QString driverCuda(const RuntimeFacts &facts) {
  if (!facts.driver) return {};
  return facts.driver->cuda.isEmpty() ? cudaOfDriver(facts.driver->version) : facts.driver->cuda;
}

}  // namespace nightjar
