#include "core/detect/runtime_report.h"

#include <QJsonArray>
#include <QRegularExpression>
#include <algorithm>
#include <tuple>

#include "core/base/text.h"
#include "core/detect/plain_text.h"
#include "core/detect/reply_gpus.h"
#include "core/detect/reply_values.h"

namespace nightjar {

using namespace reply;

namespace {

// What a list may hold: no machine has so much, and a hostile one cannot make us read more.
constexpr qsizetype mostEntries = 256;

const QString homeRoot = QStringLiteral("~/nightjar");
const QString colabRoot = QStringLiteral("/content/nightjar");

OsFacts readOs(const QJsonObject &os) {
  static const QRegularExpression version = wholeText("[0-9][0-9.]{0,15}");
  return {text(os["id"]),   text(os["version"]), text(os["kernel"]),
          text(os["arch"]), text(os["libc"]),    textLike(os["libc_version"], version)};
}

QString readKind(const QJsonObject &reply) {
  // A Colab VM is a container too, and a container on Jetson is first of all a Jetson: the more telling word wins.
  for (const char *kind : {"colab", "wsl", "jetson", "container"})
    if (reply[QLatin1String(kind)].toBool()) return QString::fromLatin1(kind);
  return QStringLiteral("host");
}

std::optional<QList<DeviceFile>> readDevices(const QJsonValue &value) {
  if (!value.isArray()) return std::nullopt;
  static const QRegularExpression device = wholeText("/dev/[0-9A-Za-z/_-]{1,60}");
  static const QRegularExpression group = wholeText("[0-9A-Za-z_][0-9A-Za-z_.-]{0,31}");
  QList<DeviceFile> devices;
  for (const QJsonValue each : value.toArray()) {
    if (devices.size() >= mostEntries) break;
    if (const QString file = textLike(each["path"], device); !file.isEmpty())
      devices.append({file, each["usable"].toBool(true), textLike(each["group"], group)});
  }
  return devices;
}

NvidiaSmi readSmi(const QJsonObject &smi) {
  NvidiaSmi read{path(smi["path"]), std::nullopt, text(smi["output"], 2000), text(smi["complaints"], 2000)};
  if (smi["exit"].isDouble()) read.exit = smi["exit"].toInt();
  return read;
}

std::optional<Driver> readDriver(const QJsonObject &driver) {
  static const QRegularExpression version = wholeText("[0-9][0-9.]{0,31}");
  static const QRegularExpression cuda = wholeText("[0-9]{1,3}\\.[0-9]{1,3}");
  const Driver read{textLike(driver["version"], version), textLike(driver["cuda"], cuda)};
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
  static const QRegularExpression version = wholeText("[0-9]{1,3}\\.[0-9]{1,3}[0-9A-Za-z.+]{0,24}");
  QList<PythonFacts> pythons;
  for (const QJsonValue value : array) {
    if (pythons.size() >= mostEntries) break;
    const QJsonObject object = value.toObject();
    const PythonFacts python{path(object["path"]), textLike(object["version"], version),
                             object["free_threaded"].toBool(), object["has_venv"].toBool(), object["has_pip"].toBool()};
    // An interpreter whose path would not survive being shown is none we want to run.
    if (python.path.isEmpty() || python.version.isEmpty() || plainText(python.path, 4096) != python.path) continue;
    pythons.append(python);
  }
  const auto key = [](const PythonFacts &python) {
    const auto numbers = versionKey(python.version);
    const bool holes = std::tuple(std::get<0>(numbers), std::get<1>(numbers)) >= std::tuple(3, 15);
    return std::tuple(hasNightlies(python), !python.freeThreaded, !holes, python.hasVenv, numbers);
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
  const QJsonValue free = root["free_bytes"];
  report.facts.disk = {path(root["path"]), free.isDouble() ? amount(free) : -1};
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
  report.facts.environments = environmentsFromJson(root["environments"].toArray());
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
  for (const char *source : {"sys", "proc", "smi"}) {
    if (const QString told = text(driver["sources"][QLatin1String(source)], 40); !told.isEmpty())
      report.driverSources.insert(QString::fromLatin1(source), told);
  }
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
  report.emptyMig = emptyMigOf(reply["gpus"].toArray());
  addUnseenGpu(report);
  report.environment = readTexts(reply["env"].toObject(), 500);
  const auto root = readRoot(wantedRoot(reply["roots"].toArray(), askedRoot, facts.kind), askedRoot, report);
  if (!root) return root.error();
  return report;
}

}  // namespace nightjar
