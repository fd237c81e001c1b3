#include "core/choose/choose.h"

#include <algorithm>
#include <utility>

#include "core/base/text.h"
#include "core/choose/build_set.h"
#include "core/choose/chosen_build.h"
#include "core/choose/chosen_python.h"
#include "core/choose/explanation.h"
#include "core/choose/recommendation.h"

namespace nightjar {

namespace {

// The recommendation may be torch alone; then that is what is installed, and `why` says so.
void setPackages(Choice &choice, const QStringList &wished) {
  for (const QString &package : wished) {
    if (!versionOf(choice.build, package).isEmpty()) {
      choice.packages.append(package);
    } else if (choice.build.reasons.isEmpty()) {
      choice.why.append(Text::tr("no night has %1 with it: it is left out").arg(package));
    }
  }
}

}  // namespace

Result<Choice> choose(const BuildList &list, const RuntimeFacts &found, const Wishes &wishes) {
  const RuntimeFacts facts = asPractised(found, list.sample);
  const auto parsed = parseWishes(wishes);
  if (!parsed) return parsed.error();
  const auto builds = wishedBuilds(list, *parsed);
  if (!builds) return builds.error();
  if (const auto absent = absentPython(facts, *parsed)) return *absent;

  Choice choice;
  const bool free = parsed->variant.isEmpty() && parsed->wantsNewest();
  // The list may have been made for other packages than are wished now.
  const int advised = free ? recommend(list.builds, facts, parsed->packages) : -1;
  if (advised >= 0) {
    choice.build = list.builds.at(advised);
    choice.why = advised == list.recommended ? list.why
                                             : unreadTexts(list.unread, choice.build.variant, facts) +
                                                   whyRecommended(list.builds, advised, facts, parsed->packages);
  } else {
    const auto picked = pickBuild(list, *builds, *parsed, facts);
    if (!picked) return picked.error();
    choice.build = *picked;
    choice.why = picked->reasons;
    if (parsed->variant.isEmpty()) {
      choice.why = unreadTexts(list.unread, picked->variant, facts) +
                   leftOut(*builds, parseVariant(picked->variant).kind, facts) + choice.why;
    }
  }
  const auto python = pickPython(choice.build, facts, *parsed);
  if (!python) return python.error();
  choice.indexUrl = list.index + QLatin1Char('/') + choice.build.variant;
  setPackages(choice, parsed->packages);
  setPython(choice, *python);
  choice.installer = wishes.installer;
  choice.sample = list.sample;
  choice.keep = keptOf(wishes.keep);
  return choice;
}

void adviseAsWished(BuildList &list, const RuntimeFacts &facts, const Wishes &wishes) {
  const auto choice = choose(list, facts, wishes);
  const int advised = std::exchange(list.recommended, -1);
  if (!choice) {
    // Where nothing fits anyway, the list says more about it.
    const auto parsed = parseWishes(wishes);
    if (advised >= 0 ||
        (parsed && (!parsed->variant.isEmpty() || !parsed->wantsNewest() || absentPython(facts, *parsed))))
      list.why = {choice.error().what, choice.error().why};
    return;
  }
  const auto found = std::find_if(list.builds.begin(), list.builds.end(), [&choice](const Build &build) {
    return build.id == choice->build.id && build.torch == choice->build.torch;
  });
  list.recommended = static_cast<int>(found - list.builds.begin());
  list.why = choice->why;
}

}  // namespace nightjar
