#include "core/detect/facts_reader.h"
#include "core/base/open_file.h"

#include <QFile>
#include <QJsonArray>
#include <QJsonDocument>
#include <QJsonObject>
#include <QRegularExpression>
#include <cstdio>

#include "core/base/text.h"
#include "core/detect/plain_text.h"

namespace nightjar {

namespace {

constexpr auto schemaName = "nightjar.runtime/1";
constexpr qsizetype mostEntries = 256;
constexpr qsizetype mostText = 4096;

Error unusable(const QString &why) {
  return {Text::tr("These facts cannot be used."),
          why,
          Text::tr("Save a runtime's facts with: nightjar detect TARGET --json > FILE"),
          {},
          Fault::Usage};
}

/// One object of the report. The first thing wrong, anywhere in it, is kept in `problem`, named by its place.
struct Part {
  QJsonObject object;
  QString place;  ///< "gpus[0]."; empty at the top
  QString &problem;

  void wrong(const char *key, const QString &expected) const {
    if (problem.isEmpty()) problem = Text::tr("%1%2 should be %3.").arg(place, QLatin1String(key), expected);
  }

  /// The value under `key`, of `type`, else an undefined one.
  QJsonValue value(const char *key, QJsonValue::Type type, const QString &expected, bool mayBeNull) const {
    QJsonValue found = object[QLatin1String(key)];
    if (found.type() == type) return found;
    if (!mayBeNull || !found.isNull()) wrong(key, expected);
    return QJsonValue::Undefined;
  }

  /// Text that matches `pattern`; null where it is not known.
  QString text(const char *key, const char *pattern = ".*", bool mayBeNull = true) const {
    const QJsonValue found =
        value(key, QJsonValue::String, mayBeNull ? Text::tr("a text or null") : Text::tr("a text"), mayBeNull);
    if (found.isUndefined()) return {};
    const QString plain = plainText(found.toString(), mostText);
    static const QRegularExpression::PatternOptions options = QRegularExpression::DotMatchesEverythingOption;
    const QRegularExpression shape(QRegularExpression::anchoredPattern(QLatin1String(pattern)), options);
    if (!shape.match(plain).hasMatch()) {
      if (problem.isEmpty()) problem = Text::tr("%1%2 is \"%3\".").arg(place, QLatin1String(key), plainText(plain, 60));
      return {};
    }
    return plain.isEmpty() ? QString() : plain;
  }

  /// As text(), for a field that reports saved by an older version lack.
  QString later(const char *key, const char *pattern) const {
    return object.contains(QLatin1String(key)) ? text(key, pattern) : QString();
  }

  QString path(const char *key) const {
    QString found = value(key, QJsonValue::String, Text::tr("a path"), false).toString();
    if (!isUsablePath(found)) wrong(key, Text::tr("an absolute path"));
    return found;
  }

  // A path that is shown as it is: detect itself leaves out a Python whose path is no plain text.
  QString plainPath(const char *key) const {
    QString found = path(key);
    if (plainText(found, mostText) != found) wrong(key, Text::tr("a path of plain text"));
    return found;
  }

  bool flag(const char *key) const { return value(key, QJsonValue::Bool, Text::tr("true or false"), false).toBool(); }

  qint64 amount(const char *key) const {
    const double found = value(key, QJsonValue::Double, Text::tr("a number or null"), true).toDouble(0);
    if (found >= 0 && found < 9e15) return static_cast<qint64>(found);
    wrong(key, Text::tr("a number that is not negative"));
    return 0;
  }

  Part part(const char *key) const {
    return {value(key, QJsonValue::Object, Text::tr("an object"), false).toObject(),
            place + QLatin1String(key) + QLatin1Char('.'), problem};
  }

