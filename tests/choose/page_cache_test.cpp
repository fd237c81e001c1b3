#include <QTemporaryDir>
#include <QtTest>

#include "core/choose/kept_pages.h"
#include "core/choose/page_cache.h"
#include "fake_pages.h"

using namespace nightjar;

namespace {

const QUrl torch("https://index.example.org/nightly/torch/");
const QUrl vision("https://index.example.org/nightly/torchvision/");
const QDateTime noon(QDate(2026, 11, 21), QTime(12, 0), Qt::UTC);

}  // namespace

class PageCacheTest : public QObject {
  Q_OBJECT

  std::unique_ptr<QTemporaryDir> m_base;

  [[nodiscard]] QString folder() const { return m_base->filePath("cache/pages"); }
  [[nodiscard]] QFileInfoList files() const { return QDir(folder()).entryInfoList(QDir::Files | QDir::Hidden); }
  void spoil(const std::function<void(QByteArray &)> &how) const {
    for (const QFileInfo &info : files()) {
      QFile file(info.filePath());
      QVERIFY(file.open(QFile::ReadOnly));
      QByteArray bytes = file.readAll();
      file.close();
      how(bytes);
      QVERIFY(file.open(QFile::WriteOnly));
      file.write(bytes);
    }
  }

 private Q_SLOTS:
  void init() { m_base = std::make_unique<QTemporaryDir>(); }

  void aPageComesBackWithItsAddressAndItsTime() {
    const QUrl moved("https://cdn.example.org/elsewhere/torch/");
    QVERIFY(PageCache(folder()).keep(torch, {moved, noon, "<html>torch\n\n</html>"}));
    const auto copy = PageCache(folder()).find(torch);
    QVERIFY(copy);
    QCOMPARE(copy->address, moved);
    QCOMPARE(copy->fetched, noon);
    QCOMPARE(copy->body, QByteArray("<html>torch\n\n</html>"));
    QVERIFY(!PageCache(folder()).find(vision));
  }

  void aNewCopyReplacesTheOldOneAndADroppedOneIsGone() {
    PageCache cache(folder());
    QVERIFY(cache.keep(torch, {torch, noon, "old"}));
    QVERIFY(cache.keep(torch, {torch, noon.addDays(1), "new"}));
    QCOMPARE(cache.find(torch)->body, QByteArray("new"));
    QCOMPARE(files().size(), 1);
    cache.drop(torch);
    QVERIFY(!cache.find(torch));
  }

  void damagedCopiesCountAsNoneAndAreReplaced_data() {
    QTest::addColumn<int>("how");
    for (int how = 0; how < 6; ++how) QTest::addRow("%d", how) << how;
  }
  void damagedCopiesCountAsNoneAndAreReplaced() {
    QFETCH(int, how);
    PageCache cache(folder());
    QVERIFY(cache.keep(torch, {torch, noon, QByteArray(5000, 'x')}));
    spoil([how](QByteArray &bytes) {
      switch (how) {
        case 0: bytes.chop(1); break;
        case 1: bytes[bytes.size() / 2] = 'y'; break;
        case 2: bytes.clear(); break;
        case 3: bytes.replace("2026-11-21", "2026-77-21"); break;
        case 4: bytes = QByteArray("\0\x7f{}", 4).repeated(5000); break;
        default: bytes.replace("index.example.org", "other.example.org"); break;
      }
    });
    QVERIFY(!cache.find(torch));
    QVERIFY(cache.keep(torch, {torch, noon, "whole"}));
    QCOMPARE(cache.find(torch)->body, QByteArray("whole"));
  }

  void nothingSecretIsWrittenDown() {
    QUrl secret("https://someone:pass%40word@index.example.org/nightly/torch/?token=hidden#part");
    PageCache cache(folder());
    QVERIFY(cache.keep(secret, {secret, noon, "body"}));
    QVERIFY(cache.rememberVariants(secret.toString(), {"cu130"}));
    QVERIFY(cache.find(secret));
    for (const QFileInfo &info : files()) {
      QFile file(info.filePath());
      QVERIFY(file.open(QFile::ReadOnly));
      const QByteArray all = info.fileName().toUtf8() + file.readAll();
      for (const char *word : {"someone", "pass", "word", "token", "hidden"}) QVERIFY2(!all.contains(word), word);
      QCOMPARE(int(info.permissions() & (QFile::ReadGroup | QFile::ReadOther | QFile::WriteOther)), 0);
    }
    QCOMPARE(int(QFileInfo(folder()).permissions() & (QFile::ReadOther | QFile::ExeOther | QFile::ExeGroup)), 0);
  }

