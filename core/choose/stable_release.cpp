#include "core/choose/stable_release.h"

#include <QVersionNumber>
#include <algorithm>
#include <tuple>

#include "core/base/text.h"
#include "core/choose/build_set.h"
#include "core/choose/gpu_rules.h"
#include "core/choose/variants_table.h"

namespace nightjar {

namespace {

QVersionNumber versionOfTorch(const Build &build) {
  return QVersionNumber::fromString(build.torch);
}

// More GPUs with code, then the newer version, then the better variant.
bool isBetterStable(const Build &a, const Build &b, const RuntimeFacts &facts) {
  const auto key = [&facts](const Build &build) {
    return std::tuple(gpusWithCode(parseVariant(build.variant), facts), versionOfTorch(build));
  };
  if (key(a) != key(b)) return key(a) > key(b);
  return isBetterVariant(a.variant, b.variant, facts);
}

bool isStable(const Build &build) {
  return !build.torch.contains(QLatin1String(".dev")) && !build.torch.contains(QLatin1String("rc"));
}

const Build *bestOf(const QList<Build> &builds, VariantKind kind, const RuntimeFacts &facts) {
  const Build *best = nullptr;
  for (const Build &build : builds) {
    const Variant variant = parseVariant(build.variant);
    if (build.fits == Fits::No || !isStable(build) || variant.kind != kind || !isCodeKnown(variant, facts)) continue;
    if (!best || isBetterStable(build, *best, facts)) best = &build;
  }
  return best;
}

// Wheel tags as the table writes them: "cp312-cp312-manylinux_2_28_x86_64".
QList<WheelTags> tagsOf(const QStringList &texts) {
  QList<WheelTags> tags;
  for (const QString &text : texts) {
    const QList<QByteArray> parts = text.toLatin1().split('-');
    if (parts.size() == 3) tags.append(parseWheelTags(parts.at(0), parts.at(1), parts.at(2)));
  }
  return tags;
}

std::optional<StableRelease> stableNow(const Catalogue &catalogue, const TorchPins &pins, VariantKind kind,
                                       const RuntimeFacts &facts, const QStringList &packages) {
  const QList<Build> builds = judgedBuilds(catalogue, pins, facts, packages).builds;
  const Build *best = bestOf(builds, kind, facts);
  return best ? std::optional(StableRelease{*best, false}) : std::nullopt;
}

std::optional<StableRelease> knownNow(const RuntimeFacts &facts) {
  const LastStable known = lastStable();
  const Variant variant = parseVariant(known.variant);
  if (gpusFor(variant.kind, facts).isEmpty()) return std::nullopt;
  const QList<QList<WheelTags>> wheels{tagsOf(known.tags)};
  const Judgement judgement = judge({facts, known.variant, variant, wheels});
  if (judgement.fits == Fits::No) return std::nullopt;
  Build build;
  build.id = known.torch + QLatin1Char('-') + known.variant;
  build.variant = known.variant;
  build.torch = known.torch + QLatin1Char('+') + known.variant;
  build.torchvision = known.torchvision + QLatin1Char('+') + known.variant;
  build.python = pythonsOf(wheels, &facts);
  build.fits = judgement.fits;
  build.reasons = judgement.reasons;
  return StableRelease{build, true};
}

// What `now` finds, else the newest release that it would find with a newer driver, and of these drivers the oldest:
// that is the one that asks least, and its variant has code for the older GPUs, too.
template <typename Find>
std::optional<StableRelease> orWithDriver(const RuntimeFacts &facts, Find now) {
  std::optional<StableRelease> best = now(facts);
  if (best) return best;
  for (const QString &version : newerDrivers(facts)) {
    auto found = now(withDriver(facts, version));
    if (!found || (best && versionOfTorch(found->build) <= versionOfTorch(best->build))) continue;
    found->driver = version;
    best = std::move(found);
  }
  return best;
}

}  // namespace

std::optional<StableRelease> newestStable(const Catalogue &catalogue, const TorchPins &pins, const RuntimeFacts &facts,
                                          const QStringList &packages) {
  for (const VariantKind kind : kindsHere(facts)) {
    auto found =
        orWithDriver(facts, [&](const RuntimeFacts &with) { return stableNow(catalogue, pins, kind, with, packages); });
    if (found) return found;
  }
  return std::nullopt;
}

std::optional<StableRelease> lastKnownStable(const RuntimeFacts &facts) {
  return orWithDriver(facts, knownNow);
}

Result<std::optional<StableRelease>> readStable(const IndexReader &read, const QString &root, const RuntimeFacts &facts,
                                                const QStringList &packages, QStringList &notes) {
  if (root.isEmpty()) return lastKnownStable(facts);
  // Which release it is does not hang on torchvision: only that one's pins are asked for.
  const auto pinned = [&](const Catalogue &catalogue) {
    const auto found = newestStable(catalogue, {}, facts, {packages.constFirst()});
    return found && packages.size() > 1 ? QStringList{found->build.variant} : QStringList();
  };
  const auto reading = read({root, startingVariants(), packages, pinned});
  if (!reading) {
    if (reading.error().isCancelled()) return reading.error();
    notes.append(Text::tr("%1: %2 %3").arg(root, reading.error().what, reading.error().why));
    return lastKnownStable(facts);
  }
  notes += reading->notes;
  return newestStable(reading->catalogue, reading->pins, facts, packages);
}

}  // namespace nightjar
