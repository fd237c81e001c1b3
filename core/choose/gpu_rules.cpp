#include "core/choose/gpu_rules.h"

#include <QVersionNumber>
#include <algorithm>

#include "core/base/text.h"
#include "core/choose/variants_table.h"

namespace nightjar {

namespace {

QString cudaText(const Variant &variant) {
  return QStringLiteral("%1.%2").arg(variant.major).arg(variant.minor);
}

// How the variant's code reaches a GPU; one of unknown capability gets the benefit of the doubt. PTX of a CUDA newer
// than the driver's cannot be compiled there (cudaErrorUnsupportedPtxVersion), so it reaches nothing.
Reach nvidiaReach(const WheelCode &code, const Gpu &gpu, bool aboveDriver) {
  const auto capability = parseCapability(gpu.computeCapability);
  const Reach reached = capability ? reach(code, *capability) : Reach::Code;
  return reached == Reach::Ptx && aboveDriver ? Reach::None : reached;
}

// "7.5", or "7.5 and 8.9" for several GPUs; empty where none is known.
QString capabilitiesOf(const QList<Gpu> &gpus) {
  QStringList known;
  for (const Gpu &gpu : gpus) {
    if (parseCapability(gpu.computeCapability) && !known.contains(gpu.computeCapability))
      known.append(gpu.computeCapability);
  }
  return known.join(Text::tr(" and "));
}

QList<Gpu> withoutCode(const WheelCode &code, const QList<Gpu> &gpus, bool aboveDriver) {
  QList<Gpu> left;
  std::copy_if(gpus.begin(), gpus.end(), std::back_inserter(left),
               [&](const Gpu &gpu) { return nvidiaReach(code, gpu, aboveDriver) == Reach::None; });
  return left;
}

}  // namespace

QString namesOf(const QList<Gpu> &gpus) {
  QStringList names;
  for (const Gpu &gpu : gpus)
    if (!names.contains(gpu.name)) names.append(gpu.name);
  return names.join(QStringLiteral(", "));
}

std::optional<Verdict> cpuRule(const Subject &subject) {
  if (subject.variant.kind != VariantKind::Cpu) return {};
  const VariantKind wanted = wantedKind(subject.facts);
  if (wanted != VariantKind::Cpu) {
    return Verdict{Fits::Warning,
                   Text::tr("runs, but leaves the %1 unused").arg(namesOf(gpusFor(wanted, subject.facts)))};
  }
  // A driver is only there where a GPU was meant to be: one that fell off the bus is not "no GPU".
  if (subject.facts.driver && gpusFor(VariantKind::Cuda, subject.facts).isEmpty()) {
    return Verdict{Fits::Warning, Text::tr("an NVIDIA driver is loaded (%1), but no GPU was found; the CPU build runs")
                                      .arg(subject.facts.driver->version)};
  }
  QList<Gpu> aside = subject.facts.gpus;
  aside.removeIf([](const Gpu &gpu) { return !isSetAside(gpu); });
  if (!aside.isEmpty()) {
    return Verdict{Fits::Warning, Text::tr("runs; the %1 is set aside for a virtual machine").arg(namesOf(aside))};
  }
  if (const QString names = namesOf(subject.facts.gpus); !names.isEmpty())
    return Verdict{Fits::Yes, Text::tr("PyTorch has no build for the %1; the CPU build runs everywhere").arg(names)};
  return Verdict{Fits::Yes, Text::tr("There is no GPU here; the CPU build is made for that")};
}

// docs.nvidia.com/deploy/cuda-compatibility: within a major version, the major's first driver is enough.
std::optional<Verdict> driverRule(const Subject &subject) {
  if (subject.variant.kind != VariantKind::Cuda) return {};
  if (gpusFor(VariantKind::Cuda, subject.facts).isEmpty())
    return Verdict{Fits::No, Text::tr("%1 is for NVIDIA GPUs; there is none here").arg(subject.name)};
  const QString least = leastDriver(subject.variant.major, subject.facts.kind == QLatin1String("wsl"));
  const QString version = subject.facts.driver ? subject.facts.driver->version : QString();
  const QString cuda = driverCuda(subject.facts);
  const bool knowsMajor = !cuda.isEmpty();
  const bool cudaTooOld = knowsMajor && QVersionNumber::fromString(cuda).majorVersion() < subject.variant.major;
  // A Jetson's driver comes with its system and may tell no version.
  if (version.isEmpty() && !knowsMajor && subject.facts.kind == QLatin1String("jetson"))
    return Verdict{Fits::Warning, Text::tr("which CUDA this Jetson's driver runs is not known")};
  if (version.isEmpty() && !knowsMajor) {
    return Verdict{Fits::No, least.isEmpty()
                                 ? Text::tr("%1 needs an NVIDIA driver; none is loaded here").arg(subject.name)
                                 : Text::tr("%1 needs an NVIDIA driver of version %2 or newer; none is loaded here")
                                       .arg(subject.name, least)};
  }
  if (!least.isEmpty() && !version.isEmpty()) {
    if (QVersionNumber::fromString(version) < QVersionNumber::fromString(least)) {
      return Verdict{
          Fits::No,
          Text::tr("%1 needs a driver of version %2 or newer; yours is %3").arg(subject.name, least, version)};
    }
  } else if (cudaTooOld) {
    return Verdict{Fits::No, Text::tr("%1 needs a driver with CUDA %2; yours runs CUDA up to %3")
                                 .arg(subject.name, cudaText(subject.variant), cuda)};
  } else if (least.isEmpty() && !knowsMajor) {
    return Verdict{Fits::Warning,
                   Text::tr("whether driver %1 runs CUDA %2 is not known").arg(version, cudaText(subject.variant))};
  }
  return Verdict{Fits::Yes,
                 knowsMajor
                     ? Text::tr("Your driver runs CUDA up to %1").arg(cuda)
                     : Text::tr("Your driver %1 is new enough for CUDA %2").arg(version).arg(subject.variant.major)};
}

bool isAboveDriver(const Variant &variant, const RuntimeFacts &facts) {
  if (variant.kind != VariantKind::Cuda) return false;
  const QString cuda = driverCuda(facts);
  if (cuda.isEmpty()) return variant.minor > 0;
  return QVersionNumber::fromString(cuda) < QVersionNumber(variant.major, variant.minor);
}

// nvbandwidth#61: cudaErrorUnsupportedPtxVersion with a 13.2 build on a 580 driver; machine code runs all the same.
std::optional<Verdict> cudaMinorRule(const Subject &subject) {
  if (gpusFor(VariantKind::Cuda, subject.facts).isEmpty() || !isAboveDriver(subject.variant, subject.facts)) return {};
  const QString cuda = driverCuda(subject.facts);
  if (cuda.isEmpty()) {
    return Verdict{Fits::Warning, Text::tr("newer perhaps than the driver's CUDA, which is not known: kernels compiled "
                                           "at run time may fail")};
  }
  return Verdict{Fits::Warning,
                 Text::tr("%1 needs a driver with CUDA %2; yours reports %3: kernels compiled at run time may fail")
                     .arg(subject.name, cudaText(subject.variant), cuda)};
}

int gpusWithCode(const Variant &variant, const RuntimeFacts &facts) {
  const QList<Gpu> gpus = gpusFor(variant.kind, facts);
  if (variant.kind == VariantKind::Rocm) {
    return static_cast<int>(std::count_if(gpus.begin(), gpus.end(), [&variant](const Gpu &gpu) {
      return rocmHasCode(variant, gpu.architecture).value_or(true);
    }));
  }
  const auto code = variant.kind == VariantKind::Cuda ? wheelCode(variant, facts.os.arch) : std::nullopt;
  return static_cast<int>(gpus.size() - (code ? withoutCode(*code, gpus, isAboveDriver(variant, facts)).size() : 0));
}

// CUDA C++ Programming Guide, "Binary Compatibility" and "PTX Compatibility".
std::optional<Verdict> capabilityRule(const Subject &subject) {
  if (subject.variant.kind != VariantKind::Cuda) return {};
  const QList<Gpu> gpus = gpusFor(VariantKind::Cuda, subject.facts);
  if (gpus.isEmpty()) return {};
  const auto code = wheelCode(subject.variant, subject.facts.os.arch);
  if (!code) return Verdict{Fits::Warning, Text::tr("which GPUs %1 has code for is not known").arg(subject.name)};
  const bool above = isAboveDriver(subject.variant, subject.facts);
  const QList<Gpu> left = withoutCode(*code, gpus, above);
  if (!left.isEmpty()) {
    const QString text = Text::tr("%1 has no code for compute capability %2 (%3)")
                             .arg(subject.name, capabilitiesOf(left), namesOf(left));
    if (left.size() == gpus.size()) return Verdict{Fits::No, text};
    return Verdict{Fits::Warning, text + Text::tr(": left out")};
  }
  const QString known = capabilitiesOf(gpus);
  if (known.isEmpty() ||
      std::any_of(gpus.begin(), gpus.end(), [](const Gpu &gpu) { return !parseCapability(gpu.computeCapability); }))
    return Verdict{Fits::Warning, Text::tr("the GPU's compute capability is not known; judged by the driver alone")};
  if (std::any_of(gpus.begin(), gpus.end(),
                  [&](const Gpu &gpu) { return nvidiaReach(*code, gpu, above) == Reach::Ptx; })) {
    return Verdict{Fits::Warning,
                   Text::tr("compute capability %1 only through PTX: kernels are compiled at first use").arg(known)};
  }
  return Verdict{Fits::Yes, Text::tr("%1 has code for compute capability %2").arg(subject.name, known)};
}

std::optional<Verdict> amdRule(const Subject &subject) {
  if (subject.variant.kind != VariantKind::Rocm) return {};
  const QList<Gpu> gpus = gpusFor(VariantKind::Rocm, subject.facts);
  if (gpus.isEmpty()) return Verdict{Fits::No, Text::tr("%1 is for AMD GPUs; there is none here").arg(subject.name)};
  QStringList runs, fails, unknown;
  for (const Gpu &gpu : gpus) {
    const auto has = rocmHasCode(subject.variant, gpu.architecture);
    QStringList &list = !has ? unknown : *has ? runs : fails;
    const QString name = gpu.architecture.isEmpty() ? gpu.name : gpu.architecture;
    if (!list.contains(name)) list.append(name);
  }
  const auto joined = [](const QStringList &names) { return names.join(QStringLiteral(", ")); };
  if (!fails.isEmpty()) {
    return Verdict{runs.isEmpty() && unknown.isEmpty() ? Fits::No : Fits::Warning,
                   Text::tr("%1 has no code for %2").arg(subject.name, joined(fails))};
  }
  if (!unknown.isEmpty()) {
    return Verdict{Fits::Warning,
                   Text::tr("whether %1 has code for %2 is not known").arg(subject.name, joined(unknown))};
  }
  return Verdict{Fits::Yes, Text::tr("%1 has code for %2").arg(subject.name, joined(runs))};
}

std::optional<Verdict> intelRule(const Subject &subject) {
  if (subject.variant.kind != VariantKind::Xpu) return {};
  const QList<Gpu> gpus = gpusFor(VariantKind::Xpu, subject.facts);
  if (!gpus.isEmpty()) {
    if (std::any_of(gpus.begin(), gpus.end(), [](const Gpu &gpu) { return intelGpu(gpu) == IntelGpu::Capable; }))
      return Verdict{Fits::Yes, Text::tr("xpu is made for the %1").arg(namesOf(gpus))};
    return Verdict{Fits::Warning, Text::tr("whether xpu runs on the %1 is not known").arg(namesOf(gpus))};
  }
  const bool anyIntel = std::any_of(subject.facts.gpus.begin(), subject.facts.gpus.end(),
                                    [](const Gpu &gpu) { return gpu.vendor == QLatin1String("intel"); });
  return Verdict{Fits::No,
                 anyIntel ? Text::tr("xpu needs Intel Arc, Data Center GPU or Core Ultra graphics; these are older")
                          : Text::tr("xpu is for Intel GPUs; there is none here")};
}

std::optional<Verdict> unknownVariantRule(const Subject &subject) {
  if (subject.variant.kind != VariantKind::Unknown) return {};
  return Verdict{Fits::No, Text::tr("what hardware %1 is for is not known").arg(subject.name)};
}

}  // namespace nightjar
