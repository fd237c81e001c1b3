#include "ui/models/build_list.h"

#include <QSet>

#include "core/base/text.h"
#include "core/choose/choose.h"
#include "core/choose/recommendation.h"
#include "ui/models/figures.h"

namespace nightjar {

namespace {

qsizetype nightsOf(const BuildList &list) {
  QSet<QDate> nights;
  for (const Build &build : list.builds) nights.insert(build.date);
  return nights.size();
}

}  // namespace

QStringList variantsOf(const BuildList &list) {
  QStringList variants;
  for (const Build &build : list.builds) {
    if (!variants.contains(build.variant)) variants += build.variant;
  }
  return variants;
}

int positionOf(const Build &build, const BuildList &list) {
  for (int i = 0; i < list.builds.size(); ++i) {
    if (list.builds[i].id == build.id && list.builds[i].torch == build.torch) return i;
  }
  return -1;
}

int newestCpuBuild(const BuildList &list) {
  for (int i = 0; i < list.builds.size(); ++i) {
    const Build &build = list.builds[i];
    if (build.variant == QLatin1String("cpu") && build.fits != Fits::No && !build.ended) return i;
  }
  return -1;
}

Choice previewOf(const BuildList &list, int build, const QStringList &packages) {
  Choice choice;
  choice.build = list.builds[build];
  choice.packages = packages;
  choice.sample = list.sample;
  choice.why = build == list.recommended        ? list.why
               : choice.build.fits == Fits::Yes ? choice.build.reasons
                                                : QStringList();
  return choice;
}

std::optional<Result<int>> wishedBuild(const BuildList &list, const RuntimeFacts &facts, const Wishes &wishes) {
  const bool asked = (!wishes.build.isEmpty() && wishes.build != QLatin1String("newest")) ||
                     (!wishes.variant.isEmpty() && wishes.variant != QLatin1String("auto")) || !wishes.python.isEmpty();
  if (!asked) return std::nullopt;
  const auto choice = choose(list, facts, wishes);
  if (!choice) return Result<int>(choice.error());
  return Result<int>(positionOf(choice->build, list));
}

bool fitsAnyway(const BuildList &list, const RuntimeFacts &facts, const Wishes &wishes) {
  return recommend(list.builds, asPractised(facts, list.sample), wishes.packages) >= 0;
}

Wishes wishesFor(const Alternative &release, Wishes wishes) {
  wishes.index = release.index;
  wishes.build = release.torch.section(QLatin1Char('+'), 0, 0);
  wishes.variant = release.variant;
  if (release.torchvision.isEmpty()) wishes.packages = {QStringLiteral("torch")};
  return wishes;
}

bool isUnchecked(const BuildList &list) {
  return list.origin == IndexOrigin::Cache && list.originNote.isEmpty();
}

QString originText(const BuildList &list, bool refreshing, const QDateTime &now) {
  const QString ago = agoText(list.readAt.isValid() ? list.readAt.secsTo(now) : 0);
  if (!refreshing && list.origin == IndexOrigin::Cache && !isUnchecked(list))
    return Text::tr("From the copy of the index read %1: it could not be reached").arg(ago);
  const QString read = refreshing                            ? Text::tr("Updating… This is the index as read %1")
                       : list.origin == IndexOrigin::Runtime ? Text::tr("Index read through the runtime %1")
                                                             : Text::tr("Index read %1");
  const QString written =
      isBehind(list) ? Text::tr(", written %1").arg(agoText(list.stampedAt.secsTo(now))) : QString();
  const qsizetype nights = nightsOf(list), variants = variantsOf(list).size();
  return Text::tr("%1 · %2, %3")
      .arg(read.arg(ago) + written, nights == 1 ? Text::tr("1 night") : Text::tr("%1 nights").arg(nights),
           variants == 1 ? Text::tr("1 variant") : Text::tr("%1 variants").arg(variants));
}

}  // namespace nightjar
