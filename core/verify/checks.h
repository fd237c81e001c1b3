#pragma once

#include <QJsonArray>
#include <QJsonObject>
#include <QMap>
#include <QString>

#include "core/base/error.h"
#include "core/walk/verify_report.h"

namespace nightjar {

/// What the packages of an environment should be.
struct Expectation {
  QMap<QString, QString> versions;  ///< "torch" → "2.16.0.dev20261121+cu130"
  QString variant;                  ///< "cu130"; decides which rows apply
  QString libraryPath;              ///< for LD_LIBRARY_PATH where the driver's libraries need it; else empty
};

/// The agent's `verify` arguments for `environment`: every row of the table, those that do not apply with the reason.
[[nodiscard]] QJsonObject verifyArgs(const QString &environment, const Expectation &expected);

/// A row as the agent reports it, with its title from the table. Text from outside is kept plain.
[[nodiscard]] CheckRow checkRowFromJson(const QJsonObject &row);

/// The agent's report.
[[nodiscard]] VerifyReport reportFromJson(const QJsonObject &report);

/// The report where the environment's Python fell silent after the rows `told`: the next row of the table failed with
/// the words of `error`, those behind it were skipped.
[[nodiscard]] VerifyReport silentReport(const QString &environment, const Expectation &expected,
                                        const QList<CheckRow> &told, const Error &error);

/// The report `nightjar verify --json` prints: schema "nightjar.verify/1".
[[nodiscard]] QJsonObject toJson(const VerifyReport &report);
/// One row, as reports and events show it.
[[nodiscard]] QJsonObject toJson(const CheckRow &row);

/// The ids of the table, in order. For tests: each needs a function of that name in resources/agent/checks.py.
[[nodiscard]] QStringList checkIds();

}  // namespace nightjar
