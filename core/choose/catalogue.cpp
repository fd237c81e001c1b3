#include "core/choose/catalogue.h"

#include <QVersionNumber>
#include <algorithm>
#include <tuple>

#include "core/base/text.h"
#include "core/choose/variant.h"
#include "core/choose/wheel_name.h"

namespace nightjar {

namespace {

// Combinations of tags one version can have. A real one has a few dozen; a hostile page could have a million.
constexpr qsizetype mostTags = 512;

// Newest first: by night, then by version.
void sortReleases(QList<Release> &releases) {
  std::stable_sort(releases.begin(), releases.end(), [](const Release &a, const Release &b) {
    if (a.nightly && b.nightly && a.date != b.date) return a.date > b.date;
    const auto versionA = QVersionNumber::fromString(a.version), versionB = QVersionNumber::fromString(b.version);
    return std::tie(a.nightly, versionA) > std::tie(b.nightly, versionB);
  });
}

// Parsed as the page wrote it, so that %2B stays: where the index is an S3 bucket, a '+' would be a space.
QUrl resolved(const QUrl &page, const QByteArray &href) {
  return page.resolved(QUrl::fromEncoded(href, QUrl::StrictMode));
}

// PEP 658: <wheel>.metadata.
QUrl metadataAddress(const QUrl &page, const QByteArray &href) {
  const qsizetype fragment = href.indexOf('#');
  const QByteArray wheel = fragment < 0 ? href : href.left(fragment);
  if (wheel.contains('?')) return {};
  const QUrl address = resolved(page, wheel + ".metadata");
  return isAsSafe(page, address) ? address : QUrl();
}

void addNote(QStringList &notes, int count, const QString &text) {
  if (count > 0) notes.append(QStringLiteral("%1 %2").arg(count).arg(text));
}

}  // namespace

bool isAsSafe(const QUrl &page, const QUrl &linked) {
  return page.scheme() != QLatin1String("https") || linked.scheme() == QLatin1String("https");
}

QUrl Release::wheel(qsizetype position) const {
  const QByteArray &href = hrefs.at(position);
  const qsizetype fragment = href.indexOf('#');
  return resolved(page, fragment < 0 ? href : href.left(fragment));
}

const QList<Release> &VariantReleases::of(const QString &package) const {
  static const QList<Release> none;
  const auto found = packages.constFind(package);
  return found == packages.constEnd() ? none : *found;
}

const VariantReleases *Catalogue::find(const QString &variant) const {
  const auto found = std::find_if(variants.begin(), variants.end(),
                                  [&variant](const VariantReleases &v) { return v.name == variant; });
  return found == variants.end() ? nullptr : &*found;
}

int CatalogueBuilder::tagsOf(QByteArrayView text, const WheelName &name) {
  const QByteArray key = QByteArray::fromRawData(text.data(), text.size());
  if (const auto found = m_tags.constFind(key); found != m_tags.constEnd()) return *found;
  const int position = static_cast<int>(m_catalogue.tags.size());
  m_catalogue.tags.append(parseWheelTags(name.python, name.abi, name.platform));
  m_tags.insert(text.toByteArray(), position);
  return position;
}

int CatalogueBuilder::variantOf(const QString &name) {
  if (const auto found = m_variants.constFind(name); found != m_variants.constEnd()) return *found;
  if (m_catalogue.variants.size() >= mostVariants) {
    ++m_dropped.manyVariants;
    return -1;
  }
  const int position = static_cast<int>(m_catalogue.variants.size());
  m_catalogue.variants.append({name, {}});
  m_variants.insert(name, position);
  return position;
}

// A Linux wheel without a local part is a CPU wheel of old; on another variant's page it is only there because it
// lies at the root, and offering it as that variant would be a lie.
QString CatalogueBuilder::variantName(const WheelName &name, const QString &pageVariant) const {
  if (name.local.isEmpty()) return pageVariant == QLatin1String("cpu") ? pageVariant : QString();
  QString local = QString::fromLatin1(name.local);
  if (!isVariantName(local) || (!pageVariant.isEmpty() && local != pageVariant)) return {};
  return local;
}

CatalogueBuilder::Place CatalogueBuilder::placeOf(const WheelName &name, const IndexLink &link, const QString &package,
                                                  const QString &pageVariant) {
  QByteArray key = package.toLatin1() + ' ';
  key.append(name.version).append(' ').append(pageVariant.toLatin1());
  if (const auto known = m_releases.constFind(key); known != m_releases.constEnd()) return *known;
  Place place;
  if (const QString variant = variantName(name, pageVariant); !variant.isEmpty()) {
    place.variant = variantOf(variant);
  }
  if (place.variant >= 0) {
    QList<Release> &releases = m_catalogue.variants[place.variant].packages[package];
    place.release = static_cast<int>(releases.size());
    const QDate night = nightlyDate(name.version);
    Release release;
    release.version = QString::fromLatin1(name.version);
    release.date = night.isValid() ? night : link.uploaded;
    release.nightly = night.isValid();
    releases.append(release);
  }
  m_releases.insert(key, place);
  return place;
}

void CatalogueBuilder::add(const IndexPage &page, const QUrl &address, const QString &package, const QString &variant) {
  const QByteArray distribution = package.toLatin1();
  m_dropped.notWheels += page.notWheels;
  m_dropped.refused += page.refusedAddresses;
  m_dropped.yanked += page.yanked;
  if (page.stamped.isValid() && (!m_catalogue.stamped.isValid() || page.stamped < m_catalogue.stamped))
    m_catalogue.stamped = page.stamped;

  m_catalogue.pages.append(page.bytes);

  // The wheels of a version stand together: most lines belong to the release of the line before.
  QByteArrayView lastVersion;
  Release *release = nullptr;
  for (const IndexLink &link : page.links) {
    const auto name = parseWheelName(link.fileName);
    if (!name) {
      ++m_dropped.notWheels;
      continue;
    }
    if (name->distribution.compare(distribution, Qt::CaseInsensitive) != 0) {
      ++m_dropped.otherPackages;
      continue;
    }
    const int tags = tagsOf(name->tags, *name);
    if (m_catalogue.tags.at(tags).platforms.isEmpty()) {
      ++m_dropped.otherSystems;
      continue;
    }
    if (name->version != lastVersion || lastVersion.isEmpty()) {
      const Place place = placeOf(*name, link, package, variant);
      release = place.variant < 0 ? nullptr : &m_catalogue.variants[place.variant].packages[package][place.release];
      lastVersion = name->version;
    }
    if (!release || release->tags.size() >= mostTags) {
      ++m_dropped.noVariant;
      continue;
    }
    if (release->tags.contains(tags)) {
      ++m_dropped.twice;
      continue;
    }
    if (release->tags.isEmpty()) release->page = address;
    release->tags.append(tags);
    release->hrefs.append(link.href);
    if (link.hasMetadata && release->metadata.isEmpty()) release->metadata = metadataAddress(address, link.href);
  }
}

Catalogue CatalogueBuilder::take() {
  for (VariantReleases &variant : m_catalogue.variants)
    for (QList<Release> &releases : variant.packages) sortReleases(releases);
  std::sort(m_catalogue.variants.begin(), m_catalogue.variants.end(),
            [](const VariantReleases &a, const VariantReleases &b) { return variantBefore(a.name, b.name); });
  addNote(m_catalogue.notes, m_dropped.otherSystems, Text::tr("wheels for other systems than Linux"));
  addNote(m_catalogue.notes, m_dropped.noVariant, Text::tr("wheels that name no variant of this page"));
  addNote(m_catalogue.notes, m_dropped.manyVariants, Text::tr("builds of more variants than an index has"));
  addNote(m_catalogue.notes, m_dropped.otherPackages, Text::tr("wheels of other packages"));
  addNote(m_catalogue.notes, m_dropped.notWheels, Text::tr("links that are no wheels"));
  addNote(m_catalogue.notes, m_dropped.refused, Text::tr("links with an address that is neither http nor https"));
  addNote(m_catalogue.notes, m_dropped.twice, Text::tr("wheels that are listed twice"));
  addNote(m_catalogue.notes, m_dropped.yanked, Text::tr("withdrawn wheels"));
  return std::move(m_catalogue);
}

}  // namespace nightjar
