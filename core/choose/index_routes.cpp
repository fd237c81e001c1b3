#include "core/choose/index_routes.h"

#include "core/base/figures.h"
#include "core/base/text.h"
#include "core/choose/index_reader.h"
#include "core/choose/kept_pages.h"

namespace nightjar {

namespace {

QStringList variantsToAsk(const IndexQuestion &question, const PageCache *cache) {
  QStringList variants = cache ? cache->variantsSeen(question.root) : QStringList();
  variants += question.variants;
  variants.removeDuplicates();
  return variants;
}

// A page that failed this time is asked for again the next.
QStringList namesOf(const Catalogue &catalogue) {
  QStringList names;
  for (const UnreadVariant &unread : catalogue.unread) names.append(unread.variant);
  for (const VariantReleases &variant : catalogue.variants) names.append(variant.name);
  return names;
}

Result<IndexReading> readFrom(PageSource &source, IndexOrigin origin, const PageCache *cache,
                              const IndexQuestion &question, const std::stop_token &stop) {
  auto catalogue = readCatalogue(source, question.root, variantsToAsk(question, cache), question.needed, stop);
  if (!catalogue) return catalogue.error();
  IndexReading reading;
  reading.origin = origin;
  reading.readAt = QDateTime::currentDateTimeUtc();
  if (!catalogue->rootFault.isEmpty()) {
    reading.originNote =
        Text::tr("Read from each variant's own page; the page of all of them failed: %1").arg(catalogue->rootFault);
  }
  reading.pins = readPins(source, *catalogue, question.pinnedVariants(*catalogue), reading.notes, stop);
  if (stop.stop_requested()) return cancelled();
  reading.catalogue = std::move(*catalogue);
  return reading;
}

// The first failure is the one to tell: it is about the way people expect. What the others said goes below it.
void addFailure(std::optional<Error> &first, const Error &error) {
  if (!first) {
    first = error;
  } else {
    first->details += QLatin1Char('\n') + error.what + QLatin1Char(' ') + error.why + QLatin1Char('\n') + error.details;
  }
}

}  // namespace

Result<IndexReading> readCopies(PageCache &cache, const IndexQuestion &question, const std::stop_token &stop) {
  CopiedPages copies(cache);
  auto reading = readFrom(copies, IndexOrigin::Cache, &cache, question, stop);
  if (!reading) return reading.error();
  reading->readAt = copies.oldest();
  return reading;
}

Result<IndexReading> readIndex(const QList<Route> &routes, PageCache *cache, const IndexQuestion &question,
                               const std::stop_token &stop) {
  std::optional<Error> failure;
  for (const Route &route : routes) {
    KeptPages pages(*route.source, cache);
    auto reading = readFrom(pages, route.origin, cache, question, stop);
    if (reading) {
      if (cache) {
        const bool kept =
            pages.keepAll(reading->readAt) && cache->rememberVariants(question.root, namesOf(reading->catalogue));
        if (!kept) reading->notes.append(Text::tr("the copies of the index's pages could not be kept"));
      }
      if (failure && route.origin == IndexOrigin::Runtime) {
        const QString through = Text::tr("Read through the runtime. From this computer: %1").arg(failure->why);
        reading->originNote = (through + QLatin1Char(' ') + reading->originNote).trimmed();
      }
      return reading;
    }
    if (reading.error().isCancelled()) return reading.error();
    addFailure(failure, reading.error());
  }
  if (!cache || !failure) return failure.value_or(cancelled());
  auto reading = readCopies(*cache, question, stop);
  if (!reading) return reading.error().isCancelled() ? reading.error() : *failure;
  reading->originNote = Text::tr("From the copy of %1 ago: the index could not be reached. %2")
                            .arg(ageText(reading->readAt.secsTo(QDateTime::currentDateTimeUtc())), failure->why);
  return reading;
}

}  // namespace nightjar
