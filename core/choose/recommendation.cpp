#include "core/choose/recommendation.h"

#include <QSet>
#include <QVersionNumber>
#include <algorithm>
#include <tuple>

#include "core/base/text.h"
#include "core/choose/build_set.h"
#include "core/choose/gpu_rules.h"
#include "core/choose/uv_pythons.h"
#include "core/choose/variants_table.h"

namespace nightjar {

bool isCodeKnown(const Variant &variant, const RuntimeFacts &facts) {
  if (variant.kind == VariantKind::Cuda) return wheelCode(variant, facts.os.arch).has_value();
  const QList<Gpu> gpus = gpusFor(variant.kind, facts);
  if (variant.kind == VariantKind::Xpu)
    return std::any_of(gpus.begin(), gpus.end(), [](const Gpu &gpu) { return intelGpu(gpu) == IntelGpu::Capable; });
  if (variant.kind != VariantKind::Rocm) return true;
  return std::all_of(gpus.begin(), gpus.end(),
                     [&variant](const Gpu &gpu) { return rocmHasCode(variant, gpu.architecture).has_value(); });
}

namespace {

// Better is less: code for the most GPUs, a variant we know, CUDA not above the driver's; then the newest version,
// and above the driver's the one that is closest to it.
auto rankOf(const QString &name, const RuntimeFacts &facts) {
  const Variant variant = parseVariant(name);
  const bool above = isAboveDriver(variant, facts);
  const int sign = above ? 1 : -1;
  return std::tuple(-gpusWithCode(variant, facts), !isCodeKnown(variant, facts), above, sign * variant.major,
                    sign * variant.minor);
}

// Builds come newest first, so the first of the best variant is the newest.
int bestOf(const QList<Build> &builds, VariantKind kind, const RuntimeFacts &facts, const QStringList &packages) {
  int best = -1;
  for (int i = 0; i < builds.size(); ++i) {
    const Build &build = builds.at(i);
    if (build.fits == Fits::No || build.ended || !isComplete(build, packages)) continue;
    if (parseVariant(build.variant).kind != kind) continue;
    if (best >= 0 &&
        (builds.at(best).variant == build.variant || !isBetterVariant(build.variant, builds.at(best).variant, facts)))
      continue;
    best = i;
  }
  return best;
}

// All of them where a night has all, else torch alone.
int bestOrAlone(const QList<Build> &builds, VariantKind kind, const RuntimeFacts &facts, const QStringList &packages) {
  const int best = bestOf(builds, kind, facts, packages);
  return best >= 0 ? best : bestOf(builds, kind, facts, {QStringLiteral("torch")});
}

// Whether a CUDA build would fit if only the driver were newer. Its wheels were judged with it: `python` are those the
// platform has.
bool waitsForDriver(const QList<Build> &builds, const RuntimeFacts &facts) {
  const QStringList drivers = newerDrivers(facts);
  return std::any_of(drivers.begin(), drivers.end(), [&](const QString &version) {
    const RuntimeFacts with = withDriver(facts, version);
    return std::any_of(builds.begin(), builds.end(), [&with](const Build &build) {
      const Variant variant = parseVariant(build.variant);
      return variant.kind == VariantKind::Cuda && !build.ended && canRun(build.python, with) &&
             judge({with, build.variant, variant, {}}).fits != Fits::No;
    });
  });
}

// The mirror of coherence: which night the partner is of, and whether a newer torch still waits for it.
QString togetherText(const QList<Build> &builds, int position, const QString &package) {
  const Build &build = builds.at(position);
  const QString version = versionOf(build, package);
  const QDate newest = builds.constFirst().date;
  const QString night = build.torch.section(QStringLiteral(".dev"), 1).left(8);
  if (night.isEmpty() || version.isEmpty()) return {};
  if (!version.contains(QStringLiteral(".dev") + night))
    return Text::tr("%1 %2 is made for this torch").arg(package, version.section(QLatin1Char('+'), 0, 0));
  const bool waits = std::any_of(builds.begin(), builds.begin() + position, [&](const Build &newer) {
    return newer.variant == build.variant && newer.date > build.date && versionOf(newer, package).isEmpty();
  });
  if (!waits) return Text::tr("torch and %1 are of the same night").arg(package);
  return Text::tr("torch and %1 are of the same night (the %1 of %2 is not out yet)")
      .arg(package, dayText(newest, newest));
}

// The variant of a kind that asks least of a runtime: its reasons are the ones that matter.
const Build *closest(const QList<Build> &builds, VariantKind kind) {
  const Build *found = nullptr;
  for (const Build &build : builds) {
    const Variant variant = parseVariant(build.variant);
    if (variant.kind != kind || build.ended) continue;
    if (!found || variantBefore(found->variant, build.variant)) found = &build;
  }
  return found;
}

}  // namespace

QList<VariantKind> kindsHere(const RuntimeFacts &facts) {
  QList<VariantKind> kinds;
  for (const VariantKind kind : {VariantKind::Cuda, VariantKind::Rocm, VariantKind::Xpu})
    if (!gpusFor(kind, facts).isEmpty()) kinds.append(kind);
  return kinds.isEmpty() ? QList<VariantKind>{VariantKind::Cpu} : kinds;
}

bool isBetterVariant(const QString &a, const QString &b, const RuntimeFacts &facts) {
  return rankOf(a, facts) < rankOf(b, facts);
}

RuntimeFacts asPractised(RuntimeFacts facts, bool sample) {
  if (sample) {
    facts.gpus.clear();
    facts.driver.reset();
  }
  return facts;
}

QStringList newerDrivers(const RuntimeFacts &facts) {
  // A Jetson's driver comes with its system; nobody updates it alone.
  if (gpusFor(VariantKind::Cuda, facts).isEmpty() || facts.kind == QLatin1String("jetson")) return {};
  QStringList versions = leastDrivers(facts.kind == QLatin1String("wsl"));
  const auto now = QVersionNumber::fromString(facts.driver ? facts.driver->version : QString());
  versions.removeIf([&now](const QString &version) { return QVersionNumber::fromString(version) <= now; });
  return versions;
}

RuntimeFacts withDriver(RuntimeFacts facts, const QString &version) {
  facts.driver = Driver{version, cudaOfDriver(version)};
  return facts;
}

int recommend(const QList<Build> &builds, const RuntimeFacts &facts, const QStringList &packages) {
  bool first = true;
  for (const VariantKind kind : kindsHere(facts)) {
    const int best = bestOrAlone(builds, kind, facts, packages);
    // A GPU that is merely second gets the build only where nothing helps the first, and where it surely runs.
    if (best >= 0 && (first || isCodeKnown(parseVariant(builds.at(best).variant), facts))) return best;
    if (kind == VariantKind::Cuda && waitsForDriver(builds, facts)) return -1;
    first = false;
  }
  return -1;
}

int instead(const QList<Build> &builds, const RuntimeFacts &facts, const QStringList &packages) {
  for (const VariantKind kind : kindsHere(facts)) {
    const int best = bestOrAlone(builds, kind, facts, packages);
    if (best >= 0 && kind != VariantKind::Cpu && isCodeKnown(parseVariant(builds.at(best).variant), facts)) return best;
  }
  return -1;
}

QStringList leftOut(const QList<Build> &builds, VariantKind taken, const RuntimeFacts &facts) {
  QStringList texts;
  for (const VariantKind kind : kindsHere(facts)) {
    if (kind == taken) break;
    const Build *build = closest(builds, kind);
    const QString why = build && build->fits == Fits::No && !build->reasons.isEmpty()
                            ? build->reasons.constFirst()
                            : Text::tr("the index has no current variant for it");
    texts.append(Text::tr("the %1 is left out: %2").arg(namesOf(gpusFor(kind, facts)), why));
  }
  return texts;
}

QStringList whyRecommended(const QList<Build> &builds, int position, const RuntimeFacts &facts,
                           const QStringList &packages) {
  const Build &build = builds.at(position);
  QStringList why = leftOut(builds, parseVariant(build.variant).kind, facts);
  for (const CompatibilityRule &rule : compatibilityRules()) {
    // Wheels were judged with the build; here only the GPU rules have something to add.
    const auto verdict = rule.judge({facts, build.variant, parseVariant(build.variant), {}});
    if (verdict && verdict->fits == Fits::Yes && !verdict->text.isEmpty()) why.append(verdict->text);
  }
  if (!hasPythonFor(build.python, facts)) {
    if (const QString python = pythonFromUv(build.python, facts); !python.isEmpty())
      why.append(pythonFromUvText(python));
  }
  for (const QString &reason : build.reasons)
    if (!why.contains(reason)) why.append(reason);
  for (const QString &package : packages) {
    if (package != QLatin1String("torch"))
      if (const QString text = togetherText(builds, position, package); !text.isEmpty()) why.append(text);
  }
  return why;
}

QStringList whyNone(const QList<Build> &builds, const RuntimeFacts &facts) {
  if (builds.isEmpty()) return {Text::tr("The index has no builds for Linux.")};
  QStringList why;
  const QDate newest = builds.constFirst().date;
  for (const VariantKind kind : kindsHere(facts)) {
    const Build *build = closest(builds, kind);
    if (build && build->fits != Fits::No && kind != wantedKind(facts)) {
      why.append(Text::tr("%1 is for the %2, which is not this runtime's first GPU: that is for you to decide.")
                     .arg(build->variant, namesOf(gpusFor(kind, facts))));
    } else if (build) {
      why.append(build->reasons);
    } else if (kind != VariantKind::Cpu) {
      why.append(Text::tr("The index has no current variant for %1.").arg(gpusFor(kind, facts).constFirst().name));
    }
    QSet<QString> seen;
    for (const Build &ended : builds) {
      if (!ended.ended || parseVariant(ended.variant).kind != kind || seen.contains(ended.variant)) continue;
      seen.insert(ended.variant);
      if (ended.fits != Fits::No) {
        why.append(Text::tr("%1 would run here, but its nightlies ended on %2.")
                       .arg(ended.variant, dayText(ended.date, newest)));
      }
    }
  }
  why.removeDuplicates();
  return why;
}

}  // namespace nightjar
