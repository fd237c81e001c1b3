#pragma once

#include <optional>

#include "app/commands.h"
#include "app/install_report.h"
#include "app/open_runtime.h"

namespace nightjar {

/// What one install came to, for the command that started it or went back into it: enough for the last event and for
/// the profile.
struct Outcome {
  JobResult result;
  QString job;  ///< its id; empty where nothing was started
  std::optional<Place> place;
  std::optional<RuntimeFacts> facts;
  std::optional<Choice> choice;
  bool isNews = true;  ///< a profile is to know; not what was over before we came
  QJsonObject lock;    ///< of what was installed; empty where it is not known
};

/// `result`, or its error as one.
[[nodiscard]] JobResult resultFrom(Result<JobResult> result);

/// Tells the last event, keeps the profile up to date (--save-profile's, or the one that TARGET named) where a job was
/// started, and returns the exit code.
[[nodiscard]] int finish(Desk &desk, const Outcome &outcome);

}  // namespace nightjar
