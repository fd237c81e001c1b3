#include "core/choose/explanation.h"

#include <tuple>

#include "core/base/text.h"
#include "core/choose/build_set.h"
#include "core/choose/gpu_rules.h"
#include "core/choose/recommendation.h"

namespace nightjar {

namespace {

QString vendorText(VariantKind kind) {
  return kind == VariantKind::Cuda   ? QStringLiteral("NVIDIA")
         : kind == VariantKind::Rocm ? QStringLiteral("AMD")
                                     : QStringLiteral("Intel");
}

bool isNightly(const Build &build) {
  return build.torch.contains(QLatin1String(".dev"));
}

// Of the same variant: only its age can speak against a build that is complete.
QString nightText(const Build &build, const Build &recommended, const QDate &today) {
  if (!isNightly(build) || !isNightly(recommended)) {
    return Text::tr("torch %1 is not the recommended %2")
        .arg(build.torch.section(QLatin1Char('+'), 0, 0), recommended.torch.section(QLatin1Char('+'), 0, 0));
  }
  if (build.date < recommended.date) {
    return Text::tr("of %1: the recommended build is newer, of %2")
        .arg(dayText(build.date, today), dayText(recommended.date, today));
  }
  return {};
}

// Of another variant of the same kind.
QString variantText(const Build &build, const Build &recommended, const RuntimeFacts &facts) {
  const Variant here = parseVariant(build.variant), best = parseVariant(recommended.variant);
  const int covered = gpusWithCode(here, facts), most = gpusWithCode(best, facts);
  if (covered < most) {
    return Text::tr("has code for %1 of the GPUs, %2 for %3").arg(covered).arg(recommended.variant).arg(most);
  }
  if (isAboveDriver(here, facts)) return {};  // said already
  if (here.kind == VariantKind::Cuda || here.kind == VariantKind::Rocm) {
    const bool older = std::tie(here.major, here.minor) < std::tie(best.major, best.minor);
    return older ? Text::tr("%1 is older than %2, which fits as well")
                       .arg(variantTitle(build.variant), variantTitle(recommended.variant))
                 : Text::tr("%1 is known to fit; of %2 that is not sure")
                       .arg(variantTitle(recommended.variant), variantTitle(build.variant));
  }
  return {};
}

QString otherKindText(const Variant &here, const Variant &best) {
  if (here.kind == VariantKind::Cpu || here.kind == VariantKind::Unknown) return {};  // said already
  return Text::tr("is for the %1 GPU; %2 goes first").arg(vendorText(here.kind), vendorText(best.kind));
}

QString againstText(const Build &build, const Build &recommended, const RuntimeFacts &facts, const QDate &today) {
  if (build.fits == Fits::No || build.ended) return {};
  if (build.variant == recommended.variant) return nightText(build, recommended, today);
  const Variant here = parseVariant(build.variant), best = parseVariant(recommended.variant);
  return here.kind == best.kind ? variantText(build, recommended, facts) : otherKindText(here, best);
}

// Whether the GPUs and the driver leave `name` a chance, before any of its wheels was seen.
bool mayFit(const QString &name, const RuntimeFacts &facts) {
  const Subject subject{facts, name, parseVariant(name), {}};
  for (const auto rule : {cpuRule, driverRule, capabilityRule, amdRule, intelRule, unknownVariantRule}) {
    const auto verdict = rule(subject);
    if (verdict && verdict->fits == Fits::No) return false;
  }
  return true;
}

bool mayBeBetter(const QString &name, const QString &taken, const RuntimeFacts &facts) {
  const QList<VariantKind> kinds = kindsHere(facts);
  const qsizetype place = kinds.indexOf(parseVariant(name).kind);
  if (place < 0 || !mayFit(name, facts)) return false;
  const qsizetype other = taken.isEmpty() ? -1 : kinds.indexOf(parseVariant(taken).kind);
  if (other < 0 || place != other) return other < 0 || place < other;
  return isBetterVariant(name, taken, facts);
}

}  // namespace

QStringList unreadTexts(const QList<UnreadVariant> &unread, const QString &taken, const RuntimeFacts &facts) {
  QStringList texts;
  for (const UnreadVariant &variant : unread) {
    if (!mayBeBetter(variant.variant, taken, facts)) continue;
    texts.append((taken.isEmpty() ? Text::tr("%1 may fit, but its page could not be read: %2")
                                  : Text::tr("%1 may fit better, but its page could not be read: %2"))
                     .arg(variant.variant, variant.why));
  }
  return texts;
}

void explain(BuildList &list, const RuntimeFacts &facts, const QStringList &packages) {
  if (list.recommended < 0) {
    list.why = whyNone(list.builds, facts) + unreadTexts(list.unread, {}, facts);
    return;
  }
  const Build recommended = list.builds.at(list.recommended);  // a copy: the list is changed below
  list.why = unreadTexts(list.unread, recommended.variant, facts) +
             whyRecommended(list.builds, list.recommended, facts, packages);
  const QDate today = list.builds.constFirst().date;
  for (int i = 0; i < list.builds.size(); ++i) {
    if (i == list.recommended) continue;
    if (const QString text = againstText(list.builds.at(i), recommended, facts, today); !text.isEmpty())
      list.builds[i].reasons.append(text);
  }
}

}  // namespace nightjar
