#pragma once

#include <QDateTime>
#include <QStringList>
#include <QUrl>
#include <optional>

namespace nightjar {

/// Copies of pages from last time: one file a page, named by a hash of its address, with the address and the time it
/// was fetched. Written whole or not at all; a damaged file counts as none. Addresses are kept without what can be
/// secret in them (login, query, fragment), in a folder that only its owner can enter. A cache that cannot be written
/// is an empty one: nothing fails because of it. Used from one thread; several programs may share a folder.
class PageCache {
 public:
  /// `mostBytes`: the oldest copies go where all of them together are larger.
  explicit PageCache(QString folder, qint64 mostBytes = qint64{256} * 1024 * 1024);

  /// Where the program keeps them: below the platform's own folder for what can be fetched again.
  [[nodiscard]] static QString usualFolder();

  struct Copy {
    QUrl address;       ///< where it came from, after redirects: hrefs are relative to it
    QDateTime fetched;  ///< UTC; never in the future
    QByteArray body;
  };
  [[nodiscard]] std::optional<Copy> find(const QUrl &asked) const;

  /// Keeps what `asked` gave. False where it could not be written.
  bool keep(const QUrl &asked, const Copy &copy);
  /// The page is there no more.
  void drop(const QUrl &asked);

  /// The variants that the index at `root` had when it was read last; empty where that is not known.
  [[nodiscard]] QStringList variantsSeen(const QString &root) const;
  bool rememberVariants(const QString &root, const QStringList &variants);

 private:
  [[nodiscard]] QString fileFor(const QByteArray &kind, const QUrl &address) const;
  [[nodiscard]] std::optional<Copy> read(const QString &path, const QUrl &asked) const;
  bool write(const QString &path, const QUrl &asked, const Copy &copy);
  void makeRoom(qint64 more);

  QString m_folder;
  qint64 m_mostBytes;
  qint64 m_bytes = -1;  ///< of all copies, at least; -1: not counted yet
};

}  // namespace nightjar
