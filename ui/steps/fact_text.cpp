#include "ui/steps/fact_text.h"

#include <QCoreApplication>
#include <QLocale>

namespace nightjar {

namespace {

struct Facts {
  Q_DECLARE_TR_FUNCTIONS(nightjar::Facts)
};

const QString dot = QStringLiteral(" · ");

QString inUnits(double value) {
  return QLocale().toString(value, 'f', value >= 20 || value == static_cast<int>(value) ? 0 : 1);
}

// os-release IDs and the agent's own words, as people write them.
struct Spelling {
  const char *id;
  const char *text;
};
constexpr Spelling systems[] = {{"ubuntu", "Ubuntu"}, {"debian", "Debian"},     {"fedora", "Fedora"},
                                {"rhel", "RHEL"},     {"centos", "CentOS"},     {"rocky", "Rocky Linux"},
                                {"arch", "Arch"},     {"opensuse", "openSUSE"}, {"almalinux", "AlmaLinux"},
                                {"amzn", "Amazon"},   {"sles", "SUSE"},         {"alpine", "Alpine"}};
constexpr Spelling kinds[] = {{"colab", QT_TRANSLATE_NOOP("nightjar::Facts", "Google Colab")},
                              {"wsl", QT_TRANSLATE_NOOP("nightjar::Facts", "Windows (WSL)")},
                              {"container", QT_TRANSLATE_NOOP("nightjar::Facts", "Container")},
                              {"jetson", QT_TRANSLATE_NOOP("nightjar::Facts", "NVIDIA Jetson")}};

QString systemName(const OsFacts &os) {
  QString name = os.id;
  for (const Spelling &system : systems)
    if (os.id == QLatin1String(system.id)) name = QString::fromLatin1(system.text);
  return QStringLiteral("%1 %2").arg(name, os.version).trimmed();
}

QString runtimeText(const RuntimeFacts &facts) {
  QStringList parts;
  for (const Spelling &kind : kinds)
    if (facts.kind == QLatin1String(kind.id)) parts << Facts::tr(kind.text);
  parts << systemName(facts.os) << QString(facts.os.arch).replace(QStringLiteral("x86_64"), QStringLiteral("x86-64"));
  parts.removeAll(QString());
  return parts.join(QStringLiteral(", "));
}

KeyValue pythonRow(const RuntimeFacts &facts) {
  if (facts.pythons.isEmpty()) return {Facts::tr("Python"), Facts::tr("none found"), {}, Tone::Warn};
  const PythonFacts &best = facts.pythons.first();
  KeyValue row{Facts::tr("Python"), best.version, {}, Tone::Muted};
  if (!best.hasVenv) {
    row.extra = Facts::tr("without venv");
    row.tone = Tone::Warn;
  } else if (facts.pythons.size() > 1) {
    row.extra = Facts::tr("and %n more", nullptr, static_cast<int>(facts.pythons.size()) - 1);
  }
  return row;
}

QString gpuLine(const Gpu &gpu, const std::optional<Driver> &driver) {
  QStringList parts;
  if (gpu.memoryMib > 0) parts << Facts::tr("%1 memory").arg(memorySize(gpu.memoryMib * 1024 * 1024));
  if (!gpu.computeCapability.isEmpty()) {
    parts << Facts::tr("compute capability %1").arg(gpu.computeCapability);
  } else if (!gpu.architecture.isEmpty()) {
    parts << gpu.architecture;
  }
  if (driver && !driver->version.isEmpty()) parts << Facts::tr("driver %1").arg(driver->version);
  if (driver && !driver->cuda.isEmpty()) parts << Facts::tr("runs CUDA up to %1").arg(driver->cuda);
  return parts.join(dot);
}

}  // namespace

QString diskSize(qint64 bytes) {
  // Cut off, not rounded: what is not there must not be shown.
  const qint64 megabytes = bytes / 1'000'000;
  const qint64 tenths = bytes / 100'000'000;
  if (tenths < 10) return Facts::tr("%1 MB").arg(inUnits(static_cast<double>(megabytes)));
  return Facts::tr("%1 GB").arg(inUnits(static_cast<double>(tenths) / 10));
}

QString memorySize(qint64 bytes) {
  constexpr double gib = 1024.0 * 1024 * 1024;
  return Facts::tr("%1 GB").arg(inUnits(qRound(static_cast<double>(bytes) / gib * 10) / 10.0));
}

QList<GpuGroup> gpuGroups(const RuntimeFacts &facts) {
  QList<QPair<Gpu, int>> counted;
  for (const Gpu &gpu : facts.gpus) {
    const auto same = std::find_if(counted.begin(), counted.end(), [&gpu](const auto &other) {
      return other.first.name == gpu.name && other.first.memoryMib == gpu.memoryMib;
    });
    if (same == counted.end()) {
      counted.append({gpu, 1});
    } else {
      ++same->second;
    }
  }
  QList<GpuGroup> groups;
  for (const auto &[gpu, count] : counted) {
    const QString name = gpu.name.isEmpty() ? Facts::tr("GPU without a name") : gpu.name;
    groups.append(
        {count == 1 ? name : QStringLiteral("%1 × %2").arg(QString::number(count), name), gpuLine(gpu, facts.driver)});
  }
  return groups;
}

QList<KeyValue> systemRows(const RuntimeFacts &facts) {
  return {{Facts::tr("Runtime"), runtimeText(facts), {}, Tone::Muted},
          pythonRow(facts),
          {Facts::tr("uv"), facts.uv.isEmpty() ? Facts::tr("not here") : facts.uv, {}, Tone::Muted}};
}

QList<KeyValue> resourceRows(const RuntimeFacts &facts) {
  const QString current = facts.currentBuild.isEmpty() ? facts.currentEnvironment : buildText(facts.currentBuild);
  return {{Facts::tr("Disk"),
           facts.disk.freeBytes > 0 ? Facts::tr("%1 free").arg(diskSize(facts.disk.freeBytes)) : Facts::tr("not known"),
           facts.disk.path, Tone::Muted},
          {Facts::tr("Memory"),
           facts.memoryBytes > 0 ? memorySize(facts.memoryBytes) : Facts::tr("not known"),
           {},
           Tone::Muted},
          {Facts::tr("Environment"), current.isEmpty() ? Facts::tr("none yet") : current, {}, Tone::Muted}};
}

QString factsSummary(const RuntimeFacts &facts) {
  const QList<GpuGroup> groups = gpuGroups(facts);
  if (groups.isEmpty()) return Facts::tr("no GPU");
  QString text = groups.first().name;
  if (groups.size() == 2) text += Facts::tr(" and 1 other");
  if (groups.size() > 2) text += Facts::tr(" and %1 others").arg(groups.size() - 1);
  if (facts.driver && !facts.driver->cuda.isEmpty()) text += Facts::tr(", CUDA %1").arg(facts.driver->cuda);
  return text;
}

QString buildText(const QString &buildId) {
  const QDate date = QDate::fromString(buildId.section(u'-', 0, 0), QStringLiteral("yyyyMMdd"));
  if (!date.isValid()) return buildId;
  return Facts::tr("nightly of %1").arg(QLocale().toString(date, QStringLiteral("d MMM")));
}

QString whenText(const QDateTime &when, const QDateTime &now) {
  const qint64 days = when.toLocalTime().date().daysTo(now.toLocalTime().date());
  if (days == 0) return Facts::tr("today");
  if (days == 1) return Facts::tr("yesterday");
  if (days > 1 && days < 14) return Facts::tr("%n days ago", nullptr, static_cast<int>(days));
  return Facts::tr("on %1").arg(QLocale().toString(when.toLocalTime().date(), QStringLiteral("d MMM yyyy")));
}

}  // namespace nightjar
