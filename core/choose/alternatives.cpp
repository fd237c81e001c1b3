#include "core/choose/alternatives.h"

#include <algorithm>

#include "core/base/shell_word.h"
#include "core/base/text.h"
#include "core/choose/build_set.h"
#include "core/choose/choose.h"
#include "core/choose/gpu_rules.h"
#include "core/choose/variants_table.h"

namespace nightjar {

namespace {

QString night(const Build &build, const QDate &today) {
  return Text::tr("the nightly of %1 with %2").arg(dayText(build.date, today), build.variant);
}

Alternative of(const QString &channel, const QString &index, const Build &build, const QString &what) {
  return {channel, index, build.variant, build.torch, build.torchvision, what};
}

bool isCapabilityKnown(const RuntimeFacts &facts) {
  const QList<Gpu> gpus = gpusFor(VariantKind::Cuda, facts);
  return std::all_of(gpus.begin(), gpus.end(),
                     [](const Gpu &gpu) { return parseCapability(gpu.computeCapability).has_value(); });
}

// "Load … 580 or newer" or "Update … to 580 or newer (now 535)". Nothing is promised of a GPU nobody knows.
QString driverText(const QString &version, const RuntimeFacts &facts) {
  const QString now = facts.driver ? facts.driver->version : QString();
  return now.isEmpty() ? Text::tr("Load an NVIDIA driver of version %1 or newer").arg(version)
                       : Text::tr("Update the NVIDIA driver to version %1 or newer (now %2)").arg(version, now);
}

QString leastCapability(const QString &variant, const RuntimeFacts &facts) {
  const auto code = wheelCode(parseVariant(variant), facts.os.arch);
  return code && !code->sass.isEmpty() ? std::min_element(code->sass.begin(), code->sass.end())->text() : QString();
}

// Judged by the same rules as everything else, with nothing changed but the driver.
std::optional<Alternative> newerDriver(const QDate &today, const NightlyOffer &offer) {
  for (const QString &version : newerDrivers(offer.facts)) {
    const RuntimeFacts with = withDriver(offer.facts, version);
    const QList<Build> builds = judgedBuilds(offer.catalogue, offer.pins, with, offer.packages).builds;
    const int best = recommend(builds, with, offer.packages);
    if (best < 0 || parseVariant(builds.at(best).variant).kind != VariantKind::Cuda) continue;
    const QString then = night(builds.at(best), today), driver = driverText(version, offer.facts);
    const QString least = leastCapability(builds.at(best).variant, offer.facts);
    return of(QStringLiteral("nightly"), offer.index, builds.at(best),
              isCapabilityKnown(offer.facts) || least.isEmpty()
                  ? Text::tr("%1; then %2 fits.").arg(driver, then)
                  : Text::tr("%1; then %2 fits, if the GPU's compute capability is %3 or higher (it is not known yet).")
                        .arg(driver, then, least));
  }
  return {};
}

// To paste as it is: each word is quoted, for an address may hold what a shell reads as more. It keeps what was asked
// for, but for what it is the way out of.
QString installCommand(const QStringList &options, const Build &build, const NightlyOffer &offer) {
  QStringList words = QStringList{QStringLiteral("nightjar"), QStringLiteral("install"), QStringLiteral("TARGET")} +
                      options + QStringList{QStringLiteral("--variant"), build.variant};
  QStringList packages = offer.packages;
  packages.removeIf([&build](const QString &package) { return versionOf(build, package).isEmpty(); });
  words += {QStringLiteral("--packages"), packages.join(QLatin1Char(','))};
  if (!offer.python.isEmpty()) words += {QStringLiteral("--python"), offer.python};
  if (!offer.root.isEmpty()) words += {QStringLiteral("--root"), offer.root};
  for (QString &word : words) word = shellWord(word);
  return words.join(QLatin1Char(' '));
}

Alternative stableWay(const StableRelease &stable, const NightlyOffer &offer) {
  const Build &build = stable.build;
  const QString version = build.torch.section(QLatin1Char('+'), 0, 0);
  // What only the table knows is where the table's releases are.
  const QString index = stable.known ? officialStableIndex() : offer.stableIndex;
  const QString command =
      installCommand({QStringLiteral("--index"), index, QStringLiteral("--build"), version}, build, offer);
  const QString release = Text::tr("PyTorch %1 with %2").arg(version, build.variant);
  const QString known = stable.known
                            ? Text::tr("the newest known to this program to fit (the stable index could not be read)")
                            : Text::tr("the newest release that fits");
  const QString what = stable.driver.isEmpty()
                           ? Text::tr("Stable %1, %2: %3").arg(release, known, command)
                           : Text::tr("%1 (%2 is the last for GPUs before Turing); then stable %3, %4: %5")
                                 .arg(driverText(stable.driver, offer.facts))
                                 .arg(lastBranchBeforeTuring)
                                 .arg(release, known, command);
  return of(QStringLiteral("stable"), index, build, what);
}

QStringList elsewhere(const NightlyOffer &offer) {
  return offer.index == officialIndex() ? QStringList() : QStringList{QStringLiteral("--index"), offer.index};
}

std::optional<Alternative> otherGpu(const QList<Build> &builds, const QDate &today, const NightlyOffer &offer) {
  const int other = instead(builds, offer.facts, offer.packages);
  if (other < 0) return {};
  const Build &build = builds.at(other);
  const QString names = namesOf(gpusFor(parseVariant(build.variant).kind, offer.facts));
  return of(QStringLiteral("nightly"), offer.index, build,
            Text::tr("On the %1 instead, %2: %3")
                .arg(names, night(build, today), installCommand(elsewhere(offer), build, offer)));
}

std::optional<Alternative> cpuOnPurpose(const QList<Build> &builds, const QDate &today, const NightlyOffer &offer) {
  const auto usable = [&offer](const Build &build) {
    return build.variant == QLatin1String("cpu") && !build.ended && build.fits != Fits::No &&
           isComplete(build, offer.packages);
  };
  const auto found = std::find_if(builds.begin(), builds.end(), usable);
  if (found == builds.end()) return {};
  return of(QStringLiteral("nightly"), offer.index, *found,
            Text::tr("On purpose without the GPU, %1: %2")
                .arg(night(*found, today), installCommand(elsewhere(offer), *found, offer)));
}

}  // namespace

QList<Alternative> waysOut(const QList<Build> &builds, const NightlyOffer &offer,
                           const std::optional<StableRelease> &stable) {
  if (wantedKind(offer.facts) == VariantKind::Cpu || builds.isEmpty()) return {};
  const QDate today = builds.constFirst().date;
  QList<Alternative> ways;
  if (const auto driver = newerDriver(today, offer)) ways.append(*driver);
  if (stable) ways.append(stableWay(*stable, offer));
  // Beside a recommendation these are only for the GPU that it leaves out.
  if (recommend(builds, offer.facts, offer.packages) >= 0) return ways;
  if (const auto other = otherGpu(builds, today, offer)) ways.append(*other);
  if (const auto cpu = cpuOnPurpose(builds, today, offer)) ways.append(*cpu);
  return ways;
}

}  // namespace nightjar
