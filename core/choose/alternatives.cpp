#include "core/choose/alternatives.h"

#include <QVersionNumber>
#include <algorithm>

#include "core/base/shell_word.h"
#include "core/base/text.h"
#include "core/choose/build_set.h"
#include "core/choose/choose.h"
#include "core/choose/variants_table.h"

namespace nightjar {

namespace {

QString night(const Build &build, const QDate &today) {
  return Text::tr("the nightly of %1 with %2").arg(dayText(build.date, today), build.variant);
}

Alternative of(const QString &channel, const QString &index, const Build &build, const QString &what) {
  return {channel, index, build.variant, build.torch, build.torchvision, what};
}

// Judged by the same rules as everything else, with nothing changed but the driver.
std::optional<Alternative> newerDriver(const QDate &today, const NightlyOffer &offer) {
  // A Jetson's driver comes with its system; nobody updates it alone.
  if (gpusFor(VariantKind::Cuda, offer.facts).isEmpty() || offer.facts.kind == QLatin1String("jetson")) return {};
  const QString now = offer.facts.driver ? offer.facts.driver->version : QString();
  for (const QString &version : leastDrivers(offer.facts.kind == QLatin1String("wsl"))) {
    if (!now.isEmpty() && QVersionNumber::fromString(version) <= QVersionNumber::fromString(now)) continue;
    RuntimeFacts with = offer.facts;
    with.driver = Driver{version, cudaOfDriver(version)};
    const QList<Build> builds = judgedBuilds(offer.catalogue, offer.pins, with, offer.packages).builds;
    const int best = recommend(builds, with, offer.packages);
    if (best < 0 || parseVariant(builds.at(best).variant).kind != VariantKind::Cuda) continue;
    const QString then = night(builds.at(best), today);
    return of(QStringLiteral("nightly"), offer.index, builds.at(best),
              now.isEmpty() ? Text::tr("Load an NVIDIA driver of version %1 or newer; then %2 fits.").arg(version, then)
                            : Text::tr("Update the NVIDIA driver to version %1 or newer (now %2); then %3 fits.")
                                  .arg(version, now, then));
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
  const QString what =
      stable.known
          ? Text::tr(
                "Stable PyTorch %1 with %2, the newest known to this program to fit (the stable index could not "
                "be read): %3")
                .arg(version, build.variant, command)
          : Text::tr("Stable PyTorch %1 with %2, the newest release that fits: %3")
                .arg(version, build.variant, command);
  return of(QStringLiteral("stable"), index, build, what);
}

QStringList elsewhere(const NightlyOffer &offer) {
  return offer.index == officialIndex() ? QStringList() : QStringList{QStringLiteral("--index"), offer.index};
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
  if (const auto cpu = cpuOnPurpose(builds, today, offer)) ways.append(*cpu);
  return ways;
}

}  // namespace nightjar
