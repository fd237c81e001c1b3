#pragma once

#include <QDateTime>
#include <QHash>
#include <QList>
#include <QMap>
#include <QStringList>
#include <QUrl>

#include "core/choose/index_page.h"
#include "core/choose/wheel_tags.h"
#include "core/walk/build.h"

namespace nightjar {

/// One version of one package for one variant, with the tags of all its Linux wheels.
struct Release {
  QString version;          ///< full: "2.16.0.dev20261121+cu130"
  QDate date;               ///< the night; for a version without one the day of upload, else invalid
  bool nightly = false;     ///< the version itself names the night
  QList<int> tags;          ///< positions in Catalogue::tags, in the page's order
  QList<QByteArray> hrefs;  ///< for each of `tags` the wheel's address as the page wrote it
  QUrl page;                ///< what `hrefs` are relative to
  QUrl metadata;  ///< <wheel>.metadata of one of them; empty where the page offers none, or one less safe than itself

  /// The address of the wheel with tags[position].
  [[nodiscard]] QUrl wheel(qsizetype position) const;
  [[nodiscard]] QString publicVersion() const { return version.section(QLatin1Char('+'), 0, 0); }
};

/// What an index offers for one variant: the releases of each package, newest first.
struct VariantReleases {
  QString name;
  QMap<QString, QList<Release>> packages;

  [[nodiscard]] const QList<Release> &of(const QString &package) const;
};

/// Whether what a page links to may be asked of `linked`: never by http from a page that came by https.
[[nodiscard]] bool isAsSafe(const QUrl &page, const QUrl &linked);

/// Everything an index offers Linux: date × variant × Python × platform. Variants are what was found, never a list
/// in code.
struct Catalogue {
  QList<WheelTags> tags;            ///< each combination once
  QList<VariantReleases> variants;  ///< in the order of variantBefore
  QDateTime stamped;                ///< the oldest footer time of the pages read
  QList<QByteArray> pages;          ///< the pages' bytes: hrefs may point into them
  QStringList notes;                ///< what was dropped while reading, counted
  QString rootFault;            ///< why the pages of all variants gave way to each one's own; null where they did not
  QList<UnreadVariant> unread;  ///< variants whose own pages failed

  [[nodiscard]] const VariantReleases *find(const QString &variant) const;
};

/// The most variants that are taken from an index; a page that names more of them is no page of PyTorch's.
constexpr qsizetype mostVariants = 256;

/// Collects pages into a catalogue.
class CatalogueBuilder {
 public:
  /// `address` is where `page` came from; hrefs are relative to it. `variant` is the folder of a variant's own page,
  /// empty for the root's page of all variants.
  void add(const IndexPage &page, const QUrl &address, const QString &package, const QString &variant);
  [[nodiscard]] Catalogue take();

 private:
  struct Place {
    int variant = -1;  ///< -1: the wheels of this version are dropped
    int release = -1;
  };
  struct Dropped {
    int otherPackages = 0, noVariant = 0, otherSystems = 0, notWheels = 0, refused = 0, yanked = 0, twice = 0,
        manyVariants = 0;
  };
  int tagsOf(QByteArrayView text, const struct WheelName &name);
  int variantOf(const QString &name);  ///< -1: there are too many
  Place placeOf(const struct WheelName &name, const IndexLink &link, const QString &package,
                const QString &pageVariant);
  [[nodiscard]] QString variantName(const struct WheelName &name, const QString &pageVariant) const;

  Catalogue m_catalogue;
  QHash<QByteArray, int> m_tags;
  QHash<QString, int> m_variants;
  QHash<QByteArray, Place> m_releases;  ///< "<package> <version> <page's variant>"
  Dropped m_dropped;
};

}  // namespace nightjar
