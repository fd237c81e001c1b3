#include "app/commands.h"
#include "app/install_from_lock.h"
#include "app/job_follower.h"
#include "app/outcome.h"
#include "core/base/shell_word.h"
#include "core/base/text.h"
#include "core/choose/page_cache.h"
#include "core/install/plan.h"

namespace nightjar {

namespace {

Error nobodyToAsk() {
  return {Text::tr("There is no terminal to ask on."),
          Text::tr("The plan is shown and asked about before it runs."),
          Text::tr("Add --yes to go ahead without being asked."),
          {},
          Fault::Usage};
}

/// What is about to be done. Beside the result where stdout holds JSON or the job's id: the question needs it.
void showPlan(const Plan &plan, bool beside, Output &out) {
  const auto say = [&out, beside](const QString &text) { beside ? out.note(text) : out.line(text); };
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
  for (const Environment &old : plan.removed) {
    say(Text::tr("  removes afterwards %1").arg(nameAndSize(old)));
  }
  if (!plan.note.isEmpty()) {
    say("  " + plan.note);
  }
  for (const PlanStep &step : plan.steps) {
    say(QStringLiteral("  %1 %2").arg(step.id.leftJustified(10), step.title));
  }
}

Result<void> confirm(const Plan &plan, Desk &desk) {
  if (!desk.line.yes || !desk.out.isJson()) {
    showPlan(plan, desk.out.isJson() || desk.line.detach, desk.out);
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
  const auto list = listBuilds(runtime.facts, runtime.wishes, desk.stop, ways, ListFor::Taking);
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
  return planInstall(runtime.facts, *choice, stampNow());
}

/// The job's id alone is the result; how to get back to it is said beside it.
Result<JobResult> detached(Desk &desk, const OpenRuntime &runtime, const Plan &plan, const QString &id) {
  // Known to this computer from the start: its window offers to go back into it.
  if (const auto copy = JobCopies().open(knownJob(runtime, desk, plan, id)); !copy) desk.out.note(copy.error().what);
  desk.out.line(id);
  desk.out.note(Text::tr("It goes on by itself. Go into it with: %1").arg(commandLine(desk, "follow")));
  JobResult result;
  result.state = QStringLiteral("running");
  return result;
}

Result<JobResult> install(Desk &desk, Outcome &outcome) {
  if (!desk.line.yes && !desk.prompter.hasTerminal()) {
    return nobodyToAsk();
  }
  auto locked = readLockedInstall(desk);
  if (!locked) {
    return locked.error();
  }
  RememberingPrompter prompter(desk.prompter);
  auto runtime = openTarget(desk, prompter);
  if (!runtime) {
    return runtime.error();
  }
  outcome.place = runtime->place;
  outcome.facts = runtime->facts;
  const auto plan = *locked ? planLocked(**locked, *runtime, desk) : planFor(*runtime, desk, outcome);
  if (!plan) {
    return plan.error();
  }
  outcome.choice = plan->choice;
  if (const auto confirmed = confirm(*plan, desk); !confirmed) {
    return confirmed.error();
  }
  if (const auto sent = *locked ? sendLocked(**locked, *runtime, desk) : Result<void>(); !sent) {
    return sent.error();
  }
  InstallReport report(desk.out, *plan);
  const auto sink = [&report](const JobEvent &event) { report.take(event); };
  JobLine line = lineTo(*runtime, prompter);
  const auto id = startJob(line, *plan, sink, {}, desk.stop);
  if (!id) {
    return id.error();
  }
  outcome.job = *id;
  report.started(*id);
  if (desk.line.detach) {
    return detached(desk, *runtime, *plan, *id);
  }
  auto result = followWithCopy(desk, *runtime, line, *plan, *id, sink, OnStop::Cancel);
  outcome.lock = lockToKeep(desk, *runtime, *plan, result);
  if (outcome.lock.isEmpty() && *locked) {
    outcome.lock = toJson((*locked)->file.lock);
  }
  return result;
}

}  // namespace

int runInstall(Desk &desk) {
  Outcome outcome;
  outcome.result = resultFrom(install(desk, outcome));
  if (outcome.result.state == QLatin1String("running") && outcome.result.error) sayWhereItGoesOn(desk);
  return finish(desk, outcome);
}

}  // namespace nightjar
