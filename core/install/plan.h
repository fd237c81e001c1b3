#pragma once

#include <QJsonObject>
#include <QList>
#include <QMap>
#include <QString>

#include "core/base/result.h"
#include "core/walk/build.h"
#include "core/walk/runtime_facts.h"

namespace nightjar {

/// One step of a job, as a value: a verb of the agent's with its arguments. Commands in them are argv arrays, never
/// shell.
struct PlanStep {
  QString id;         ///< "preflight", "venv", …; stable, other programs read it
  QString title;      ///< for people: "Make the environment"
  double weight = 1;  ///< its share of the overall progress, in rough seconds
  QString verb;
  QJsonObject args;
  bool optional = false;                          ///< a failure skips the step, with its reason
  QString environment = QStringLiteral("clean");  ///< which of Plan::stepEnvironment its commands get
};

/// What will be done on a runtime. Can be printed, compared, exported; starting it is job.h's business.
struct Plan {
  QString title;
  QString stamp;
  QString root;         ///< absolute environment root on the runtime
  QString environment;  ///< absolute path of the environment it makes
  QString work;  ///< absolute path of its temporary folder, beside the environment (a small /tmp must not matter)
  Choice choice;
  QList<PlanStep> steps;
  QJsonObject stepEnvironment;
  QList<Environment> removed;  ///< old environments that go once the new one is in use
  QStringList wayToSpace;      ///< what to remove where the disk turns out too full, in a sentence; may be none
  QString note = {};           ///< what may turn out otherwise on the way, in a sentence; usually null
  bool isFromJob = false;      ///< read back from a job: its choice says less than its steps
};

/// `stamp` for a plan that is made now: UTC, "20261123-061700".
[[nodiscard]] QString stampNow();

/// The pipeline that puts `choice` on the runtime described by `facts`: preflight, venv, tooling, resolve, download,
/// install, check, verify, activate; and tidy, where the choice's `keep` leaves something to remove. `stamp`
/// ("20261123-061700") makes the environment's folder name. Errors: NoBuild where the choice has no usable Python;
/// Failed where the root is not absolute.
[[nodiscard]] Result<Plan> planInstall(const RuntimeFacts &facts, const Choice &choice, const QString &stamp);

/// The title of the step `id`; `id` itself where the plan has no such step.
[[nodiscard]] QString stepTitle(const Plan &plan, const QString &id);

/// The version of each package that `choice` installs, by its name.
[[nodiscard]] QMap<QString, QString> chosenVersions(const Choice &choice);

/// What an environment's record says of it from the start (nightjar.json); the agent adds what it came to.
[[nodiscard]] QJsonObject manifestOf(const Choice &choice);

/// The agent's `job.start` argument for `plan`, under the job id `id`.
[[nodiscard]] QJsonObject jobFromPlan(const Plan &plan, const QString &id);

/// The plan that `job` was made from, for whoever follows it without having started it. What a job does not say (why
/// the build was chosen, its size) stays empty. Never fails: a job's texts come from the runtime and are only shown.
[[nodiscard]] Plan planFromJob(const QJsonObject &job);

}  // namespace nightjar
