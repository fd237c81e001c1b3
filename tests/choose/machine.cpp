#include "machine.h"

#include <QJsonArray>

namespace nightjar::test {

namespace {

QString text(const QJsonValue &value, const QString &otherwise) {
  return value.isUndefined() ? otherwise : value.toString();
}

Gpu gpu(const QJsonObject &row) {
  Gpu gpu{row["vendor"].toString(),     row["name"].toString(), 16000,
          row["capability"].toString(), row["gfx"].toString(),  {}};
  if (!gpu.computeCapability.isEmpty())
    gpu.architecture = QStringLiteral("sm_") + QString(gpu.computeCapability).remove(QLatin1Char('.'));
  gpu.pciDevice = row["pci_device"].toString();
  gpu.kernelDriver = row["kernel_driver"].toString();
  return gpu;
}

}  // namespace

PythonFacts python(const QString &version, bool freeThreaded) {
  const QString name = version.section(QLatin1Char('.'), 0, 1) + (freeThreaded ? QStringLiteral("t") : QString());
  return {QStringLiteral("/usr/bin/python%1").arg(name), version, freeThreaded, true, true};
}

RuntimeFacts machine(const QJsonObject &row) {
  RuntimeFacts facts;
  facts.kind = text(row["kind"], QStringLiteral("host"));
  facts.os = {"ubuntu",
              "22.04",
              "6.6",
              text(row["arch"], QStringLiteral("x86_64")),
              text(row["libc"], QStringLiteral("glibc")),
              text(row["libc_version"], QStringLiteral("2.35"))};
  for (const QJsonValue &value : row["gpus"].toArray()) facts.gpus.append(gpu(value.toObject()));
  if (row.contains(QLatin1String("driver")) || row.contains(QLatin1String("cuda")))
    facts.driver = Driver{row["driver"].toString(), row["cuda"].toString()};
  const QJsonArray pythons = row.contains(QLatin1String("pythons")) ? row["pythons"].toArray() : QJsonArray{"3.12.3"};
  for (const QJsonValue &value : pythons) {
    QString version = value.toString();
    const bool freeThreaded = version.endsWith(QLatin1Char('t'));
    if (freeThreaded) version.chop(1);
    facts.pythons.append(python(version, freeThreaded));
  }
  facts.disk = {"/root/nightjar", static_cast<qint64>(row["disk_gb"].toDouble(66) * 1e9)};
  facts.memoryBytes = static_cast<qint64>(row["memory_gb"].toDouble(16) * 1e9);
  if (row["disk_gb"].isNull()) facts.disk.freeBytes = -1;
  facts.uv = row["uv"].toString();
  for (const QJsonValue &id : row["findings"].toArray())
    facts.findings.append({id.toString(), Severity::Problem, "The file is not there", "It is not.", "Hand it in."});
  return facts;
}

RuntimeFacts colabT4() {
  return machine({{"kind", "colab"},
                  {"gpus", QJsonArray{QJsonObject{{"vendor", "nvidia"}, {"name", "Tesla T4"}, {"capability", "7.5"}}}},
                  {"driver", "580.82.07"},
                  {"cuda", "13.0"}});
}

}  // namespace nightjar::test
