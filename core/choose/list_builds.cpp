#include "core/base/figures.h"
#include "core/base/text.h"
#include "core/choose/alternatives.h"
#include "core/choose/build_set.h"
#include "core/choose/choose.h"
#include "core/choose/explanation.h"
#include "core/choose/index_client.h"
#include "core/choose/index_routes.h"
#include "core/choose/recommendation.h"
#include "core/choose/runtime_pages.h"
#include "core/choose/uv_pythons.h"
#include "core/choose/variants_table.h"
#include "core/choose/wishes.h"

namespace nightjar {

namespace {

// Pins are read where they can matter: for the variants the runtime's hardware asks for, for the one that is wished,
// and for cpu, the way out; without a runtime for all.
QStringList variantsThatMatter(const Catalogue &catalogue, const std::optional<RuntimeFacts> &facts,
                               const QString &wished) {
  QStringList names;
  for (const VariantReleases &variant : catalogue.variants) {
    const VariantKind kind = parseVariant(variant.name).kind;
    const bool usable = facts && (!gpusFor(kind, *facts).isEmpty() || kind == VariantKind::Cpu);
    if (!facts || usable || variant.name == wished) names.append(variant.name);
  }
  return names;
}

// A wish for one Python hides the others from the rules.
std::optional<RuntimeFacts> withWishedPython(std::optional<RuntimeFacts> facts, const ParsedWishes &wishes) {
  if (!facts || (!wishes.python && wishes.pythonPath.isEmpty())) return facts;
  const int position = findPython(facts->pythons, wishes, {});
  if (position >= 0) {
    facts->pythons = {facts->pythons.at(position)};
    facts->uv.clear();
    return facts;
  }
  facts->pythons.clear();
  if (!wishes.python || pythonFromUv({wishes.pythonText}, *facts, wishes.pythonText).isEmpty()) facts->uv.clear();
  return facts;
}

// The rules name the Python that uv would bring by itself; a person asked for another.
void namePythonFromUv(BuildList &list, const ParsedWishes &wishes) {
  if (!wishes.python) return;
  const QString wished = pythonFromUvText(wishes.pythonText);
  const auto name = [&wished](QStringList &texts, const QStringList &pythons) {
    for (const QString &python : pythons) texts.replaceInStrings(pythonFromUvText(python), wished);
  };
  for (Build &build : list.builds)
    if (build.python.contains(wishes.pythonText)) name(build.reasons, build.python);
  if (list.recommended >= 0) name(list.why, list.builds.at(list.recommended).python);
}

bool isNightly(const Catalogue &catalogue) {
  for (const VariantReleases &variant : catalogue.variants) {
    for (const Release &release : variant.of(QStringLiteral("torch")))
      if (release.nightly) return true;
  }
  return false;
}

// The variant that will be taken, as far as torch alone decides it; all that matter where that says nothing.
QStringList variantTaken(const Catalogue &catalogue, const std::optional<RuntimeFacts> &facts,
                         const ParsedWishes &wishes) {
  if (!wishes.variant.isEmpty()) return {wishes.variant};
  const auto judgedFor = withWishedPython(facts, wishes);
  if (judgedFor && !isNightly(catalogue)) {
    const QStringList torch{wishes.packages.constFirst()};
    QList<Build> builds = judgedBuilds(catalogue, {}, judgedFor, torch).builds;
    if (!wishes.wantsNewest()) builds.removeIf([&wishes](const Build &build) { return !isWished(build, wishes); });
    if (const int best = recommend(builds, *judgedFor, torch); best >= 0) return {builds.at(best).variant};
  }
  return variantsThatMatter(catalogue, facts, {});
}

IndexQuestion questionOf(const std::optional<RuntimeFacts> &facts, const ParsedWishes &wishes, ListFor purpose) {
  QStringList variants = startingVariants();
  if (!wishes.variant.isEmpty() && !variants.contains(wishes.variant)) variants.append(wishes.variant);
  return {wishes.index, variants, wishes.packages, [&facts, &wishes, purpose](const Catalogue &catalogue) {
            return purpose == ListFor::Taking ? variantTaken(catalogue, facts, wishes)
                                              : variantsThatMatter(catalogue, facts, wishes.variant);
          }};
}

// `read` gives the stable index where nothing fits the first GPU.
Result<BuildList> judgedList(const IndexReading &reading, const std::optional<RuntimeFacts> &facts,
                             const Wishes &wishes, const ParsedWishes &parsed, const IndexReader &read) {
  auto judgedFor = withWishedPython(facts, parsed);
  if (judgedFor) judgedFor = asPractised(*judgedFor, wishes.sample);
  BuildList list = judgedBuilds(reading.catalogue, reading.pins, judgedFor, parsed.packages, wishes.sample);
  list.index = parsed.index;
  list.notes += reading.notes;
  list.readAt = reading.readAt;
  list.origin = reading.origin;
  list.originNote = reading.originNote;
  list.unread = reading.catalogue.unread;
  list.sample = wishes.sample;
  if (isBehind(list)) {
    list.notes.append(Text::tr("the index wrote its pages %1 before they were read")
                          .arg(ageText(list.stampedAt.secsTo(list.readAt))));
  }
  if (!judgedFor) return list;
  list.recommended = recommend(list.builds, *judgedFor, parsed.packages);
  explain(list, *judgedFor, parsed.packages);
  namePythonFromUv(list, parsed);
  const VariantKind wanted = wantedKind(*judgedFor);
  const bool first = list.recommended >= 0 && parseVariant(list.builds.at(list.recommended).variant).kind == wanted;
  if (!first && wanted != VariantKind::Cpu) {
    const auto stable = readStable(read, parsed.stableIndex, *judgedFor, parsed.packages, list.notes);
    if (!stable) return stable.error();
    const QString python = parsed.pythonPath.isEmpty() ? parsed.pythonText : parsed.pythonPath;
    const NightlyOffer offer{reading.catalogue, reading.pins,       *judgedFor, parsed.packages,
                             parsed.index,      parsed.stableIndex, python,     wishes.root};
    list.alternatives = waysOut(list.builds, offer, *stable);
  }
  if (wishes.sample && !facts->gpus.isEmpty()) {
    list.why.prepend(Text::tr("Practice samples run on the CPU; this computer's GPU is left out of it."));
  }
  return list;
}

}  // namespace

bool isBehind(const BuildList &list) {
  return list.stampedAt.isValid() && list.readAt.isValid() && list.stampedAt.daysTo(list.readAt) >= 2;
}

Result<BuildList> listBuilds(const std::optional<RuntimeFacts> &facts, const Wishes &wishes,
                             const std::stop_token &stop, const IndexWays &ways, ListFor purpose) {
  const auto parsed = parseWishes(wishes);
  if (!parsed) return parsed.error();
  // Where the runtime can be asked as well, a network that swallows everything is left sooner.
  IndexClient here(ways.runtime ? FetchLimits{.silence = std::chrono::seconds(10)} : FetchLimits{});
  QList<Route> routes{{IndexOrigin::Network, &here}};
  std::optional<RuntimePages> there;
  if (ways.runtime) {
    there.emplace(*ways.runtime, facts ? facts->pipProxy : QString(), facts ? facts->pipCert : QString());
    routes.append({IndexOrigin::Runtime, &*there});
  }
  std::optional<PageCache> copies;
  if (!ways.copies.isEmpty() && !wishes.sample) copies.emplace(ways.copies);
  const IndexReader read = [&](const IndexQuestion &question) {
    return readIndex(routes, copies ? &*copies : nullptr, question, stop);
  };
  const auto reading = read(questionOf(facts, *parsed, purpose));
  if (!reading) return reading.error();
  return judgedList(*reading, facts, wishes, *parsed, read);
}

std::optional<BuildList> listCopiedBuilds(const std::optional<RuntimeFacts> &facts, const Wishes &wishes,
                                          const QString &folder, const std::stop_token &stop) {
  const auto parsed = parseWishes(wishes);
  if (!parsed || folder.isEmpty() || wishes.sample) return std::nullopt;
  PageCache copies(folder);
  const IndexReader read = [&](const IndexQuestion &question) { return readCopies(copies, question, stop); };
  const auto reading = read(questionOf(facts, *parsed, ListFor::Looking));
  if (!reading) return std::nullopt;
  auto list = judgedList(*reading, facts, wishes, *parsed, read);
  return list ? std::optional(*std::move(list)) : std::nullopt;
}

}  // namespace nightjar
