#include <QJsonArray>

#include "core/base/json.h"
#include "core/detect/detect.h"

namespace nightjar {

namespace {

QString severityName(Severity severity) {
  switch (severity) {
    case Severity::Note: return QStringLiteral("note");
    case Severity::Warning: return QStringLiteral("warning");
    case Severity::Problem: return QStringLiteral("problem");
  }
  return {};
}

QJsonObject json(const OsFacts &os) {
  return {{"id", orNull(os.id)},     {"version", orNull(os.version)}, {"kernel", orNull(os.kernel)},
          {"arch", orNull(os.arch)}, {"libc", orNull(os.libc)},       {"libc_version", orNull(os.libcVersion)}};
}

QJsonObject json(const Gpu &gpu) {
  return {{"vendor", gpu.vendor},
          {"name", gpu.name},
          {"memory_mib", orNull(gpu.memoryMib)},
          {"compute_capability", orNull(gpu.computeCapability)},
          {"architecture", orNull(gpu.architecture)},
          {"uuid", orNull(gpu.uuid)},
          {"pci_device", orNull(gpu.pciDevice)},
          {"kernel_driver", orNull(gpu.kernelDriver)}};
}

QJsonObject json(const PythonFacts &python) {
  return {{"path", python.path},
          {"version", python.version},
          {"free_threaded", python.freeThreaded},
          {"has_venv", python.hasVenv},
          {"has_pip", python.hasPip}};
}

QJsonObject json(const Finding &finding) {
  return {{"id", finding.id},
          {"severity", severityName(finding.severity)},
          {"what", finding.what},
          {"why", finding.why},
          {"fix", finding.fix}};
}

template <typename T>
QJsonArray jsonArray(const QList<T> &values) {
  QJsonArray array;
  for (const T &value : values) array.append(json(value));
  return array;
}

}  // namespace

QJsonObject toJson(const RuntimeFacts &facts) {
  const QJsonValue driver =
      facts.driver
          ? QJsonValue(QJsonObject{{"version", orNull(facts.driver->version)}, {"cuda", orNull(facts.driver->cuda)}})
          : QJsonValue();
  // 0 is a full disk, not an unknown one.
  const QJsonValue freeBytes = facts.disk.freeBytes < 0 ? QJsonValue() : QJsonValue(facts.disk.freeBytes);
  return {{"schema", "nightjar.runtime/1"},
          {"os", json(facts.os)},
          {"kind", facts.kind},
          {"gpus", jsonArray(facts.gpus)},
          {"driver", driver},
          {"pythons", jsonArray(facts.pythons)},
          {"tools", QJsonObject{{"uv", orNull(facts.uv)}, {"git", orNull(facts.git)}}},
          {"disk", QJsonObject{{"path", facts.disk.path}, {"free_bytes", freeBytes}}},
          {"environments", toJson(facts.environments)},
          {"memory_bytes", orNull(facts.memoryBytes)},
          {"findings", jsonArray(facts.findings)}};
}

}  // namespace nightjar
