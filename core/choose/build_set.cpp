#include "core/choose/build_set.h"

#include <QLocale>
#include <QVersionNumber>
#include <algorithm>

#include "core/base/text.h"
#include "core/choose/uv_pythons.h"
#include "core/choose/variants_table.h"

namespace nightjar {

namespace {

const QString torchName = QStringLiteral("torch");

QDate newestNight(const QList<Release> &releases) {
  return !releases.isEmpty() && releases.constFirst().nightly ? releases.constFirst().date : QDate();
}

bool hasEnded(const QDate &lastNight, const QDate &newest) {
  return lastNight.isValid() && newest.isValid() && lastNight.daysTo(newest) > endedAfterDays;
}

// Whether a night can be: one that lies days after the page was written is a mistake, and must not make every other
// variant look ended.
bool isPlausible(const QDate &night, const QDateTime &stamped) {
  return night.isValid() && (!stamped.isValid() || stamped.date().daysTo(night) <= 2);
}

QDate newestOfAll(const Catalogue &catalogue) {
  QDate newest;
  for (const VariantReleases &variant : catalogue.variants) {
    for (const Release &release : variant.of(torchName)) {
      if (!release.nightly || !isPlausible(release.date, catalogue.stamped)) continue;
      if (!newest.isValid() || release.date > newest) newest = release.date;
      break;
    }
  }
  return newest;
}

// What is the same for every build of a list, and what was judged already: the same tags come back night after night.
struct Bench {
  const Catalogue &catalogue;
  const std::optional<RuntimeFacts> &facts;
  const QStringList &packages;
  const bool sample;
  QDate newest;  // of all variants
  QHash<QString, Judgement> judged;
  QHash<QString, QStringList> pythons;
  QHash<int, QStringList> pythonsByTags;

  [[nodiscard]] QList<QList<WheelTags>> wheelsOf(const QList<const Release *> &releases) const {
    QList<QList<WheelTags>> wheels;
    for (const Release *release : releases) {
      QList<WheelTags> tags;
      for (const int position : release->tags) tags.append(catalogue.tags.at(position));
      wheels.append(tags);
    }
    return wheels;
  }

  static QString key(const QString &variant, const QList<const Release *> &releases) {
    QString key = variant;
    for (const Release *release : releases) {
      key.append(QLatin1Char('/'));
      for (const int position : release->tags) key.append(QChar(position & 0xffff));
    }
    return key;
  }

  const Judgement &judgement(const QString &variant, const QList<const Release *> &releases) {
    const QString k = key(variant, releases);
    auto found = judged.find(k);
    if (found == judged.end())
      found = judged.insert(k, judge({*facts, variant, parseVariant(variant), wheelsOf(releases), sample}));
    return *found;
  }

  const QStringList &pythonsFor(const QList<const Release *> &releases) {
    const QString k = key({}, releases);
    auto found = pythons.find(k);
    if (found == pythons.end()) found = pythons.insert(k, pythonsOf(wheelsOf(releases), facts ? &*facts : nullptr));
    return *found;
  }

