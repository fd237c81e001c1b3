#include "core/choose/page_cache.h"

#include <QCryptographicHash>
#include <QDir>
#include <QJsonDocument>
#include <QJsonObject>
#include <QStandardPaths>
#include <array>
#include <cstring>

#include "core/base/write_whole.h"
#include "core/choose/variant.h"

namespace nightjar {

namespace {

constexpr int format = 1;
constexpr qsizetype mostHeader = 8192;
constexpr qsizetype mostVariantsKept = 256;  // each costs a few requests where a root has no page
constexpr auto ownerOnly = QFileDevice::ReadOwner | QFileDevice::WriteOwner;
const QByteArray pageKind = QByteArrayLiteral("page");
const QByteArray variantsKind = QByteArrayLiteral("variants");

QString harmless(const QUrl &address) {
  return address.toString(QUrl::RemoveUserInfo | QUrl::RemoveQuery | QUrl::RemoveFragment | QUrl::FullyEncoded);
}

// FNV-1a over words in four lanes. Against a disk that lies, not against a person: pages have many megabytes, and a
// person waits for them.
QString checkOf(QByteArrayView body) {
  constexpr quint64 prime = 0x100000001b3;
  std::array<quint64, 4> lanes{0xcbf29ce484222325, 1, 2, 3};
  qsizetype at = 0;
  for (; at + 32 <= body.size(); at += 32) {
    std::array<quint64, 4> words{};
    std::memcpy(words.data(), body.data() + at, 32);
    for (size_t i = 0; i < lanes.size(); ++i) {
      lanes[i] = (lanes[i] ^ words[i]) * prime;
      lanes[i] ^= lanes[i] >> 29;  // else a word's high bits would never reach the low ones
    }
  }
  for (; at < body.size(); ++at) lanes[0] = (lanes[0] ^ static_cast<uchar>(body[at])) * prime;
  QString text;
  for (const quint64 lane : lanes) text += QString::number(lane, 16) + QLatin1Char('-');
  return text + QString::number(body.size());
}

}  // namespace

PageCache::PageCache(QString folder, qint64 mostBytes) : m_folder(std::move(folder)), m_mostBytes(mostBytes) {}

QString PageCache::usualFolder() {
  const QString cache = QStandardPaths::writableLocation(QStandardPaths::CacheLocation);
  return cache.isEmpty() ? QString() : cache + QStringLiteral("/pages");
}

QString PageCache::fileFor(const QByteArray &kind, const QUrl &address) const {
  const QByteArray name = kind + ' ' + harmless(address).toUtf8();
  return m_folder + QLatin1Char('/') +
         QString::fromLatin1(QCryptographicHash::hash(name, QCryptographicHash::Sha256).toHex()) +
         QStringLiteral(".page");
}

std::optional<PageCache::Copy> PageCache::read(const QString &path, const QUrl &asked) const {
  QFile file(path);
  if (m_folder.isEmpty() || !file.open(QFile::ReadOnly) || file.size() > m_mostBytes) return std::nullopt;
  QByteArray bytes = file.readAll();
  const qsizetype line = QByteArrayView(bytes).first(std::min(bytes.size(), mostHeader)).indexOf('\n');
  if (line < 0) return std::nullopt;
  const QJsonObject header = QJsonDocument::fromJson(bytes.first(line)).object();
  bytes.remove(0, line + 1);
  Copy copy{QUrl(header[QLatin1String("address")].toString(), QUrl::StrictMode),
            QDateTime::fromString(header[QLatin1String("fetched")].toString(), Qt::ISODateWithMs), bytes};
  const bool whole = header[QLatin1String("format")].toInt() == format &&
                     header[QLatin1String("asked")].toString() == harmless(asked) &&
                     header[QLatin1String("bytes")].toInteger(-1) == bytes.size() &&
                     header[QLatin1String("check")].toString() == checkOf(bytes);
  if (!whole || !copy.address.isValid() || !copy.fetched.isValid()) return std::nullopt;
  copy.fetched = std::min(copy.fetched.toUTC(), QDateTime::currentDateTimeUtc());
  return copy;
}

bool PageCache::write(const QString &path, const QUrl &asked, const Copy &copy) {
  if (m_folder.isEmpty() || copy.body.size() > m_mostBytes / 2) return false;
  if (!QDir().mkpath(m_folder)) return false;
  QFile::setPermissions(m_folder, ownerOnly | QFileDevice::ExeOwner);
  const QJsonObject header{{"format", format},
                           {"asked", harmless(asked)},
                           {"address", harmless(copy.address)},
                           {"fetched", copy.fetched.toUTC().toString(Qt::ISODateWithMs)},
                           {"bytes", copy.body.size()},
                           {"check", checkOf(copy.body)}};
  return writeWhole(path, QJsonDocument(header).toJson(QJsonDocument::Compact) + '\n' + copy.body, ownerOnly).isNull();
}

std::optional<PageCache::Copy> PageCache::find(const QUrl &asked) const {
  return read(fileFor(pageKind, asked), asked);
}

bool PageCache::keep(const QUrl &asked, const Copy &copy) {
  const bool kept = write(fileFor(pageKind, asked), asked, copy);
  if (kept) makeRoom(copy.body.size() + mostHeader);
  return kept;
}

void PageCache::drop(const QUrl &asked) {
  if (!m_folder.isEmpty()) QFile::remove(fileFor(pageKind, asked));
}

QStringList PageCache::variantsSeen(const QString &root) const {
  const auto copy = read(fileFor(variantsKind, QUrl(root)), QUrl(root));
  if (!copy) return {};
  QStringList names = QString::fromUtf8(copy->body).split(QLatin1Char('\n'), Qt::SkipEmptyParts);
  names.removeIf([](const QString &name) { return !isVariantName(name); });
  return names.first(std::min(names.size(), mostVariantsKept));
}

bool PageCache::rememberVariants(const QString &root, const QStringList &variants) {
  return write(fileFor(variantsKind, QUrl(root)), QUrl(root),
               {QUrl(root), QDateTime::currentDateTimeUtc(),
                variants.first(std::min(variants.size(), mostVariantsKept)).join(QLatin1Char('\n')).toUtf8()});
}

// The copies written longest ago go first.
void PageCache::makeRoom(qint64 more) {
  if (m_bytes >= 0) m_bytes += more;
  if (m_bytes >= 0 && m_bytes <= m_mostBytes) return;
  const QFileInfoList files =
      QDir(m_folder).entryInfoList({QStringLiteral("*.page")}, QDir::Files, QDir::Time | QDir::Reversed);
  m_bytes = 0;
  for (const QFileInfo &file : files) m_bytes += file.size();
  for (const QFileInfo &file : files) {
    if (m_bytes <= m_mostBytes) return;
    m_bytes -= file.size();
    QFile::remove(file.filePath());
  }
}

}  // namespace nightjar
