#include "core/detect/reply_gpus.h"

#include "core/base/text.h"
#include "core/detect/reply_values.h"
#include "core/detect/smi_texts.h"

namespace nightjar {

using namespace reply;

namespace {

constexpr qsizetype mostGpus = 256;

QString namelessGpu(const QString &vendor) {
  return Text::tr("%1 GPU").arg(vendor == QLatin1String("nvidia") ? QStringLiteral("NVIDIA")
                                : vendor == QLatin1String("amd")  ? QStringLiteral("AMD")
                                                                  : QStringLiteral("Intel"));
}

Gpu readGpu(const QJsonObject &object, const QString &vendor) {
  static const QRegularExpression capability = wholeText("[0-9]{1,2}\\.[0-9]{1,2}");
  static const QRegularExpression architecture = wholeText("(sm_|gfx)[0-9a-z]{2,8}");
  static const QRegularExpression device = wholeText("[0-9a-f]{4}:[0-9a-f]{4}");
  static const QRegularExpression driver = wholeText("[0-9A-Za-z_-]{1,40}");
  Gpu gpu;
  gpu.vendor = vendor;
  gpu.name = text(object["name"], 100);
  if (gpu.name.isEmpty()) gpu.name = namelessGpu(vendor);
  gpu.memoryMib = amount(object["memory_mib"]);
  gpu.computeCapability = textLike(object["compute_capability"], capability);
  gpu.architecture = textLike(object["architecture"], architecture);
  if (gpu.architecture.isEmpty() && !gpu.computeCapability.isEmpty())
    gpu.architecture = QStringLiteral("sm_") + QString(gpu.computeCapability).remove(QLatin1Char('.'));
  gpu.uuid = text(object["uuid"], 100);
  gpu.pciDevice = textLike(object["pci_device"], device);
  gpu.kernelDriver = textLike(object["kernel_driver"], driver);
  return gpu;
}

}  // namespace

QList<Gpu> readGpus(const QJsonArray &array) {
  static const QRegularExpression vendors = wholeText("nvidia|amd|intel");
  QList<Gpu> gpus;
  for (const QJsonValue value : array) {
    if (gpus.size() >= mostGpus) break;
    const QJsonObject object = value.toObject();
    if (const QString vendor = textLike(object["vendor"], vendors); !vendor.isEmpty())
      gpus.append(readGpu(object, vendor));
  }
  return gpus;
}

QStringList emptyMigOf(const QJsonArray &array) {
  QStringList names;
  for (const QJsonValue value : array) {
    if (names.size() >= 8) break;
    if (value["mig"].toBool() && !value["uuid"].toString().startsWith(QLatin1String("MIG-")))
      names.append(text(value["name"], 100));
  }
  return names;
}

void addUnseenGpu(RuntimeReport &report) {
  const SmiText *said = smiTextOf(report);
  if (!said || !said->gpuIsThere || hasNvidia(report)) return;
  const QString vendor = QStringLiteral("nvidia");
  report.facts.gpus.prepend({vendor, namelessGpu(vendor), 0, {}, {}, {}});
}

}  // namespace nightjar
