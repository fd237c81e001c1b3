#include "core/choose/chosen_build.h"

#include <QRegularExpression>
#include <algorithm>

#include "core/base/text.h"
#include "core/choose/build_set.h"
#include "core/choose/explanation.h"
#include "core/choose/gpu_rules.h"
#include "core/choose/recommendation.h"
#include "core/choose/resource_rules.h"

namespace nightjar {

namespace {

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

QString withoutTorch(const QStringList &packages) {
  return packages.mid(1).join(Text::tr(" and "));
}

// The ways out are sentences of their own; without any there is at least the list.
QString waysOutOf(const BuildList &list, const QString &variant, const RuntimeFacts &facts) {
  QStringList ways;
  if (diskRule({facts, variant, parseVariant(variant), {}, list.sample})) {
    ways = wayToSpace(facts.environments, facts.disk.path, facts.home) +
           QStringList{Text::tr("Free some space, or name a folder on another disk with --root.")};
  }
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

}  // namespace

Error noBuild(const QString &what, const QString &why, const QString &fix) {
  return {what, why, fix, {}, Fault::NoBuild};
}

Result<QList<Build>> wishedBuilds(const BuildList &list, const ParsedWishes &wishes) {
  QList<Build> builds = list.builds;
  if (!wishes.variant.isEmpty())
    builds.removeIf([&wishes](const Build &build) { return build.variant != wishes.variant; });
  if (builds.isEmpty()) {
    for (const UnreadVariant &unread : list.unread) {
      if (unread.variant == wishes.variant) {
        return Error{Text::tr("The page of %1 could not be read.").arg(unread.variant), unread.why,
                     Text::tr("Try again, or use another variant with --variant."), list.index};
      }
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

Result<Build> pickBuild(const BuildList &list, const QList<Build> &builds, const ParsedWishes &wishes,
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

}  // namespace nightjar
