#include "core/base/text.h"
#include "core/choose/gpu_rules.h"
#include "core/choose/variants_table.h"

// What lies between a GPU and the programs that use it: the kernel's driver and its device files.

namespace nightjar {

// A GPU that PCI tells of and that has another driver, or none, computes nothing. Its number and its driver are learned
// together: without the number nothing was learned.
std::optional<Verdict> kernelDriverRule(const Subject &subject) {
  const QStringList drivers = kernelDrivers(subject.variant.kind);
  QList<Gpu> gpus = gpusFor(subject.variant.kind, subject.facts);
  if (drivers.isEmpty() || gpus.isEmpty()) return {};
  const auto all = gpus.size();
  gpus.removeIf([&drivers](const Gpu &gpu) {
    const bool unknown = gpu.kernelDriver.isEmpty() && (gpu.pciDevice.isEmpty() || !gpu.architecture.isEmpty());
    return unknown || drivers.contains(gpu.kernelDriver);
  });
  if (gpus.isEmpty()) return {};
  const QString needed = drivers.join(Text::tr(" or "));
  const QString has = gpus.constFirst().kernelDriver;
  return Verdict{
      all == gpus.size() ? Fits::No : Fits::Warning,
      has.isEmpty()
          ? Text::tr("%1 needs the kernel driver %2; the %3 has none").arg(subject.name, needed, namesOf(gpus))
          : Text::tr("%1 needs the kernel driver %2; the %3 has %4").arg(subject.name, needed, namesOf(gpus), has)};
}

// What detect found about the files through which a program reaches the GPU.
std::optional<Verdict> deviceFileRule(const Subject &subject) {
  struct Row {
    VariantKind kind;
    const char *finding;
  };
  static constexpr Row rows[] = {
      {VariantKind::Rocm, "rocm-device-missing"},   {VariantKind::Rocm, "rocm-device-denied"},
      {VariantKind::Rocm, "render-device-missing"}, {VariantKind::Rocm, "render-device-denied"},
      {VariantKind::Xpu, "render-device-missing"},  {VariantKind::Xpu, "render-device-denied"}};
  if (gpusFor(subject.variant.kind, subject.facts).isEmpty()) return {};
  for (const Row &row : rows) {
    if (row.kind != subject.variant.kind) continue;
    for (const Finding &finding : subject.facts.findings)
      if (finding.id == QLatin1String(row.finding)) return Verdict{Fits::Warning, finding.what};
  }
  return {};
}

}  // namespace nightjar
