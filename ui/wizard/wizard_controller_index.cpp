#include "ui/wizard/wizard_controller_private.h"

// What the controller asks of the index: the builds, first from a copy, and what they weigh.

namespace nightjar {

void WizardController::loadBuilds(const Wishes &asked) {
  if (isBusy()) return;
  Wishes wishes = asked;
  wishes.fresh = false;  // for this time only
  takeWishes(wishes);
  wishes.fresh = asked.fresh;
  if (wishes.index.isEmpty()) wishes.index = d->asked.wishes.index;
  if (wishes.index.isEmpty() && !d->opened.practiceIndex.isEmpty()) {
    wishes.index = d->opened.practiceIndex;
    wishes.sample = d->opened.samples;
  }
  d->run(Activity::Reading, [this, wishes, facts = state().facts](const Private::Bench &at) -> Private::Outcome {
    const auto copy = wishes.fresh ? std::nullopt : listCopiedBuilds(facts, wishes, d->commandLine.copies, at.stop);
    if (copy && !at.stop.stop_requested()) {
      return [this, wishes, value = *copy] {
        takeBuilds(value);
        if (!isBusy()) d->refresh(wishes);
      };
    }
    const auto builds = listBuilds(facts, wishes, at.stop, d->ways(at));
    if (!builds) return [this, error = builds.error()] { takeFailure(Activity::Reading, error); };
    return [this, value = *builds] { takeBuilds(value); };
  });
}

// The copy is shown; what the index says now takes its place.
void WizardController::Private::refresh(const Wishes &wishes) {
  q->takeRefreshing(true);
  worker.behind(refreshing, [this, wishes, facts = q->state().facts](const Bench &at) -> Outcome {
    const auto list = listBuilds(facts, wishes, at.stop, ways(at));
    if (list) return [this, value = *list] { q->takeRefreshed(value); };
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
