#include "core/choose/index_page.h"

#include <algorithm>
#include <cstring>

namespace nightjar {

namespace {

bool isSpace(char c) {
  return c == ' ' || c == '\n' || c == '\t' || c == '\r' || c == '\f';
}

// The entities that occur in addresses. Others stay as written: such a link is no wheel we know.
QByteArray decodeEntities(QByteArrayView text) {
  QByteArray decoded = text.toByteArray();
  if (!decoded.contains('&')) return decoded;
  return decoded.replace("&#43;", "+")
      .replace("&#x2B;", "+")
      .replace("&#x2b;", "+")
      .replace("&plus;", "+")
      .replace("&quot;", "\"")
      .replace("&#39;", "'")
      .replace("&lt;", "<")
      .replace("&gt;", ">")
      .replace("&amp;", "&");
}

// Only a ':' before any '/', '?' or '#' ends a scheme.
bool isWebAddress(QByteArrayView href) {
  const auto end =
      std::find_if(href.begin(), href.end(), [](char c) { return c == ':' || c == '/' || c == '?' || c == '#'; });
  if (end == href.end() || *end != ':') return true;
  const QByteArrayView scheme(href.begin(), end);
  return scheme.compare("https", Qt::CaseInsensitive) == 0 || scheme.compare("http", Qt::CaseInsensitive) == 0;
}

QByteArray fileNameOf(QByteArrayView href) {
  const auto end = std::find_if(href.begin(), href.end(), [](char c) { return c == '#' || c == '?'; });
  QByteArrayView path(href.begin(), end);
  if (const qsizetype slash = path.lastIndexOf('/'); slash >= 0) path = path.sliced(slash + 1);
  if (path.contains('%')) return QByteArray::fromPercentEncoding(path.toByteArray());
  return QByteArray::fromRawData(path.data(), path.size());
}

struct Anchor {
  QByteArrayView href;
  QByteArrayView uploadTime;
  bool hasHref = false;
  bool hasMetadata = false;
  bool yanked = false;
};

// Called for every attribute of a page of many megabytes: the length tells most names apart before letters do.
void takeAttribute(QByteArrayView name, QByteArrayView value, Anchor &anchor) {
  const auto is = [name](QByteArrayView wanted) {
    return name.size() == wanted.size() && name.compare(wanted, Qt::CaseInsensitive) == 0;
  };
  if (is("href") && !anchor.hasHref) {
    anchor.href = value;
    anchor.hasHref = true;
  } else if (is("data-core-metadata") || is("data-dist-info-metadata")) {
    anchor.hasMetadata |= value.size() != 5 || value.compare("false", Qt::CaseInsensitive) != 0;
  } else if (is("data-yanked")) {
    anchor.yanked = true;
  } else if (is("data-upload-time")) {
    anchor.uploadTime = value;
  }
}

// Reads attributes from `at` up to the tag's '>'. Gives the place behind it, or null where the page ends before.
const char *readAttributes(const char *at, const char *end, Anchor &anchor) {
  while (true) {
    while (at < end && (isSpace(*at) || *at == '/')) ++at;
    if (at == end) return nullptr;
    if (*at == '>') return at + 1;
    const char *nameEnd = at;
    while (nameEnd < end && !isSpace(*nameEnd) && *nameEnd != '=' && *nameEnd != '>') ++nameEnd;
    const QByteArrayView name(at, nameEnd);
    at = nameEnd;
    while (at < end && isSpace(*at)) ++at;
    if (at == end) return nullptr;
    if (*at != '=') {
      takeAttribute(name, {}, anchor);
      continue;
    }
    do ++at;
    while (at < end && isSpace(*at));
    if (at == end) return nullptr;
    const char *valueEnd = nullptr;
    if (*at == '"' || *at == '\'') {
      const char quote = *at++;
      valueEnd = static_cast<const char *>(std::memchr(at, quote, static_cast<size_t>(end - at)));
      if (!valueEnd) return nullptr;
      takeAttribute(name, {at, valueEnd}, anchor);
      at = valueEnd + 1;
    } else {
      valueEnd = std::find_if(at, end, [](char c) { return isSpace(c) || c == '>'; });
      takeAttribute(name, {at, valueEnd}, anchor);
      at = valueEnd;
    }
  }
}

void addLink(const Anchor &anchor, IndexPage &page) {
  if (!anchor.hasHref) return;
  ++page.anchors;
  QByteArrayView trimmed = anchor.href.trimmed();
  QByteArray href =
      trimmed.contains('&') ? decodeEntities(trimmed) : QByteArray::fromRawData(trimmed.data(), trimmed.size());
  if (!isWebAddress(href)) {
    ++page.refusedAddresses;
    return;
  }
  // A decoded href owns its bytes and may move with the link: the name must own its own.
  QByteArray name = fileNameOf(href);
  if (trimmed.contains('&')) name = QByteArray(name.constData(), name.size());
  if (!name.endsWith(".whl")) {
    ++page.notWheels;
  } else if (anchor.yanked) {
    ++page.yanked;
  } else {
    const QDate uploaded =
        anchor.uploadTime.isEmpty()
            ? QDate()
            : QDate::fromString(
                  QString::fromLatin1(anchor.uploadTime.first(std::min<qsizetype>(10, anchor.uploadTime.size()))),
                  Qt::ISODate);
    page.links.append({std::move(name), std::move(href), anchor.hasMetadata, uploaded});
  }
}

void readComment(QByteArrayView comment, IndexPage &page) {
  comment = comment.trimmed();
  if (!comment.startsWith("TIMESTAMP")) return;
  bool ok = false;
  const qint64 seconds = comment.sliced(9).trimmed().toLongLong(&ok);
  if (ok && seconds > 0 && seconds < 4102444800) page.stamped = QDateTime::fromSecsSinceEpoch(seconds, Qt::UTC);
}

bool tagIs(const char *at, const char *end, QByteArrayView name) {
  if (end - at <= name.size() || (*at | 0x20) != (name.front() | 0x20)) return false;
  if (QByteArrayView(at, name.size()).compare(name, Qt::CaseInsensitive) != 0) return false;
  const char next = at[name.size()];
  return isSpace(next) || next == '>' || next == '/';
}

// `at` is just behind a '<'. Gives the place to go on from; never before `at`.
const char *readTag(const char *at, const char *end, IndexPage &page) {
  if (tagIs(at, end, "a")) {
    Anchor anchor;
    const char *behind = readAttributes(at + 1, end, anchor);
    if (!behind) return end;
    addLink(anchor, page);
    return behind;
  }
  if (end - at > 3 && std::memcmp(at, "!--", 3) == 0) {
    const QByteArrayView rest(at + 3, end);
    const qsizetype close = rest.indexOf("-->");
    if (close < 0) return end;
    readComment(rest.first(close), page);
    return at + 3 + close + 3;
  }
  page.opened |= tagIs(at, end, "html");
  page.closed |= tagIs(at, end, "/html");
  return at;
}

}  // namespace

IndexPage parseIndexPage(const QByteArray &page) {
  IndexPage read;
  read.bytes = page;
  read.links.reserve(page.size() / 250);  // bytes a line, as the nightly index writes them
  const char *at = read.bytes.constData();
  const char *const end = at + read.bytes.size();
  while (at < end) {
    const char *tag = static_cast<const char *>(std::memchr(at, '<', static_cast<size_t>(end - at)));
    if (!tag) break;
    at = readTag(tag + 1, end, read);
  }
  return read;
}

}  // namespace nightjar
