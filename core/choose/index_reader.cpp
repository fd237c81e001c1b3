#include "core/choose/index_reader.h"

#include <set>

#include "core/base/text.h"

namespace nightjar {

namespace {

const QStringList packageNames{QStringLiteral("torch"), QStringLiteral("torchvision"), QStringLiteral("torchaudio")};

// How many nights back a torchvision's pin is read, a small page each. What is older goes by what the oldest of these
// says; its install proves it.
constexpr qsizetype pinnedNights = 10;
constexpr qsizetype mostPins = 256;

struct PageRequest {
  QString package;
  QString variant;  // empty: the root's page
  QUrl address;
};

QList<PageRequest> requestsFor(const QString &root, const QString &variant) {
  QList<PageRequest> requests;
  const QString folder = variant.isEmpty() ? root : root + QLatin1Char('/') + variant;
  for (const QString &package : packageNames)
    requests.append({package, variant, QUrl(QStringLiteral("%1/%2/").arg(folder, package), QUrl::StrictMode)});
  return requests;
}

// The first words of a page, harmless to show.
QString beginning(const QByteArray &body) {
  QString text = QString::fromUtf8(body.left(400)).simplified();
  text.removeIf([](QChar c) { return !c.isPrint(); });
  return text.left(200);
}

Error noIndex(const QUrl &address, const QString &why, const QByteArray &body = {}) {
  return {Text::tr("This is no nightly index."), why,
          Text::tr("Check the address given with --index. A login page of the network can answer in its place."),
          address.toDisplayString() + QLatin1Char('\n') + beginning(body)};
}

/// What an index without torch answered in place of its pages: 403 everywhere may as well be a network that blocks it.
Error noTorch(const QString &root, const QStringList &variants, const std::set<int> &statuses) {
  QStringList numbers;
  for (const int status : statuses) numbers.append(QString::number(status));
  const QString torch = root + QStringLiteral("/torch/");
  Error error = noIndex(
      QUrl(root), Text::tr("It has no page for torch: it answered %1 for %2 and for the page of each variant (%3).")
                      .arg(numbers.join(Text::tr(" or ")), torch, variants.join(QStringLiteral(", "))));
  if (statuses.contains(403)) {
    error.fix = Text::tr(
        "Check the address given with --index, and whether your network or a proxy blocks it: 403 "
        "means \"not allowed\", though some indexes answer it for what is not there.");
  }
  return error;
}

Result<void> checkPage(const IndexPage &page, const PageRequest &request) {
  if (page.opened && !page.closed) {
    return Error{Text::tr("The nightly index could not be read."),
                 Text::tr("The page of %1 broke off before its end.").arg(request.package), Text::tr("Try again."),
                 request.address.toDisplayString()};
  }
  if (page.links.isEmpty() && request.package == QLatin1String("torch")) {
    return noIndex(request.address,
                   page.anchors > 0 ? Text::tr("Its page of torch links to no wheels.")
                                    : Text::tr("What it answers for torch is not a list of wheels."),
                   page.bytes);
  }
  return {};
}

// What came of the pages that were asked for.
struct Added {
  bool torch = false;            ///< at least one page of torch is one
  std::optional<Error> failure;  ///< the first that matters
  QList<UnreadVariant> unread;   ///< the variants left out
};

// Adds what came back. A missing page is no error. Of a variant's pages one that is needed and failed leaves that
// variant out, and no more: a page of the root speaks for all of them.
Added addPages(PageSource &source, const QList<PageRequest> &requests, std::vector<Result<FetchedPage>> &fetched,
               const QStringList &needed, CatalogueBuilder &builder, QStringList &notes) {
  std::vector<std::optional<IndexPage>> pages(fetched.size());
  Added added;
  const auto isLeftOut = [&added](const QString &variant) {
    return std::any_of(added.unread.begin(), added.unread.end(),
                       [&variant](const UnreadVariant &unread) { return unread.variant == variant; });
  };
  for (size_t i = 0; i < fetched.size(); ++i) {
    const PageRequest &request = requests.at(static_cast<qsizetype>(i));
    Result<void> checked;
    if (!fetched[i]) {
      checked = fetched[i].error();
    } else if (fetched[i]->exists) {
      pages[i] = parseIndexPage(fetched[i]->body);
      checked = checkPage(*pages[i], request);
      if (!checked) source.reject(request.address);
    }
    if (checked) continue;
    if (needed.contains(request.package) || checked.error().isCancelled()) {
      if (!added.failure || checked.error().isCancelled()) added.failure = checked.error();
      if (!isLeftOut(request.variant)) added.unread.append({request.variant, checked.error().why});
    }
    const QString name =
        request.variant.isEmpty() ? request.package : request.variant + QLatin1Char('/') + request.package;
    notes.append(Text::tr("%1: %2 %3").arg(name, checked.error().what, checked.error().why));
    pages[i].reset();
  }
  for (size_t i = 0; i < fetched.size(); ++i) {
    const PageRequest &request = requests.at(static_cast<qsizetype>(i));
    if (!pages[i] || isLeftOut(request.variant)) continue;
    builder.add(*pages[i], fetched[i]->address, request.package, request.variant);
    added.torch |= request.package == QLatin1String("torch");
  }
  return added;
}

QList<QUrl> addressesOf(const QList<PageRequest> &requests) {
  QList<QUrl> addresses;
  for (const PageRequest &request : requests) addresses.append(request.address);
  return addresses;
}

// The newest releases of `package` that offer their metadata, night by night.
QList<const Release *> releasesToPin(const Catalogue &catalogue, const QStringList &variants, const QString &package) {
  QList<const QList<Release> *> lists;
  for (const QString &name : variants)
    if (const VariantReleases *variant = catalogue.find(name)) lists.append(&variant->of(package));
  QList<const Release *> releases;
  for (qsizetype night = 0; night < pinnedNights; ++night) {
    for (const QList<Release> *list : lists) {
      if (releases.size() == mostPins) return releases;
      if (night < list->size() && !list->at(night).metadata.isEmpty()) releases.append(&list->at(night));
    }
  }
  return releases;
}

// Neither the root's pages nor the variants' own gave a torch: the root's fault comes first, what was tried after it.
Error nothingEither(Error ofRoot, const QString &root, const QStringList &variants, const std::optional<Error> &later) {
  const QString names = variants.join(QStringLiteral(", "));
  const QString why = later ? later->why : Text::tr("They are not there.");
  if (why != ofRoot.why)
    ofRoot.why += QLatin1Char(' ') + Text::tr("The pages of each variant gave nothing either: %1").arg(why);
  ofRoot.details += QLatin1Char('\n') + Text::tr("Tried after it below %1: the pages of %2. %3").arg(root, names, why);
  return ofRoot;
}

bool isTheEnd(const std::optional<Error> &failure) {
  return failure && (failure->isCancelled() || failure->fault == Fault::Unreachable);
}

}  // namespace

Result<Catalogue> readCatalogue(PageSource &source, const QString &root, const QStringList &variants,
                                const QStringList &needed, const std::stop_token &stop) {
  CatalogueBuilder builder;
  QStringList notes;
  std::set<int> answers;
  QList<PageRequest> requests = requestsFor(root, {});
  auto fetched = source.fetch(addressesOf(requests), stop);
  // Without a page for torch the root's other pages say nothing about variants, whatever became of them.
  Added added;
  if (!fetched.front() || fetched.front()->exists) {
    added = addPages(source, requests, fetched, needed, builder, notes);
  } else {
    answers.insert(fetched.front()->status);
  }
  if (isTheEnd(added.failure)) return *added.failure;
  const std::optional<Error> ofRoot = added.failure;
  if (!added.torch) {
    requests.clear();
    for (const QString &variant : variants) requests.append(requestsFor(root, variant));
    fetched = source.fetch(addressesOf(requests), stop);
    added = addPages(source, requests, fetched, needed, builder, notes);
  }
  if (isTheEnd(added.failure)) return *added.failure;
  if (!added.torch && ofRoot) return nothingEither(*ofRoot, root, variants, added.failure);
  if (!added.torch && added.failure) return *added.failure;
  if (!added.torch) {
    for (const auto &page : fetched)
      if (page) answers.insert(page->status);
    return noTorch(root, variants, answers);
  }
  Catalogue catalogue = builder.take();
  catalogue.notes = notes + catalogue.notes;
  if (ofRoot) catalogue.rootFault = ofRoot->why;
  catalogue.unread = added.unread;
  return catalogue;
}

TorchPins readPins(PageSource &source, const Catalogue &catalogue, const QStringList &variants, QStringList &notes,
                   const std::stop_token &stop) {
  const QString package = QStringLiteral("torchvision");
  const QList<const Release *> releases = releasesToPin(catalogue, variants, package);
  TorchPins pins;
  if (releases.isEmpty() || stop.stop_requested()) return pins;
  QList<QUrl> addresses;
  for (const Release *release : releases) addresses.append(release->metadata);
  const auto fetched = source.fetchMetadata(addresses, stop);
  int unread = 0, foreign = 0;
  for (size_t i = 0; i < fetched.size(); ++i) {
    const QString &version = releases.at(static_cast<qsizetype>(i))->version;
    const QString said = fetched[i] && fetched[i]->exists ? metadataVersion(fetched[i]->body) : QString();
    const QString pin = said == version ? exactTorchPin(fetched[i]->body) : QString();
    const bool isForeign = !said.isNull() && said != version;
    foreign += isForeign;
    unread += !isForeign && pin.isNull();
    if (!pin.isNull()) pins.insert(pinKey(package, version), pin);
  }
  if (unread > 0) notes.append(Text::tr("%1 torchvision builds do not tell which torch they need").arg(unread));
  if (foreign > 0) notes.append(Text::tr("%1 torchvision builds come with the metadata of another").arg(foreign));
  return pins;
}

}  // namespace nightjar
