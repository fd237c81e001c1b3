#include "ui/wizard/wizard_controller_private.h"

// What the controller asks of the index: the builds, first from a copy, and what they weigh.

namespace nightjar {

namespace {

// The same advice as `nightjar builds` gives for the same wishes.
BuildList advised(BuildList list, const std::optional<RuntimeFacts> &facts, const Wishes &wishes) {
  if (facts) adviseAsWished(list, *facts, wishes);
  return list;
}

}  // namespace

void WizardController::loadBuilds(const Wishes &asked) {
  if (isBusy()) return;
  Wishes wishes = asked;
  wishes.fresh = false;  // for this time only
  takeWishes(wishes);
  wishes.fresh = asked.fresh;
  wishes = d->withIndex(wishes);
  d->run(Activity::Reading, [this, wishes, facts = state().facts](const Private::Bench &at) -> Private::Outcome {
    const auto copy = wishes.fresh ? std::nullopt : listCopiedBuilds(facts, wishes, d->commandLine.copies, at.stop);
    if (copy && !at.stop.stop_requested()) {
      return [this, wishes, value = advised(*copy, facts, wishes)] {
        takeBuilds(value);
        if (!isBusy()) d->refresh(wishes);
      };
    }
    const auto builds = listBuilds(facts, wishes, at.stop, d->ways(at));
    if (!builds) return [this, error = builds.error()] { takeFailure(Activity::Reading, error); };
    return [this, value = advised(*builds, facts, wishes)] { takeBuilds(value); };
  });
}

void WizardController::refreshBuilds() {
  if (isBusy() || isRefreshing() || !state().builds) return;
  d->refresh(d->withIndex(wishes()));
}

Wishes WizardController::Private::withIndex(Wishes wishes) const {
  if (wishes.index.isEmpty()) wishes.index = asked.wishes.index;
  if (wishes.index.isEmpty() && !opened.practiceIndex.isEmpty()) {
    wishes.index = opened.practiceIndex;
    wishes.sample = opened.samples;
  }
  return wishes;
}

// The copy is shown; what the index says now takes its place.
void WizardController::Private::refresh(const Wishes &wishes) {
  q->takeRefreshing(true);
  worker.behind(refreshing, [this, wishes, facts = q->state().facts](const Bench &at) -> Outcome {
    const auto list = listBuilds(facts, wishes, at.stop, ways(at));
    if (list) return [this, value = advised(*list, facts, wishes)] { q->takeRefreshed(value); };
    return [this, error = list.error()] {
      if (!q->state().builds) return q->takeRefreshing(false);
      BuildList copy = *q->state().builds;
      copy.originNote = error.what + QLatin1Char(' ') + error.why;
      q->takeRefreshed(copy);
    };
  });
}

void WizardController::measure(int build) {
  if (isBusy() || !state().facts || !state().builds || build < 0 || build >= state().builds->builds.size()) return;
  d->worker.behind(d->measuring,
                   [this, facts = *state().facts,
                    picked = state().builds->builds.at(build)](const Private::Bench &at) -> Private::Outcome {
                     const auto bytes = downloadBytes(picked, facts, d->ways(at), at.stop);
                     if (!bytes) return {};
                     return [this, picked, sum = *bytes] { takeSize(picked, sum); };
                   });
}

}  // namespace nightjar
