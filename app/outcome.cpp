#include "app/outcome.h"

#include <QDateTime>

#include "core/base/shell_word.h"
#include "core/base/text.h"
#include "core/profiles/profile_record.h"

namespace nightjar {

namespace {

/// `start` with what was asked for, and what came of it.
Profile profileFrom(const Outcome &outcome, Profile start) {
  const Place &place = *outcome.place;
  start.root = place.root;
  start.index = place.wishes.index;
  start.stableIndex = place.wishes.stableIndex;
  start.python = place.wishes.python;
  start.keep = place.wishes.keep;
  SetupState state;
  state.target = place.target;
  state.connectOptions = place.options;
  state.facts = outcome.facts;
  state.choice = outcome.choice;
  state.lock = outcome.lock;
  state.environment = outcome.result.environment;
  state.report = outcome.result.report;
  const bool runs = outcome.result.state == QLatin1String("running");
  return recorded(std::move(start), state, runs ? Ending::None : endingOf(outcome.result.error),
                  QDateTime::currentDateTimeUtc());
}

/// Nothing where nothing is to be saved.
std::optional<SavedProfile> saveProfile(Desk &desk, const Outcome &outcome) {
  if (outcome.job.isEmpty() || !outcome.isNews) {
    return {};
  }
  Profile start = outcome.place->profile.value_or(Profile{});
  if (!desk.line.saveProfile.isEmpty()) {
    start.name = desk.line.saveProfile;
  }
  if (start.name.isEmpty()) {
    return {};
  }
  const auto saved = desk.profiles.save(profileFrom(outcome, start));
  if (!saved) {
    desk.out.error(saved.error());
  } else if (!desk.line.saveProfile.isEmpty()) {
    desk.out.note(Text::tr("Saved as %1. Next time: nightjar install %2").arg(start.name, shellWord(start.name)));
  }
  return SavedProfile{start.name, saved};
}

}  // namespace

JobResult resultFrom(Result<JobResult> result) {
  if (result) return *std::move(result);
  JobResult failed;
  failed.error = result.error();
  if (failed.error->isCancelled()) failed.state = QStringLiteral("cancelled");
  return failed;
}

int finish(Desk &desk, const Outcome &outcome) {
  const auto profile = saveProfile(desk, outcome);
  InstallReport::finished(desk.out, outcome.job, outcome.choice, outcome.result, profile);
  return outcome.result.error ? exitCode(outcome.result.error->fault) : 0;
}

}  // namespace nightjar
