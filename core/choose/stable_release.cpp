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

}  // namespace

std::optional<StableRelease> newestStable(const Catalogue &catalogue, const TorchPins &pins, const RuntimeFacts &facts,
                                          const QStringList &packages) {
  const QList<Build> builds = judgedBuilds(catalogue, pins, facts, packages).builds;
  for (const VariantKind kind : kindsHere(facts))
    if (const Build *best = bestOf(builds, kind, facts)) return StableRelease{*best, false};
  return std::nullopt;
}

std::optional<StableRelease> lastKnownStable(const RuntimeFacts &facts) {
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
