#include <QDateTime>

#include "app/commands.h"
#include "app/install_report.h"
#include "app/open_runtime.h"
#include "core/base/shell_word.h"
#include "core/base/text.h"
#include "core/choose/page_cache.h"
#include "core/install/plan.h"
#include "core/profiles/profile_record.h"

namespace nightjar {

namespace {

/// What one install came to: enough for the last event and for the profile.
struct Outcome {
  JobResult result;
  std::optional<Place> place;
  std::optional<RuntimeFacts> facts;
  std::optional<Choice> choice;
  bool started = false;  ///< the person agreed to the plan
};

Error nobodyToAsk() {
  return {Text::tr("There is no terminal to ask on."),
          Text::tr("The plan is shown and asked about before it runs."),
          Text::tr("Add --yes to go ahead without being asked."),
          {},
          Fault::Usage};
}

/// What is about to be done. Beside the JSON where that is what stdout holds: the question needs it.
void showPlan(const Plan &plan, Output &out) {
  const auto say = [&out](const QString &text) { out.isJson() ? out.note(text) : out.line(text); };
  const Build &build = plan.choice.build;
  say(plan.title + (plan.choice.sample ? Text::tr(" (a practice sample, not PyTorch)") : QString()));
  for (const QString &reason : plan.choice.why) {
    say("  " + reason);
  }
  say(Text::tr("  torch %1, Python %2, from %3").arg(build.torch, plan.choice.pythonVersion, plan.choice.indexUrl));
  if (const QString download = downloadText(plan.choice); !download.isEmpty()) {
    say(Text::tr("  Download of %1").arg(download));
  }
  say(Text::tr("  into %1").arg(plan.environment));
  for (const PlanStep &step : plan.steps) {
    say(QStringLiteral("  %1 %2").arg(step.id.leftJustified(10), step.title));
  }
}

Result<void> confirm(const Plan &plan, Desk &desk) {
  if (!desk.line.yes || !desk.out.isJson()) {
    showPlan(plan, desk.out);
  }
  if (desk.line.yes) {
    return {};
  }
  if (!desk.prompter.askYesNo(Text::tr("Go ahead?"), true)) {
    return cancelled();
  }
  return {};
}

Result<Plan> planFor(OpenRuntime &runtime, Desk &desk, Outcome &outcome) {
  const IndexWays ways{runtime.connection.agent.get(), PageCache::usualFolder()};
  const auto list = listBuilds(runtime.facts, runtime.wishes, desk.stop, ways);
  if (!list) {
    return list.error();
  }
  if (!list->originNote.isEmpty()) {
    desk.out.note(list->originNote);
  }
  for (const QString &note : desk.line.verbose ? list->notes : QStringList()) {
    desk.out.note(note);
  }
  auto choice = choose(*list, runtime.facts, runtime.wishes);
  if (!choice) {
    return choice.error();
  }
  choice->build.downloadBytes = downloadBytes(choice->build, runtime.facts, ways, desk.stop);
  outcome.choice = *choice;
  return planInstall(runtime.facts, *choice,
                     QDateTime::currentDateTimeUtc().toString(QStringLiteral("yyyyMMdd-HHmmss")));
}

Result<JobResult> install(Desk &desk, Outcome &outcome) {
  if (!desk.line.yes && !desk.prompter.hasTerminal()) {
    return nobodyToAsk();
  }
  auto place = placeOf(desk.line, desk.profiles);
  if (!place) {
    return place.error();
  }
  auto runtime = openRuntime(std::move(*place), desk.prompter, desk.out, desk.stop);
  if (!runtime) {
    return runtime.error();
  }
  outcome.place = runtime->place;
  outcome.facts = runtime->facts;
  const auto plan = planFor(*runtime, desk, outcome);
  if (!plan) {
    return plan.error();
  }
  if (const auto confirmed = confirm(*plan, desk); !confirmed) {
    return confirmed.error();
  }
  outcome.started = true;
  InstallReport report(desk.out, *plan);
  report.started();
  return runJob(
      *runtime->connection.agent, *plan, [&report](const JobEvent &event) { report.take(event); }, desk.stop);
}

/// `start` with what was asked for, and what came of it.
Profile profileFrom(const Outcome &outcome, Profile start) {
  const Place &place = *outcome.place;
  start.root = place.root;
  start.index = place.wishes.index;
  start.python = place.wishes.python;
  SetupState state;
  state.target = place.target;
  state.connectOptions = place.options;
  state.facts = outcome.facts;
  state.choice = outcome.choice;
  state.environment = outcome.result.environment;
  state.report = outcome.result.report;
  return recorded(std::move(start), state, endingOf(outcome.result.error), QDateTime::currentDateTimeUtc());
}

/// Saves under --save-profile's name, or keeps the profile up to date that TARGET named. Nothing where nothing is to be
/// saved.
std::optional<SavedProfile> saveProfile(Desk &desk, const Outcome &outcome) {
  if (!outcome.started) {
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
  } else {
    desk.out.note(Text::tr("Saved as %1. Next time: nightjar install %2").arg(start.name, shellWord(start.name)));
  }
  return SavedProfile{start.name, saved};
}

}  // namespace

int runInstall(Desk &desk) {
  Outcome outcome;
  auto result = install(desk, outcome);
  outcome.result = result ? *result : JobResult{{}, {}, {}, result.error()};
  const auto profile = saveProfile(desk, outcome);
  InstallReport::finished(desk.out, outcome.choice, outcome.result, profile);
  return outcome.result.error ? exitCode(outcome.result.error->fault) : 0;
}

}  // namespace nightjar
