#include "core/verify/checks.h"

#include <algorithm>
#include <array>

#include "core/base/json.h"
#include "core/base/text.h"

namespace nightjar {

namespace {

enum class Needs { Nothing, Gpu, Torchvision };

/// The table of checks: one row here, one function of that name in resources/agent/checks.py.
struct Check {
  const char *id;
  const char *title;
  Needs needs;
  bool required;  ///< a failure means the environment is not switched to; else it is a warning
  int timeout;    ///< seconds; importing a large torch from a cold network disk takes a minute
};

constexpr std::array checks{
    Check{"import", QT_TRANSLATE_NOOP("nightjar", "Imported from the new environment"), Needs::Nothing, true, 300},
    Check{"versions", QT_TRANSLATE_NOOP("nightjar", "Versions are the chosen ones"), Needs::Nothing, true, 60},
    Check{"cpu", QT_TRANSLATE_NOOP("nightjar", "Matrix product and gradient on the CPU"), Needs::Nothing, true, 120},
    Check{"cuda", QT_TRANSLATE_NOOP("nightjar", "The GPU is available"), Needs::Gpu, true, 120},
    Check{"arch", QT_TRANSLATE_NOOP("nightjar", "The build has code for this GPU"), Needs::Gpu, true, 60},
    Check{"matmul", QT_TRANSLATE_NOOP("nightjar", "Matrix product on the GPU equals the CPU's"), Needs::Gpu, true, 180},
    Check{"nms", QT_TRANSLATE_NOOP("nightjar", "torchvision's operators load"), Needs::Torchvision, true, 120},
    Check{"bf16", QT_TRANSLATE_NOOP("nightjar", "bfloat16 arithmetic"), Needs::Nothing, false, 120},
    Check{"compile", QT_TRANSLATE_NOOP("nightjar", "torch.compile"), Needs::Nothing, false, 300},
};

QString reasonToSkip(const Check &check, const Expectation &expected) {
  if (check.needs == Needs::Gpu && expected.variant == QLatin1String("cpu")) {
    return Text::tr("not for this build");
  }
  if (check.needs == Needs::Torchvision && !expected.versions.contains(QStringLiteral("torchvision"))) {
    return Text::tr("torchvision is not part of this build");
  }
  return {};
}

QString titleOf(const QString &id) {
  for (const Check &check : checks) {
    if (id == QLatin1String(check.id)) {
      return Text::tr(check.title);
    }
  }
  return id;
}

struct StateName {
  CheckState state;
  const char *name;
};
constexpr std::array stateNames{StateName{CheckState::Passed, "passed"}, StateName{CheckState::Warning, "warning"},
                                StateName{CheckState::Failed, "failed"}, StateName{CheckState::Skipped, "skipped"}};

/// An unknown word counts as a failure: what we cannot read proves nothing.
CheckState stateFromName(const QString &name) {
  for (const StateName &row : stateNames) {
    if (name == QLatin1String(row.name)) {
      return row.state;
    }
  }
  return CheckState::Failed;
}

QString nameOf(CheckState state) {
  for (const StateName &row : stateNames) {
    if (row.state == state) {
      return QLatin1String(row.name);
    }
  }
  return {};
}

QString pythonOf(const QString &environment) {
  return environment + QStringLiteral("/bin/python");
}

}  // namespace

QJsonObject verifyArgs(const QString &environment, const Expectation &expected) {
  QJsonArray rows;
  for (const Check &check : checks) {
    rows.append(QJsonObject{{"id", QLatin1String(check.id)},
                            {"required", check.required},
                            {"skip", orNull(reasonToSkip(check, expected))},
                            {"timeout_s", check.timeout}});
  }
  QJsonObject versions;
  for (auto it = expected.versions.cbegin(); it != expected.versions.cend(); ++it) {
    versions.insert(it.key(), it.value());
  }
  return {{"environment", environment},
          {"python", pythonOf(environment)},
          {"expect", QJsonObject{{"versions", versions}, {"variant", expected.variant}}},
          {"library_path", expected.libraryPath},
          {"checks", rows}};
}

CheckRow checkRowFromJson(const QJsonObject &row) {
  const QString id = row[QLatin1String("id")].toString();
  return {id, titleOf(id), stateFromName(row[QLatin1String("state")].toString()),
          row[QLatin1String("detail")].toString(), row[QLatin1String("seconds")].toDouble()};
}

VerifyReport reportFromJson(const QJsonObject &object) {
  VerifyReport report;
  report.environment = object[QLatin1String("environment")].toString();
  report.python = object[QLatin1String("python")].toString();
  const QJsonObject versions = object[QLatin1String("versions")].toObject();
  for (auto it = versions.begin(); it != versions.end(); ++it) {
    report.versions.insert(it.key(), it.value().toString());
  }
  report.commit = object[QLatin1String("commit")].toString();
  const QJsonObject cuda = object[QLatin1String("cuda")].toObject();
  report.cudaRuntime = cuda[QLatin1String("runtime")].toString();
  report.cudaAvailable = cuda[QLatin1String("available")].toBool();
  report.device = cuda[QLatin1String("device")].toString();
  report.capability = cuda[QLatin1String("capability")].toString();
  const QJsonArray rows = object[QLatin1String("checks")].toArray();
  for (const auto row : rows) {
    report.checks.append(checkRowFromJson(row.toObject()));
  }
  report.sample = object[QLatin1String("sample")].toBool();
  report.ok = object[QLatin1String("ok")].toBool() && !report.checks.isEmpty();
  return report;
}

VerifyReport silentReport(const QString &environment, const Expectation &expected, const QList<CheckRow> &told,
                          const Error &error) {
  VerifyReport report;
  report.environment = environment;
  report.python = pythonOf(environment);
  report.checks = told;
  const QString sentences = QStringList{error.what, error.why, error.fix}.join(QLatin1Char(' '));
  bool failed = false;
  for (const Check &check : checks) {
    const QString id = QLatin1String(check.id);
    if (std::any_of(told.begin(), told.end(), [&id](const CheckRow &row) { return row.id == id; })) {
      continue;
    }
    CheckRow row{id, Text::tr(check.title), CheckState::Skipped, reasonToSkip(check, expected), 0};
    if (row.detail.isEmpty() && !failed) {
      failed = true;
      row.state = CheckState::Failed;
      row.detail = sentences;
    } else if (row.detail.isEmpty()) {
      row.detail = Text::tr("the environment's Python does not start");
    }
    report.checks.append(row);
  }
  return report;
}

QJsonObject toJson(const CheckRow &row) {
  return {{"id", row.id},
          {"title", row.title},
          {"state", nameOf(row.state)},
          {"detail", row.detail},
          {"seconds", row.seconds}};
}

QJsonObject toJson(const VerifyReport &report) {
  QJsonArray rows;
  for (const CheckRow &row : report.checks) {
    rows.append(toJson(row));
  }
  QJsonObject versions;
  for (auto it = report.versions.cbegin(); it != report.versions.cend(); ++it) {
    versions.insert(it.key(), it.value());
  }
  return {{"schema", "nightjar.verify/1"},
          {"environment", report.environment},
          {"python", report.python},
          {"versions", versions},
          {"commit", orNull(report.commit)},
          {"cuda", QJsonObject{{"runtime", orNull(report.cudaRuntime)},
                               {"available", report.cudaAvailable},
                               {"device", orNull(report.device)},
                               {"capability", orNull(report.capability)}}},
          {"checks", rows},
          {"sample", report.sample},
          {"ok", report.ok}};
}

QStringList checkIds() {
  QStringList ids;
  for (const Check &check : checks) {
    ids.append(QLatin1String(check.id));
  }
  return ids;
}

}  // namespace nightjar