  const QStringList &pythonsOfTags(int position) {
    auto found = pythonsByTags.find(position);
    if (found == pythonsByTags.end())
      found = pythonsByTags.insert(position, pythonsOf({{catalogue.tags.at(position)}}, facts ? &*facts : nullptr));
    return *found;
  }
};

// The Python that would run these wheels: the first of the runtime that can, else the one uv would bring.
QString pythonHere(const QStringList &pythons, const RuntimeFacts &facts) {
  for (const PythonFacts &python : facts.pythons) {
    const auto version = parsePythonVersion(python.version, python.freeThreaded);
    if (version && pythons.contains(version->text())) return version->text();
  }
  return pythonFromUv(pythons, facts);
}

// The wheels that this Python would get; empty where there is none, or where one may not be asked for its size.
QList<QUrl> wheelsHere(Bench &bench, const QList<const Release *> &releases, const QStringList &pythons) {
  const QString python = pythonHere(pythons, *bench.facts);
  QList<QUrl> wheels;
  for (const Release *release : releases) {
    const auto fits = std::find_if(release->tags.begin(), release->tags.end(),
                                   [&](int tags) { return bench.pythonsOfTags(tags).contains(python); });
    if (fits == release->tags.end()) return {};
    wheels.append(release->wheel(fits - release->tags.begin()));
    if (!isAsSafe(release->page, wheels.constLast())) return {};
  }
  return wheels;
}

QString notHereText(const QString &package, const QStringList &pythons, const RuntimeFacts &facts) {
  if (pythons.isEmpty()) return Text::tr("there is no %1 for this system: torch alone").arg(package);
  const auto version = facts.pythons.isEmpty() ? std::nullopt
                                               : parsePythonVersion(facts.pythons.constFirst().version,
                                                                    facts.pythons.constFirst().freeThreaded);
  return Text::tr("there is no %1 for Python %2: torch alone").arg(package, version ? version->text() : QString());
}

// A package that is for no Python of this runtime does not come with the next night either.
bool isForNoPythonHere(const QList<Release> &releases, Bench &bench) {
  return bench.facts && std::none_of(releases.begin(), releases.end(), [&bench](const Release &release) {
           return canRun(bench.pythonsFor({&release}), *bench.facts);
         });
}

QString missingText(const QString &package, const CoherentSet &set, const VariantReleases &variant, Bench &bench) {
  const QList<Release> &releases = variant.of(package);
  if (releases.isEmpty()) return Text::tr("the index has no %1 for %2").arg(package, variant.name);
  if (isForNoPythonHere(releases, bench))
    return notHereText(package, bench.pythonsFor({&releases.constFirst()}), *bench.facts);
  const bool newer = set.torch.nightly && newestNight(releases).isValid() && newestNight(releases) > set.torch.date;
  return newer ? Text::tr("no %1 was made for this torch").arg(package) : Text::tr("%1 is not out yet").arg(package);
}

Build named(const CoherentSet &set, const QString &variant) {
  Build build;
  build.date = set.torch.date;
  build.variant = variant;
  build.id = (set.torch.nightly ? build.date.toString(QStringLiteral("yyyyMMdd")) : set.torch.publicVersion()) +
             QLatin1Char('-') + variant;
  build.torch = set.torch.version;
  if (set.torchvision) build.torchvision = set.torchvision->version;
  if (set.torchaudio) build.torchaudio = set.torchaudio->version;
  return build;
}

struct Partner {
  QString name;
  const std::optional<Release> &release;
  QString &version;
};

Build judgedBuild(const CoherentSet &set, const VariantReleases &variant, const QDate &lastNight, Bench &bench) {
  Build build = named(set, variant.name);
  QStringList warnings;
  QList<const Release *> releases{&set.torch};
  for (const Partner &partner : {Partner{"torchvision", set.torchvision, build.torchvision},
                                 Partner{"torchaudio", set.torchaudio, build.torchaudio}}) {
    if (!bench.packages.contains(partner.name)) continue;
    if (!partner.release) {
      warnings.append(missingText(partner.name, set, variant, bench));
      continue;
    }
    releases.append(&*partner.release);
    // A package without a wheel for any Python here must not take torch with it.
    if (!bench.facts || canRun(bench.pythonsFor(releases), *bench.facts)) continue;
    releases.removeLast();
    if (!canRun(bench.pythonsFor(releases), *bench.facts)) continue;
    warnings.append(notHereText(partner.name, bench.pythonsFor({&*partner.release}), *bench.facts));
    partner.version.clear();
  }
  build.python = bench.pythonsFor(releases);
  build.ended = hasEnded(lastNight, bench.newest);
  if (build.ended) warnings.prepend(Text::tr("ended on %1").arg(dayText(lastNight, bench.newest)));
  if (!bench.facts) {
    build.reasons = warnings;
    return build;
  }
  build.wheels = wheelsHere(bench, releases, build.python);
  const Judgement &judgement = bench.judgement(variant.name, releases);
  build.fits = warnings.isEmpty() ? judgement.fits : std::max(judgement.fits, Fits::Warning);
  if (judgement.fits == Fits::No && !build.ended) warnings.clear();
  build.reasons = judgement.fits == Fits::Yes && !warnings.isEmpty() ? warnings : warnings + judgement.reasons;
  return build;
}

}  // namespace

BuildList judgedBuilds(const Catalogue &catalogue, const TorchPins &pins, const std::optional<RuntimeFacts> &facts,
                       const QStringList &packages, bool sample) {
  Bench bench{catalogue, facts, packages, sample, newestOfAll(catalogue), {}, {}, {}};
  BuildList list;
  list.stampedAt = catalogue.stamped;
  for (const VariantReleases &variant : catalogue.variants) {
    const QDate night = newestNight(variant.of(torchName));
    list.variants.append({variant.name, night, hasEnded(night, bench.newest)});
    for (const CoherentSet &set : coherentSets(variant, pins))
      list.builds.append(judgedBuild(set, variant, night, bench));
  }
  // Variants came in their order, and a stable sort keeps it within a night.
  std::stable_sort(list.builds.begin(), list.builds.end(), [](const Build &a, const Build &b) {
    if (a.date.isValid() != b.date.isValid()) return a.date.isValid();
    if (a.date != b.date) return a.date > b.date;
    return !a.date.isValid() && QVersionNumber::fromString(a.torch) > QVersionNumber::fromString(b.torch);
  });
  list.notes = catalogue.notes;
  return list;
}

QString versionOf(const Build &build, const QString &package) {
  if (package == torchName) return build.torch;
  if (package == QLatin1String("torchvision")) return build.torchvision;
  return package == QLatin1String("torchaudio") ? build.torchaudio : QString();
}

bool isComplete(const Build &build, const QStringList &packages) {
  return std::all_of(packages.begin(), packages.end(),
                     [&build](const QString &package) { return !versionOf(build, package).isEmpty(); });
}

QString dayText(const QDate &date, const QDate &today) {
  return QLocale().toString(date,
                            date.year() == today.year() ? QStringLiteral("d MMMM") : QStringLiteral("d MMMM yyyy"));
}

}  // namespace nightjar