  void theOldestGoWhereAllAreTooLarge() {
    PageCache cache(folder(), 200'000);
    for (int i = 0; i < 30; ++i) {
      const QUrl address(QStringLiteral("https://index.example.org/%1/").arg(i));
      QVERIFY(cache.keep(address, {address, noon, QByteArray(20'000, 'x')}));
      qint64 bytes = 0;
      for (const QFileInfo &info : files()) bytes += info.size();
      QVERIFY2(bytes <= 200'000, qPrintable(QString::number(bytes)));
    }
    QVERIFY(cache.find(QUrl("https://index.example.org/29/")));
    QVERIFY(!cache.find(QUrl("https://index.example.org/0/")));
    QVERIFY(!cache.keep(torch, {torch, noon, QByteArray(150'000, 'x')}));
  }

  void aTimeInTheFutureIsTakenForNow() {
    PageCache cache(folder());
    QVERIFY(cache.keep(torch, {torch, QDateTime::currentDateTimeUtc().addYears(3), "x"}));
    const QDateTime fetched = cache.find(torch)->fetched;  // before the clock is read again
    QVERIFY(fetched <= QDateTime::currentDateTimeUtc());
  }

  void aCacheThatCannotBeWrittenIsAnEmptyOne() {
    QFile inTheWay(m_base->filePath("cache"));
    QVERIFY(inTheWay.open(QFile::WriteOnly));
    PageCache cache(folder());
    QVERIFY(!cache.keep(torch, {torch, noon, "x"}));
    QVERIFY(!cache.rememberVariants("https://index.example.org/nightly", {"cu130"}));
    QVERIFY(!cache.find(torch));
    QVERIFY(!PageCache(QString()).keep(torch, {torch, noon, "x"}));
    QVERIFY(!PageCache(QString()).find(torch));
  }

  void theVariantsSeenAreRememberedForEachRoot() {
    PageCache cache(folder());
    const QString root = "https://index.example.org/nightly";
    QVERIFY(cache.variantsSeen(root).isEmpty());
    QVERIFY(cache.rememberVariants(root, {"cu136", "cpu", "../evil", "A"}));
    QCOMPARE(PageCache(folder()).variantsSeen(root), (QStringList{"cu136", "cpu"}));
    QVERIFY(cache.variantsSeen("https://index.example.org/test").isEmpty());
  }

  void aSourceIsKeptOnlyOnceItHasProvedGood() {
    PageCache cache(folder());
    test::FakePages source({{torch, "one"}, {vision, "two"}});
    KeptPages pages(source, &cache);
    const QUrl gone("https://index.example.org/nightly/torchaudio/");
    QVERIFY(cache.keep(gone, {gone, noon, "was there"}));
    QCOMPARE(pages.fetch({torch, vision, gone}, {}).size(), size_t{3});
    QVERIFY(!cache.find(torch));
    QVERIFY(pages.keepAll(QDateTime::currentDateTimeUtc()));
    QCOMPARE(cache.find(torch)->body, QByteArray("one"));
    QVERIFY(!cache.find(gone));
  }

  void metadataIsAskedForOnce() {
    PageCache cache(folder());
    const QUrl metadata("https://h.example.org/torchvision-1-py3-none-any.whl.metadata");
    test::FakePages source({{metadata, "Version: 1"}, {torch, "page"}});
    for (int round = 0; round < 2; ++round) {
      KeptPages pages(source, &cache);
      QCOMPARE(pages.fetchMetadata({metadata}, {}).front()->body, QByteArray("Version: 1"));
      QCOMPARE(pages.fetch({torch}, {}).front()->body, QByteArray("page"));
      QVERIFY(pages.keepAll(QDateTime::currentDateTimeUtc()));
    }
    QCOMPARE(source.asked, (QList<QUrl>{metadata, torch, torch}));
  }

  // A copy from before this was looked at counts no more than a fresh one.
  void whatIsNoMetadataOfItsWheelIsNeverKept_data() {
    QTest::addColumn<QByteArray>("body");
    QTest::newRow("a login page") << QByteArray("<html>\nVersion: 1\n</html>");
    QTest::newRow("without a version") << QByteArray("Requires-Dist: torch (==1)");
    QTest::newRow("another's") << QByteArray("Version: 2");
  }
  void whatIsNoMetadataOfItsWheelIsNeverKept() {
    QFETCH(QByteArray, body);
    PageCache cache(folder());
    const QUrl metadata("https://h.example.org/torchvision-1-py3-none-any.whl.metadata");
    QVERIFY(cache.keep(metadata, {metadata, noon, body}));
    test::FakePages source({{metadata, body}}), mended({{metadata, "Version: 1"}});
    KeptPages pages(source, &cache);
    QCOMPARE(pages.fetchMetadata({metadata}, {}).front()->body, body);
    QVERIFY(pages.keepAll(QDateTime::currentDateTimeUtc()));
    KeptPages later(mended, &cache);
    QCOMPARE(later.fetchMetadata({metadata}, {}).front()->body, QByteArray("Version: 1"));
    QVERIFY(later.keepAll(QDateTime::currentDateTimeUtc()));
    QCOMPARE(cache.find(metadata)->body, QByteArray("Version: 1"));
  }

  void onlySoManyVariantsAreRemembered() {
    PageCache cache(folder());
    QStringList names;
    for (int i = 0; i < 1000; ++i) names.append(QStringLiteral("cu%1").arg(1000 + i));
    QVERIFY(cache.rememberVariants("https://index.example.org/nightly", names));
    QCOMPARE(cache.variantsSeen("https://index.example.org/nightly"), names.first(256));
  }
};

QTEST_GUILESS_MAIN(PageCacheTest)
#include "page_cache_test.moc"
