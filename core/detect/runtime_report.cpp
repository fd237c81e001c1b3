#include "core/detect/runtime_report.h"

#include <QJsonArray>
#include <QRegularExpression>
#include <algorithm>
#include <tuple>

#include "core/base/text.h"
#include "core/detect/plain_text.h"
#include "core/detect/smi_texts.h"

namespace nightjar {

namespace {

const QString homeRoot = QStringLiteral("~/nightjar");
const QString colabRoot = QStringLiteral("/content/nightjar");

// Null, a number, an object where a text should be: not known.
QString text(const QJsonValue &value, qsizetype most = 200) {
  const QString plain = plainText(value.toString(), most);
  return plain.isEmpty() ? QString() : plain;
}

QString textLike(const QJsonValue &value, const QString &pattern) {
  const QString plain = text(value);
  const QRegularExpression shape(QStringLiteral("\\A(?:%1)\\z").arg(pattern));
  return shape.match(plain).hasMatch() ? plain : QString();
}

QString path(const QJsonValue &value) {
  return isUsablePath(value.toString()) ? value.toString() : QString();
}

qint64 amount(const QJsonValue &value) {
  return std::max<qint64>(0, value.toInteger());
}

OsFacts readOs(const QJsonObject &os) {
  return {text(os["id"]),   text(os["version"]), text(os["kernel"]),
          text(os["arch"]), text(os["libc"]),    textLike(os["libc_version"], QStringLiteral("[0-9][0-9.]{0,15}"))};
}

QString readKind(const QJsonObject &reply) {
  // A Colab VM is a container too, and a container on Jetson is first of all a Jetson: the more telling word wins.
  for (const char *kind : {"colab", "wsl", "jetson", "container"})
    if (reply[QLatin1String(kind)].toBool()) return QString::fromLatin1(kind);
  return QStringLiteral("host");
}

QList<Gpu> readGpus(const QJsonArray &array) {
  QList<Gpu> gpus;
  for (const QJsonValue value : array) {
    const QJsonObject object = value.toObject();
    Gpu gpu;
    gpu.vendor = textLike(object["vendor"], QStringLiteral("nvidia|amd|intel"));
    if (gpu.vendor.isEmpty() || gpus.size() >= 256) continue;
    gpu.name = text(object["name"], 100);
    if (gpu.name.isEmpty()) {
      gpu.name = Text::tr("%1 GPU").arg(gpu.vendor == QLatin1String("nvidia") ? QStringLiteral("NVIDIA")
                                        : gpu.vendor == QLatin1String("amd")  ? QStringLiteral("AMD")
                                                                              : QStringLiteral("Intel"));
    }
    gpu.memoryMib = amount(object["memory_mib"]);
    gpu.computeCapability = textLike(object["compute_capability"], QStringLiteral("[0-9]{1,2}\\.[0-9]{1,2}"));
    gpu.architecture = textLike(object["architecture"], QStringLiteral("(sm_|gfx)[0-9a-z]{2,8}"));
    if (gpu.architecture.isEmpty() && !gpu.computeCapability.isEmpty())
      gpu.architecture = QStringLiteral("sm_") + QString(gpu.computeCapability).remove(QLatin1Char('.'));
    gpu.uuid = text(object["uuid"], 100);
    gpu.pciDevice = textLike(object["pci_device"], QStringLiteral("[0-9a-f]{4}:[0-9a-f]{4}"));
    gpu.kernelDriver = textLike(object["kernel_driver"], QStringLiteral("[0-9A-Za-z_-]{1,40}"));
    gpus.append(gpu);
  }
  return gpus;
}

// A GPU in MIG mode that is no instance itself: no program can use it.
QStringList readEmptyMig(const QJsonArray &array) {
  QStringList names;
  for (const QJsonValue value : array) {
    if (value["mig"].toBool() && !value["uuid"].toString().startsWith(QLatin1String("MIG-")) && names.size() < 8)
      names.append(text(value["name"], 100));
  }
  return names;
}

// A GPU that nvidia-smi complains of is there, even where nothing else shows it (WSL has no PCI bus to look at).
void addUnseenGpu(RuntimeReport &report) {
  const SmiText *text = smiTextOf(report);
  if (text && text->gpuIsThere && !hasNvidia(report))
    report.facts.gpus.prepend(
        {QStringLiteral("nvidia"), Text::tr("%1 GPU").arg(QStringLiteral("NVIDIA")), 0, {}, {}, {}});
}

std::optional<QList<DeviceFile>> readDevices(const QJsonValue &value) {
  if (!value.isArray()) return std::nullopt;
  QList<DeviceFile> devices;
  for (const QJsonValue each : value.toArray()) {
    const QString file = textLike(each["path"], QStringLiteral("/dev/[0-9A-Za-z/_-]{1,60}"));
    if (!file.isEmpty() && devices.size() < 256)
      devices.append({file, each["usable"].toBool(true), text(each["group"], 64)});
  }
  return devices;
}

NvidiaSmi readSmi(const QJsonObject &smi) {
  NvidiaSmi read{path(smi["path"]), std::nullopt, text(smi["output"], 2000), text(smi["complaints"], 2000)};
  if (smi["exit"].isDouble()) read.exit = smi["exit"].toInt();
  return read;
}

std::optional<Driver> readDriver(const QJsonObject &driver) {
  const Driver read{textLike(driver["version"], QStringLiteral("[0-9][0-9.]{0,31}")),
                    textLike(driver["cuda"], QStringLiteral("[0-9]{1,3}\\.[0-9]{1,3}"))};
  if (read.version.isEmpty() && read.cuda.isEmpty()) return std::nullopt;
  return read;
}

// A version's numbers, so that 3.9 comes before 3.13; a pre-release before its release.
std::tuple<int, int, int, bool> versionKey(const QString &version) {
  static const QRegularExpression shape(QStringLiteral("^([0-9]+)\\.([0-9]+)(?:\\.([0-9]+))?(.*)$"));
  const auto match = shape.match(version);
  return {match.captured(1).toInt(), match.captured(2).toInt(), match.captured(3).toInt(),
          match.capturedView(4).isEmpty()};
}

// Best first: one nightlies are made for, not free-threaded, not the newest minor whose package set still has holes
// (3.15 has no torchvision), able to make an environment by itself; then the newest. The agent's order decides the
// rest: it names the Pythons of PATH first.
QList<PythonFacts> readPythons(const QJsonArray &array) {
  QList<PythonFacts> pythons;
  for (const QJsonValue value : array) {
    const QJsonObject object = value.toObject();
    const PythonFacts python{path(object["path"]),
                             textLike(object["version"], QStringLiteral("[0-9]+\\.[0-9]+[0-9A-Za-z.+]{0,24}")),
                             object["free_threaded"].toBool(), object["has_venv"].toBool(), object["has_pip"].toBool()};
    // An interpreter whose path would not survive being shown is none we want to run.
    if (python.path.isEmpty() || python.version.isEmpty() || plainText(python.path, 4096) != python.path) continue;
    if (pythons.size() < 256) pythons.append(python);
  }
  const auto key = [](const PythonFacts &python) {
    const auto version = versionKey(python.version);
    const bool holes = std::tuple(std::get<0>(version), std::get<1>(version)) >= std::tuple(3, 15);
    return std::tuple(hasNightlies(python), !python.freeThreaded, !holes, python.hasVenv, version);
  };
  std::stable_sort(pythons.begin(), pythons.end(),
                   [&key](const PythonFacts &a, const PythonFacts &b) { return key(a) > key(b); });
  return pythons;
}

QMap<QString, QString> readTexts(const QJsonObject &object, qsizetype most) {
  QMap<QString, QString> texts;
  for (auto it = object.begin(); it != object.end() && texts.size() < 200; ++it)
    if (it->isString()) texts.insert(plainText(it.key(), 100), plainText(it->toString(), most));
  return texts;
}

// Of the roots the agent was asked about, the one where environments will live.
QJsonObject wantedRoot(const QJsonArray &roots, const QString &asked, const QString &kind) {
  const QString wanted = !asked.isEmpty() ? asked : kind == QLatin1String("colab") ? colabRoot : homeRoot;
  for (const QJsonValue root : roots)
    if (root["asked"].toString() == wanted) return root.toObject();
  return {};
}

Result<void> readRoot(const QJsonObject &root, const QString &asked, RuntimeReport &report) {
  report.facts.disk = {path(root["path"]), amount(root["free_bytes"])};
  if (report.facts.disk.path.isEmpty()) {
    return Error{Text::tr("The runtime does not say where environments can live."),
                 asked.isEmpty() ? Text::tr("Its answer names no usable folder.")
                                 : Text::tr("\"%1\" is no folder there that can be used.").arg(plainText(asked)),
                 Text::tr("Name a folder with --root, as an absolute path."),
                 {}};
  }
  report.rootExists = root["exists"].toBool();
  report.rootWritable = root["writable"].toBool(true);
  const QJsonObject current = root["current"].toObject();
  report.facts.currentEnvironment = path(current["path"]);
  report.facts.currentBuild = text(current["build"]);
  return {};
}

}  // namespace

QStringList rootsToAsk(const QString &askedRoot) {
  return askedRoot.isEmpty() ? QStringList{homeRoot, colabRoot} : QStringList{askedRoot};
}

bool hasNightlies(const PythonFacts &python) {
  const auto [major, minor, patch, release] = versionKey(python.version);
  return major == 3 && minor >= (python.freeThreaded ? 14 : 10);
}

Result<RuntimeReport> readReport(const QJsonObject &reply, const QString &askedRoot) {
  RuntimeReport report;
  RuntimeFacts &facts = report.facts;
  facts.os = readOs(reply["os"].toObject());
  facts.kind = readKind(reply);
  facts.gpus = readGpus(reply["gpus"].toArray());
  const QJsonObject driver = reply["driver"].toObject();
  facts.driver = readDriver(driver);
  report.driverSources = readTexts(driver["sources"].toObject(), 40);
  facts.libraryPath = path(reply["library_path"]);
  facts.pythons = readPythons(reply["pythons"].toArray());
  const QJsonObject tools = reply["tools"].toObject();
  facts.uv = text(tools["uv"]["version"], 40);
  facts.uvPath = path(tools["uv"]["path"]);
  facts.git = text(tools["git"]["version"], 40);
  report.virtualenv = text(tools["virtualenv"]["version"], 40);
  facts.memoryBytes = amount(reply["memory_bytes"]);
  facts.home = path(reply["home"]);
  facts.user = text(reply["user"], 64);
  facts.pipCert = path(reply["pip"]["cert"]);
  facts.pipProxy = text(reply["pip"]["proxy"], 500);
  report.smi = readSmi(reply["nvidia_smi"].toObject());
  report.devices = readDevices(reply["devices"]);
  report.cudaLibrary = reply["cuda_library"].toBool(true);
  report.emptyMig = readEmptyMig(reply["gpus"].toArray());
  addUnseenGpu(report);
  report.environment = readTexts(reply["env"].toObject(), 500);
  const auto root = readRoot(wantedRoot(reply["roots"].toArray(), askedRoot, facts.kind), askedRoot, report);
  if (!root) return root.error();
  return report;
}

}  // namespace nightjar
