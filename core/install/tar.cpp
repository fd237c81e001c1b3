#include "core/install/tar.h"

#include <QSet>
#include <algorithm>
#include <numeric>
#include <optional>
#include <utility>

#include "core/base/text.h"

namespace nightjar {

namespace {

constexpr qsizetype blockSize = 512, nameSize = 100, prefixAt = 345, prefixSize = 155;
constexpr qsizetype mostEntries = 4096;
constexpr qint64 largestPax = 64LL * 1024;

Error refused(const QString &entry, const QString &why) {
  return {Text::tr("The archive cannot be used."),
          entry.isEmpty() ? why : Text::tr("Its entry “%1” is refused: %2").arg(entry, why),
          Text::tr("Make it again with: nightjar archive TARGET FILE"),
          {}};
}

QByteArray field(const QByteArray &block, qsizetype at, qsizetype size) {
  const QByteArray bytes = block.mid(at, size);
  const qsizetype end = bytes.indexOf('\0');
  return end < 0 ? bytes : bytes.left(end);
}

/// Octal digits, as ustar has them; nothing for anything else, GNU's binary numbers included.
std::optional<qint64> octal(const QByteArray &text) {
  bool fine = false;
  const qint64 value = text.trimmed().toLongLong(&fine, 8);
  return fine && value >= 0 ? std::optional(value) : std::nullopt;
}

/// The sum of a header's bytes, its own checksum counted as blanks.
qint64 checksum(QByteArray block) {
  block.replace(148, 8, QByteArray(8, ' '));
  return std::accumulate(block.begin(), block.end(), qint64{0},
                         [](qint64 sum, char c) { return sum + static_cast<unsigned char>(c); });
}

/// The "path" of a pax header's records, "<length> <key>=<value>\n"; null where it has none.
std::optional<QByteArray> paxPath(QByteArray records) {
  QByteArray path;
  while (!records.isEmpty()) {
    const qsizetype blank = records.indexOf(' ');
    bool fine = false;
    const qsizetype length = records.left(blank).toLongLong(&fine);
    if (blank < 1 || !fine || length <= blank || length > records.size() || records[length - 1] != '\n') return {};
    const QByteArray record = records.mid(blank + 1, length - blank - 2);
    if (record.startsWith("size=") || record.startsWith("linkpath=") || record.startsWith("GNU.sparse")) return {};
    if (record.startsWith("path=")) path = record.mid(5);
    records.remove(0, length);
  }
  return path;
}

bool isHarmless(const QByteArray &name) {
  const QList<QByteArray> parts = name.split('/');
  return !name.isEmpty() && std::none_of(parts.begin(), parts.end(), [](const QByteArray &part) {
    return part.isEmpty() || part == "." || part == "..";
  }) && std::all_of(name.begin(), name.end(), [](char c) { return c > ' ' && c < '\x7f' && c != '\\'; });
}

QByteArray block(const QByteArray &name, qint64 size, char type) {
  QByteArray header(blockSize, '\0');
  const auto put = [&header](qsizetype at, const QByteArray &text) { header.replace(at, text.size(), text); };
  const auto number = [](qint64 value, int digits) { return QByteArray::number(value, 8).rightJustified(digits, '0'); };
  put(0, name.left(nameSize));
  put(100, number(0644, 7));
  put(108, number(0, 7));
  put(116, number(0, 7));
  put(124, number(size, 11));
  put(136, number(0, 11));  // no time: the same packages give the same archive
  put(156, QByteArray(1, type));
  put(257, QByteArray("ustar\0"
                      "00",
                      8));
  put(148, number(checksum(header), 6) + QByteArray("\0 ", 2));
  return header;
}

QByteArray paxRecord(const QByteArray &content) {
  qsizetype length = content.size() + 3;
  while (QByteArray::number(length).size() + content.size() + 2 != length) ++length;
  return QByteArray::number(length) + ' ' + content + '\n';
}

/// One header, understood.
struct Header {
  QByteArray name;
  char type = '0';
  qint64 size = 0;

  [[nodiscard]] QString shown() const { return QString::fromLatin1(name); }
};

Result<Header> headerFrom(const QByteArray &bytes) {
  const QByteArray prefix = field(bytes, prefixAt, prefixSize);
  Header header{field(bytes, 0, nameSize), bytes[156], 0};
  const bool ustar = bytes.mid(257, 5) == "ustar";
  if (ustar && bytes[262] == '\0' && !prefix.isEmpty()) header.name = prefix + '/' + header.name;
  const QString shown = QString::fromLatin1(header.name);
  const auto sum = octal(field(bytes, 148, 8));
  if (!ustar || !sum || *sum != checksum(bytes)) return refused({}, Text::tr("It is no tar, or it is damaged."));
  const auto size = octal(field(bytes, 124, 12));
  if (!size) return refused(shown, Text::tr("its size is no number we accept."));
  header.size = *size;
  return header;
}

/// What speaks against an entry with `left` bytes of the tar behind its header; nothing where it may be taken.
std::optional<Error> faultOf(const Header &header, qint64 left) {
  if (header.size > left) return refused(header.shown(), Text::tr("the file ends before it does."));
  if (header.type == 'x') {
    if (header.size <= largestPax) return {};
    return refused(header.shown(), Text::tr("its header is one we do not accept."));
  }
  if (header.type != '0' && header.type != '\0') return refused(header.shown(), Text::tr("it is not a plain file."));
  if (!isHarmless(header.name)) return refused(header.shown(), Text::tr("its name could lead elsewhere."));
  return {};
}

}  // namespace

Result<QList<TarEntry>> readTar(QIODevice &device) {
  QList<TarEntry> entries;
  QSet<QString> names;
  QByteArray longName;
  const QByteArray end(blockSize, '\0');
  for (qint64 at = 0;;) {
    device.seek(at);
    const QByteArray bytes = device.read(blockSize);
    if (bytes.size() < blockSize) return refused({}, Text::tr("It is cut short."));
    if (bytes == end) return entries;
    auto header = headerFrom(bytes);
    if (!header) return header.error();
    at += blockSize;
    if (!longName.isEmpty()) header->name = std::exchange(longName, {});
    if (const auto fault = faultOf(*header, device.size() - at)) return *fault;
    if (header->type == 'x') {
      const auto path = paxPath(device.read(header->size));
      if (!path) return refused(header->shown(), Text::tr("its header is one we do not accept."));
      longName = *path;
    } else {
      if (names.contains(header->shown())) return refused(header->shown(), Text::tr("it is there twice."));
      if (entries.size() >= mostEntries) return refused(header->shown(), Text::tr("there are too many."));
      names.insert(header->shown());
      entries.append({header->shown(), at, header->size});
    }
    at += (header->size + blockSize - 1) / blockSize * blockSize;
  }
}

QByteArray tarHeader(const QByteArray &name, qint64 size) {
  if (name.size() <= nameSize) return block(name, size, '0');
  const QByteArray record = paxRecord("path=" + name);
  return block("pax", record.size(), 'x') + record + tarPadding(record.size()) + block(name, size, '0');
}

QByteArray tarPadding(qint64 size) {
  return {(blockSize - size % blockSize) % blockSize, '\0'};
}

QByteArray tarEnd() {
  return {2 * blockSize, '\0'};
}

}  // namespace nightjar
