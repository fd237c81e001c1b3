#pragma once

#include <QJsonObject>
#include <optional>

#include "core/walk/build.h"
#include "core/walk/runtime_facts.h"
#include "core/walk/target.h"
#include "core/walk/verify_report.h"

namespace nightjar {

/// What the walk has found so far: each step reads what the steps before it left and adds its own.
struct SetupState {
  std::optional<Target> target;
  ConnectOptions connectOptions;
  std::optional<RuntimeFacts> facts;
  std::optional<BuildList> builds;
  std::optional<Choice> choice;
  QString environment;  ///< absolute path of the environment that install made
  std::optional<VerifyReport> report;
  QJsonObject lock;  ///< of that environment (core/install/lock.h); empty where it is not known
};

}  // namespace nightjar
