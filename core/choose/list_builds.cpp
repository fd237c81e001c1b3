#include "core/base/text.h"
#include "core/choose/alternatives.h"
#include "core/choose/build_set.h"
#include "core/choose/choose.h"
#include "core/choose/explanation.h"
#include "core/choose/index_reader.h"
#include "core/choose/recommendation.h"
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
  if (position < 0) return facts;
  facts->pythons = {facts->pythons.at(position)};
  facts->uv.clear();
  return facts;
}

}  // namespace

Result<BuildList> listBuilds(const std::optional<RuntimeFacts> &facts, const Wishes &wishes,
                             const std::stop_token &stop) {
  const auto parsed = parseWishes(wishes);
  if (!parsed) return parsed.error();
  QStringList variants = startingVariants();
  if (!parsed->variant.isEmpty() && !variants.contains(parsed->variant)) variants.append(parsed->variant);

  IndexClient client;
  auto catalogue = readCatalogue(client, parsed->index, variants, parsed->packages, stop);
  if (!catalogue) return catalogue.error();
  QStringList notes;
  const TorchPins pins =
      readPins(client, *catalogue, variantsThatMatter(*catalogue, facts, parsed->variant), notes, stop);
  if (stop.stop_requested()) return cancelled();

  auto judgedFor = withWishedPython(facts, *parsed);
  if (judgedFor) judgedFor = asPractised(*judgedFor, wishes.sample);
  BuildList list = judgedBuilds(*catalogue, pins, judgedFor, parsed->packages, wishes.sample);
  list.index = parsed->index;
  list.notes += notes;
  list.readAt = QDateTime::currentDateTimeUtc();
  list.sample = wishes.sample;
  if (!judgedFor) return list;
  list.recommended = recommend(list.builds, *judgedFor, parsed->packages);
  explain(list, *judgedFor, parsed->packages);
  if (list.recommended < 0 && wantedKind(*judgedFor) != VariantKind::Cpu) {
    const auto stable = readStable(client, parsed->stableIndex, *judgedFor, parsed->packages, list.notes, stop);
    if (!stable) return stable.error();
    const NightlyOffer offer{*catalogue, pins, *judgedFor, parsed->packages, parsed->index, parsed->stableIndex};
    list.alternatives = waysOut(list.builds, offer, *stable);
  }
  if (wishes.sample && !facts->gpus.isEmpty()) {
    list.why.prepend(Text::tr("Practice samples run on the CPU; this computer's GPU is left out of it."));
  }
  return list;
}

}  // namespace nightjar