  /// Every entry of the list under `key`, read by `read`.
  template <typename T>
  QList<T> list(const char *key, T (*read)(const Part &)) const {
    const QJsonArray array = value(key, QJsonValue::Array, Text::tr("a list"), false).toArray();
    if (array.size() > mostEntries) wrong(key, Text::tr("a list of at most %1").arg(mostEntries));
    QList<T> entries;
    for (qsizetype i = 0; i < array.size() && problem.isEmpty(); ++i) {
      const QString entry = QStringLiteral("%1%2[%3]").arg(place, QLatin1String(key)).arg(i);
      if (!array.at(i).isObject()) {
        problem = Text::tr("%1 should be an object.").arg(entry);
      } else {
        entries.append(read({array.at(i).toObject(), entry + QLatin1Char('.'), problem}));
      }
    }
    return entries;
  }
};

OsFacts readOs(const Part &os) {
  return {os.text("id"),   os.text("version"), os.text("kernel"),
          os.text("arch"), os.text("libc"),    os.text("libc_version", "([0-9][0-9.]{0,15})?")};
}

Gpu readGpu(const Part &gpu) {
  return {gpu.text("vendor", "nvidia|amd|intel", false),
          gpu.text("name"),
          gpu.amount("memory_mib"),
          gpu.text("compute_capability", "([0-9]{1,2}\\.[0-9]{1,2})?"),
          gpu.text("architecture", "((sm_|gfx)[0-9a-z]{2,8})?"),
          gpu.text("uuid"),
          gpu.later("pci_device", "([0-9a-f]{4}:[0-9a-f]{4})?"),
          gpu.later("kernel_driver", "[0-9A-Za-z_-]{0,40}")};
}

PythonFacts readPython(const Part &python) {
  return {python.plainPath("path"), python.text("version", "[0-9]+\\.[0-9]+[0-9A-Za-z.+]{0,24}", false),
          python.flag("free_threaded"), python.flag("has_venv"), python.flag("has_pip")};
}

Finding readFinding(const Part &finding) {
  const QString severity = finding.text("severity", "note|warning|problem", false);
  return {finding.text("id"),
          severity == QLatin1String("problem")   ? Severity::Problem
          : severity == QLatin1String("warning") ? Severity::Warning
                                                 : Severity::Note,
          finding.text("what"), finding.text("why"), finding.text("fix")};
}

std::optional<Driver> readDriver(const Part &top) {
  if (top.object[QLatin1String("driver")].isNull()) return std::nullopt;
  const Part driver = top.part("driver");
  const Driver read{driver.text("version", "([0-9][0-9.]{0,31})?"), driver.text("cuda", "([0-9]{1,3}\\.[0-9]{1,3})?")};
  if (read.version.isEmpty() && read.cuda.isEmpty()) return std::nullopt;
  return read;
}

RuntimeFacts readFacts(const Part &top) {
  RuntimeFacts facts;
  facts.os = readOs(top.part("os"));
  facts.kind = top.text("kind", "[a-z]{1,20}", false);
  facts.gpus = top.list("gpus", readGpu);
  facts.driver = readDriver(top);
  facts.pythons = top.list("pythons", readPython);
  const Part tools = top.part("tools");
  facts.uv = tools.text("uv");
  facts.git = tools.text("git");
  const Part disk = top.part("disk");
  facts.disk = {disk.path("path"), disk.object["free_bytes"].isNull() ? -1 : disk.amount("free_bytes")};
  if (top.object.contains(QLatin1String("environments"))) {  // older reports lack them
    facts.environments =
        environmentsFromJson(top.value("environments", QJsonValue::Array, Text::tr("a list"), false).toArray());
  }
  facts.memoryBytes = top.amount("memory_bytes");
  facts.findings = top.list("findings", readFinding);
  return facts;
}

QString lineOf(const QByteArray &json, int offset) {
  return QString::number(json.left(offset).count('\n') + 1);
}

}  // namespace

Result<RuntimeFacts> factsFromJson(const QByteArray &json) {
  if (json.trimmed().isEmpty()) return unusable(Text::tr("There is nothing in it."));
  QJsonParseError parse;
  const QJsonDocument document = QJsonDocument::fromJson(json, &parse);
  if (parse.error != QJsonParseError::NoError) {
    return unusable(Text::tr("It is not JSON: line %1: %2.").arg(lineOf(json, parse.offset), parse.errorString()));
  }
  const QJsonObject object = document.object();
  const QJsonValue schema = object[QLatin1String("schema")];
  if (schema.toString() != QLatin1String(schemaName)) {
    return unusable(
        schema.isString()
            ? Text::tr("Its schema is \"%1\", not %2.").arg(plainText(schema.toString(), 60), QLatin1String(schemaName))
            : Text::tr("It does not say that its schema is %1.").arg(QLatin1String(schemaName)));
  }
  if (object.contains(QLatin1String("error"))) {
    return unusable(Text::tr("It reports a failure, not a runtime: %1")
                        .arg(plainText(object[QLatin1String("error")][QLatin1String("what")].toString())));
  }
  QString problem;
  const RuntimeFacts facts = readFacts({object, {}, problem});
  if (!problem.isEmpty()) return unusable(problem);
  return facts;
}

Result<RuntimeFacts> readFactsFile(const QString &path) {
  QFile file(path);
  QString why;
  const bool opened =
      path == QLatin1String("-") ? file.open(stdin, QIODevice::ReadOnly) : openAtOnce(file, QIODevice::ReadOnly, why);
  const QByteArray json = opened ? file.read(mostFactsBytes + 1) : QByteArray();
  if (!opened || (json.isEmpty() && file.error() != QFileDevice::NoError))
    return unusable(Text::tr("\"%1\" cannot be read: %2.").arg(plainText(path), opened ? file.errorString() : why));
  if (json.size() > mostFactsBytes)
    return unusable(Text::tr("It holds more than %1 MiB.").arg(mostFactsBytes / 1024 / 1024));
  return factsFromJson(json);
}

}  // namespace nightjar
