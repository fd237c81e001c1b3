#pragma once

#include <QJsonArray>
#include <QJsonObject>
#include <QList>
#include <QString>

#include "core/base/result.h"
#include "core/walk/build.h"
#include "core/walk/runtime_facts.h"

namespace nightjar {

/// One step of a job, as a value. What it does is either `verb` with `args` (a verb of the agent's) or, for the verb
/// "run", argv arrays in its args; never shell.
struct PlanStep {
  QString id;         ///< "preflight", "venv", …; stable, other programs read it
  QString title;      ///< for people: "Make the environment"
  double weight = 1;  ///< its share of the overall progress, in rough seconds
  QString verb;
  QJsonObject args;
};

/// What will be done on a runtime. Can be printed, compared, exported; starting it is job.h's business.
struct Plan {
  QString title;
  QString root;         ///< absolute environment root on the runtime
  QString environment;  ///< absolute path of the environment it makes
  Choice choice;
  QList<PlanStep> steps;
};

/// The pipeline that puts `choice` on the runtime described by `facts`: preflight, venv, tooling, resolve, download,
/// install, check, verify, activate. `stamp` ("20261123-061700") makes the environment's folder name.
/// Errors: NoBuild where the choice has no usable Python; Failed where the root is unusable.
[[nodiscard]] Result<Plan> planInstall(const RuntimeFacts &facts, const Choice &choice, const QString &stamp);

}  // namespace nightjar
