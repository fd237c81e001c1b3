#pragma once

#include <QByteArray>
#include <QDateTime>
#include <QList>

namespace nightjar {

/// One wheel on a package page. `href` and `fileName` may point into the page's own bytes: use them while the
/// IndexPage they came with lives.
struct IndexLink {
  QByteArray fileName;       ///< percent-decoded last part of the address
  QByteArray href;           ///< as written, entities decoded; relative or absolute http(s)
  bool hasMetadata = false;  ///< <href>.metadata exists (PEP 658, PEP 714)
  QDate uploaded;            ///< data-upload-time, which is not standard; usually invalid
};

/// A package page of an index (PEP 503), read.
struct IndexPage {
  QByteArray bytes;  ///< what the links point into
  QList<IndexLink> links;
  QDateTime stamped;         ///< the footer <!--TIMESTAMP seconds-->: how fresh the page is; invalid without one
  int anchors = 0;           ///< every <a href>
  int refusedAddresses = 0;  ///< javascript:, file: and other schemes
  int notWheels = 0;         ///< source archives and names that are no wheels
  int yanked = 0;            ///< PEP 592
  bool opened = false;       ///< has <html …>
  bool closed = false;       ///< has </html>
};

/// Reads what can be read; never fails. Attributes may come in any order, quoted or not; anything that is no link is
/// passed over in linear time.
[[nodiscard]] IndexPage parseIndexPage(const QByteArray &page);

}  // namespace nightjar
