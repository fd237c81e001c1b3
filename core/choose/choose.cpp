#include "core/choose/choose.h"

#include <QLocale>
#include <QRegularExpression>
#include <algorithm>
#include <utility>

#include "core/base/text.h"
#include "core/choose/build_set.h"
#include "core/choose/explanation.h"
#include "core/choose/gpu_rules.h"
#include "core/choose/recommendation.h"
#include "core/choose/resource_rules.h"
#include "core/choose/uv_pythons.h"
#include "core/choose/wishes.h"

namespace nightjar {

namespace {

Error noBuild(const QString &what, const QString &why, const QString &fix) {
  return {what, why, fix, {}, Fault::NoBuild};
}

QString sentences(const QStringList &reasons) {
  QStringList ended;
  for (QString reason : reasons) {
    if (reason.isEmpty()) continue;
    // Names of variants stay as they are written.
    if (!reason.contains(QRegularExpression(QStringLiteral("^(cu[0-9]|rocm|xpu|torch)"))))
      reason[0] = reason[0].toUpper();
    ended.append(reason.endsWith(QLatin1Char('.')) ? reason : reason + QLatin1Char('.'));
  }
  return ended.join(QLatin1Char(' '));
}

QStringList variantsOf(const QList<Build> &builds) {
  QStringList names;
  for (const Build &build : builds)
    if (!names.contains(build.variant)) names.append(build.variant);
  std::sort(names.begin(), names.end(), variantBefore);
  return names;
}

QString pythonsHere(const RuntimeFacts &facts) {
  QStringList versions;
  for (const PythonFacts &python : facts.pythons) {
    const QString text = python.freeThreaded ? python.version + QLatin1Char('t') : python.version;
    if (!versions.contains(text)) versions.append(text);
  }
  if (versions.isEmpty()) return Text::tr("This runtime has no Python.");
  return Text::tr("This runtime has Python %1.").arg(versions.join(QStringLiteral(", ")));
}

QString withoutTorch(const QStringList &packages) {
  return packages.mid(1).join(Text::tr(" and "));
}

// The builds of the wished variant, then of the wished night or version.
Result<QList<Build>> wished(const BuildList &list, const ParsedWishes &wishes) {
  QList<Build> builds = list.builds;
  if (!wishes.variant.isEmpty())
    builds.removeIf([&wishes](const Build &build) { return build.variant != wishes.variant; });
  if (builds.isEmpty()) {
    for (const UnreadVariant &unread : list.unread) {
      if (unread.variant == wishes.variant)
        return Error{Text::tr("The page of %1 could not be read.").arg(unread.variant), unread.why,
                     Text::tr("Try again, or use another variant with --variant."), list.index};
    }
    if (list.builds.isEmpty()) {
      return noBuild(Text::tr("The index has no builds for Linux."), Text::tr("It was read at %1.").arg(list.index),
                     Text::tr("Check the address given with --index."));
    }
    return noBuild(Text::tr("There is no variant %1.").arg(wishes.variant),
                   Text::tr("The index has %1.").arg(variantsOf(list.builds).join(QStringLiteral(", "))),
                   Text::tr("Use one of these with --variant, or auto."));
  }
  const Build newest = builds.constFirst();
  const QString of = wishes.variant.isEmpty() ? QString() : Text::tr(" for %1").arg(wishes.variant);
  if (wishes.date.isValid()) {
    builds.removeIf([&wishes](const Build &build) { return !isWished(build, wishes); });
    if (builds.isEmpty()) {
      return noBuild(Text::tr("There is no build of %1%2.").arg(wishes.date.toString(Qt::ISODate), of),
                     Text::tr("The newest is %1; the index keeps about the last 60 nights.")
                         .arg(newest.date.isValid() ? newest.date.toString(Qt::ISODate) : newest.torch),
                     Text::tr("nightjar builds lists what there is."));
    }
  } else if (!wishes.version.isEmpty()) {
    builds.removeIf([&wishes](const Build &build) { return !isWished(build, wishes); });
    if (builds.isEmpty()) {
      return noBuild(Text::tr("There is no torch %1%2.").arg(wishes.version, of),
                     Text::tr("The newest is %1.").arg(newest.torch), Text::tr("nightjar builds lists what there is."));
    }
  }
  return builds;
}

// The ways out are sentences of their own; without any there is at least the list.
QString waysOutOf(const BuildList &list, const QString &variant, const RuntimeFacts &facts) {
  QStringList ways;
  if (diskRule({facts, variant, parseVariant(variant), {}, list.sample}))
    ways.append(Text::tr("Free some space, or name a folder on another disk with --root."));
  for (const Alternative &alternative : list.alternatives) ways.append(alternative.what);
  if (ways.isEmpty()) return Text::tr("nightjar builds lists every build with its reasons.");
  return ways.join(QLatin1Char('\n'));
}

Error nothingFits(const BuildList &list, const QList<Build> &builds, const ParsedWishes &wishes,
                  const RuntimeFacts &facts) {
  if (!wishes.variant.isEmpty() || !wishes.wantsNewest()) {
    const Build &build = builds.constFirst();
    const QString name = wishes.wantsNewest() ? build.variant : build.id;
    if (build.fits == Fits::No) {
      return noBuild(Text::tr("%1 does not fit this runtime.").arg(name), sentences(build.reasons),
                     waysOutOf(list, build.variant, facts));
    }
  }
  const VariantKind kind = wantedKind(facts);
  const QString what = kindsHere(facts).size() > 1
                           ? Text::tr("No nightly fits the %1.").arg(namesOf(gpusFor(kind, facts)))
                           : Text::tr("No nightly fits this runtime.");
  return noBuild(what, sentences(whyNone(builds, facts) + unreadTexts(list.unread, {}, facts)),
                 waysOutOf(list, builds.constFirst().variant, facts));
}

// Of the wished builds the newest one that fits and is complete; the program chooses among variants only where none
// is wished.
Result<Build> pick(const BuildList &list, const QList<Build> &builds, const ParsedWishes &wishes,
                   const RuntimeFacts &facts) {
  QList<Build> fitting = builds;
  fitting.removeIf([](const Build &build) { return build.fits == Fits::No; });
  const bool anyFits = !fitting.isEmpty();
  fitting.removeIf([&wishes](const Build &build) { return !isComplete(build, wishes.packages); });
  if (wishes.variant.isEmpty()) {
    // Those that do not fit count, too: one that a newer driver would let run is not passed over in silence.
    QList<Build> complete = builds;
    complete.removeIf([&wishes](const Build &build) { return !isComplete(build, wishes.packages); });
    const int best = recommend(complete, facts, wishes.packages);
    if (best >= 0) return complete.at(best);
    if (!anyFits || !fitting.isEmpty()) return nothingFits(list, builds, wishes, facts);
  } else if (!fitting.isEmpty()) {
    return fitting.constFirst();
  }
  if (!anyFits) return nothingFits(list, builds, wishes, facts);
  const auto incomplete = std::find_if(builds.begin(), builds.end(), [](const Build &b) { return b.fits != Fits::No; });
  return noBuild(Text::tr("%1 has no %2.").arg(incomplete->id, withoutTorch(wishes.packages)),
                 sentences(incomplete->reasons),
                 Text::tr("Choose another night, or torch alone with --packages torch."));
}

// A Python that was asked for by name, is not there, and will not come either.
std::optional<Error> absentPython(const RuntimeFacts &facts, const ParsedWishes &wishes) {
  const QString asked = wishes.pythonPath.isEmpty() ? wishes.pythonText : wishes.pythonPath;
  if (asked.isEmpty() || findPython(facts.pythons, wishes, {}) >= 0) return {};
  if (wishes.pythonPath.isEmpty() && !pythonFromUv({asked}, facts, asked).isEmpty()) return {};
  return noBuild(Text::tr("There is no Python %1 on this runtime.").arg(asked), pythonsHere(facts),
                 Text::tr("Use one of these with --python, or install it."));
}

// One without a path is for uv to install.
Result<PythonFacts> pickPython(const Build &build, const RuntimeFacts &facts, const ParsedWishes &wishes) {
  if (const int found = findPython(facts.pythons, wishes, build.python); found >= 0) return facts.pythons.at(found);
  const QString asked = wishes.pythonPath.isEmpty() ? wishes.pythonText : wishes.pythonPath;
  const int here = asked.isEmpty() ? -1 : findPython(facts.pythons, wishes, {});
  const QString fromUv =
      here < 0 && wishes.pythonPath.isEmpty() ? pythonFromUv(build.python, facts, wishes.pythonText) : QString();
  if (!fromUv.isEmpty()) return PythonFacts{{}, fromUv, false, false, false};
  const QString version = here >= 0 ? facts.pythons.at(here).version : QString();
  return noBuild(version.isEmpty() ? Text::tr("No wheel of %1 is for a Python of this runtime.").arg(build.id)
                                   : Text::tr("There is no wheel for Python %1.").arg(version),
                 Text::tr("%1 has wheels for Python %2. %3")
                     .arg(build.id, build.python.join(QStringLiteral(", ")), pythonsHere(facts)),
                 Text::tr("Use another Python with --python, or install one of these."));
}

// A wish may have made it another Python than the one that was advised.
void setPython(Choice &choice, const PythonFacts &python) {
  choice.pythonPath = python.path;
  choice.pythonVersion = python.version;
  if (!python.path.isEmpty()) return;
  for (const QString &other : choice.build.python) choice.why.removeAll(pythonFromUvText(other));
  choice.why.append(pythonFromUvText(python.version));
}

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

QString downloadText(const Choice &choice) {
  if (!choice.build.downloadBytes) return {};
  const qint64 bytes = *choice.build.downloadBytes;
  const QString size = QLocale().formattedDataSize(bytes, bytes < 1'000'000'000 ? 0 : 1, QLocale::DataSizeSIFormat);
  QStringList names = choice.packages;
  names.removeIf([&choice](const QString &package) { return versionOf(choice.build, package).isEmpty(); });
  const QString last = names.isEmpty() ? QString() : names.takeLast();
  const QString all = names.isEmpty() ? last : Text::tr("%1 and %2").arg(names.join(QStringLiteral(", ")), last);
  return Text::tr("%1: %2, and the libraries they need").arg(all, size);
}

Result<Choice> choose(const BuildList &list, const RuntimeFacts &found, const Wishes &wishes) {
  const RuntimeFacts facts = asPractised(found, list.sample);
  const auto parsed = parseWishes(wishes);
  if (!parsed) return parsed.error();
  const auto builds = wished(list, *parsed);
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
    const auto picked = pick(list, *builds, *parsed, facts);
    if (!picked) return picked.error();
    choice.build = *picked;
    choice.why = picked->reasons;
    if (parsed->variant.isEmpty())
      choice.why = unreadTexts(list.unread, picked->variant, facts) +
                   leftOut(*builds, parseVariant(picked->variant).kind, facts) + choice.why;
  }
  const auto python = pickPython(choice.build, facts, *parsed);
  if (!python) return python.error();
  choice.indexUrl = list.index + QLatin1Char('/') + choice.build.variant;
  setPackages(choice, parsed->packages);
  setPython(choice, *python);
  choice.sample = list.sample;
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
