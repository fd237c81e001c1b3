#include <QTemporaryDir>
#include <QtTest>

#include "core/choose/index_client.h"
#include "core/choose/index_routes.h"
#include "fake_pages.h"
#include "http_server.h"
#include "sample_index.h"

using namespace nightjar;

namespace {

const QString root = QStringLiteral("https://index.example.org/nightly");
const Error down{"The nightly index could not be read.", "There is no host named index.example.org.", "Try again.",
                 "raw"};

QUrl page(const QString &package, const QString &variant = {}) {
  return QUrl(root + QLatin1Char('/') + (variant.isEmpty() ? QString() : variant + QLatin1Char('/')) + package +
              QLatin1Char('/'));
}

QHash<QUrl, QByteArray> rootPages() {
  QHash<QUrl, QByteArray> pages;
  for (const char *package : {"torch", "torchvision", "torchaudio"})
    pages.insert(page(package), test::indexPage(package, test::sampleWheels(package)));
  return pages;
}

QHash<QUrl, QByteArray> pagesOf(const QString &variant) {
  return {{page("torch", variant),
           test::indexPage(
               "torch", test::nightly("torch", {2026, 11, 22}, variant, {"cp312-cp312"}, {"manylinux_2_28_x86_64"}))}};
}

IndexQuestion question(const QStringList &variants = {"cpu"}) {
  return {root, variants, {"torch"}, [](const Catalogue &) { return QStringList(); }};
}

QStringList namesOf(const IndexReading &reading) {
  QStringList names;
  for (const VariantReleases &variant : reading.catalogue.variants) names.append(variant.name);
  return names;
}

}  // namespace

class IndexRoutesTest : public QObject {
  Q_OBJECT

  std::unique_ptr<QTemporaryDir> m_folder;

 private Q_SLOTS:
  void init() { m_folder = std::make_unique<QTemporaryDir>(); }

  void thisComputersNetworkIsEnoughWhereItWorks() {
    test::FakePages here(rootPages()), there(rootPages());
    const auto reading =
        readIndex({{IndexOrigin::Network, &here}, {IndexOrigin::Runtime, &there}}, nullptr, question(), {});
    QVERIFY(reading);
    QCOMPARE(reading->origin, IndexOrigin::Network);
    QVERIFY(reading->originNote.isNull());
    QVERIFY(there.asked.isEmpty());
  }

  void theRuntimeIsAskedWhereThisComputerCannotAndTheListSaysSo_data() {
    QTest::addColumn<QByteArray>("body");
    QTest::newRow("down") << QByteArray();
    QTest::newRow("a login page in its place") << QByteArray("<html><a href='/login'>Log in</a></html>");
    QTest::newRow("cut") << test::indexPage("torch", test::sampleWheels("torch")).left(5000);
  }
  void theRuntimeIsAskedWhereThisComputerCannotAndTheListSaysSo() {
    QFETCH(QByteArray, body);
    test::FakePages broken = body.isEmpty() ? test::FakePages(down) : test::FakePages({{page("torch"), body}});
    test::FakePages there(rootPages());
    const auto reading =
        readIndex({{IndexOrigin::Network, &broken}, {IndexOrigin::Runtime, &there}}, nullptr, question(), {});
    QVERIFY(reading);
    QCOMPARE(reading->origin, IndexOrigin::Runtime);
    QVERIFY2(reading->originNote.startsWith("Read through the runtime."), qPrintable(reading->originNote));
    QCOMPARE(reading->catalogue.variants.size(), 8);
  }

  void withoutAWayTheCopyIsUsedAndItsAgeIsSaid() {
    PageCache cache(m_folder->path());
    for (const auto &[address, body] : rootPages().asKeyValueRange())
      QVERIFY(cache.keep(address, {address, QDateTime::currentDateTimeUtc().addSecs(-3 * 3600 - 60), body}));
    test::FakePages here(down), there(down);
    const auto reading =
        readIndex({{IndexOrigin::Network, &here}, {IndexOrigin::Runtime, &there}}, &cache, question(), {});
    QVERIFY(reading);
    QCOMPARE(reading->origin, IndexOrigin::Cache);
    QCOMPARE(reading->originNote,
             QStringLiteral("From the copy of 3 hours ago: the index could not be reached. ") + down.why);
    QCOMPARE(reading->readAt.secsTo(QDateTime::currentDateTimeUtc()) / 60, 181);
    QCOMPARE(reading->catalogue.variants.size(), 8);
  }

  void withoutAWayAndWithoutACopyTheFirstFailureIsTold() {
    PageCache cache(m_folder->path());
    test::FakePages here(down), there(Error{"Gone.", "The runtime is gone.", "Connect again.", "other"});
    const auto reading =
        readIndex({{IndexOrigin::Network, &here}, {IndexOrigin::Runtime, &there}}, &cache, question(), {});
    QVERIFY(!reading);
    QCOMPARE(reading.error().why, down.why);
    QVERIFY(reading.error().details.contains("The runtime is gone."));
  }

  void whatWasReadIsACopyNextTimeAndABrokenPageNeverIs() {
    PageCache cache(m_folder->path());
    test::FakePages here(rootPages());
    QVERIFY(readIndex({{IndexOrigin::Network, &here}}, &cache, question(), {}));
    test::FakePages cut({{page("torch"), test::indexPage("torch", test::sampleWheels("torch")).left(5000)}});
    const auto reading = readIndex({{IndexOrigin::Network, &cut}}, &cache, question(), {});
    QVERIFY(reading);
    QCOMPARE(reading->origin, IndexOrigin::Cache);
    QCOMPARE(reading->catalogue.find("cu130")->of("torch").size(), 6);
    const auto copies = readCopies(cache, question(), {});
    QVERIFY(copies && copies->readAt.isValid());
  }

  // A new cu136 that was once seen is asked for by name when the root loses its page.
  void withoutARootPageTheVariantsSeenLastAreAsked() {
    PageCache cache(m_folder->path());
    QHash<QUrl, QByteArray> pages{
        {page("torch"), test::indexPage("torch", test::nightly("torch", {2026, 11, 22}, "cu136", {"cp312-cp312"},
                                                               {"manylinux_2_28_x86_64"}))}};
    test::FakePages before(pages);
    QVERIFY(readIndex({{IndexOrigin::Network, &before}}, &cache, question(), {}));
    test::FakePages now(pagesOf("cu136"));
    const auto reading = readIndex({{IndexOrigin::Network, &now}}, &cache, question(), {});
    QVERIFY(reading);
    QCOMPARE(namesOf(*reading), QStringList{"cu136"});
    // The root's page is gone, and so is its copy: offline the variant's own page is what there is.
    const auto offline = readCopies(cache, question(), {});
    QVERIFY(offline);
    QCOMPARE(namesOf(*offline), QStringList{"cu136"});
  }

  void withoutARootPageAndAMemoryTheStartingListIsAsked() {
    test::FakePages now(pagesOf("cpu"));
    const auto reading = readIndex({{IndexOrigin::Network, &now}}, nullptr, question({"cpu", "cu130"}), {});
    QVERIFY(reading);
    QCOMPARE(namesOf(*reading), QStringList{"cpu"});
    QVERIFY(now.asked.contains(page("torch", "cu130")));
  }

  // Through a real server and client: a root page that never comes.
  void aRootPageThatIsSilentLeadsToTheVariantsOwnPages() {
    test::HttpServer server;
    server.serve("/torch/", {{}, {}, {}, true, -1, true, false});
    server.servePage("/cpu/torch/", pagesOf("cpu").value(page("torch", "cpu")));
    IndexClient client({.silence = std::chrono::milliseconds(2000)});
    IndexQuestion asked = question();
    asked.root = server.url();
    const auto reading = readIndex({{IndexOrigin::Network, &client}}, nullptr, asked, {});
    QVERIFY2(reading, reading ? "" : qPrintable(reading.error().why));
    QCOMPARE(namesOf(*reading), QStringList{"cpu"});
    QVERIFY2(reading->originNote.contains("sent nothing for"), qPrintable(reading->originNote));
  }

  void aVariantWhosePageFailedOnceIsAskedForAgain() {
    PageCache cache(m_folder->path());
    QHash<QUrl, QByteArray> pages = pagesOf("cpu");
    pages.insert(page("torch", "cu136"), "<html>");
    test::FakePages cut(pages);
    QVERIFY(readIndex({{IndexOrigin::Network, &cut}}, &cache, question({"cpu", "cu136"}), {}));
    pages.insert(pagesOf("cu136"));
    test::FakePages whole(pages);
    const auto reading = readIndex({{IndexOrigin::Network, &whole}}, &cache, question({"cpu"}), {});
    QVERIFY(reading);
    QCOMPARE(namesOf(*reading), (QStringList{"cu136", "cpu"}));
  }

  void aBrokenPageOfAVariantIsNoCopyEither() {
    PageCache cache(m_folder->path());
    QHash<QUrl, QByteArray> pages = pagesOf("cpu");
    pages.insert(pagesOf("cu130"));
    test::FakePages whole(pages);
    QVERIFY(readIndex({{IndexOrigin::Network, &whole}}, &cache, question({"cpu", "cu130"}), {}));
    pages[page("torch", "cu130")].chop(60);
    test::FakePages cut(pages);
    const auto reading = readIndex({{IndexOrigin::Network, &cut}}, &cache, question({"cpu", "cu130"}), {});
    QVERIFY(reading);
    QCOMPARE(namesOf(*reading), QStringList{"cpu"});
    const auto copies = readCopies(cache, question({"cpu", "cu130"}), {});
    QVERIFY(copies);
    QCOMPARE(namesOf(*copies), (QStringList{"cu130", "cpu"}));
  }

  static qsizetype metadataAsked(const test::FakePages &pages) {
    return std::count_if(pages.asked.begin(), pages.asked.end(),
                         [](const QUrl &address) { return address.path().endsWith(".metadata"); });
  }

  void metadataIsAskedForSoManyAndNotAfterACancel() {
    QStringList torch, vision, names;
    for (int i = 0; i < 200; ++i) {
      names.append(QStringLiteral("cu%1").arg(100 + i));
      for (int night = 1; night <= 2; ++night)
        for (auto &[package, wheels] : {std::pair<QString, QStringList &>("torch", torch), {"torchvision", vision}})
          wheels += test::nightly(package, {2026, 11, night}, names.last(), {"cp312-cp312"}, {"manylinux_2_28_x86_64"});
    }
    const QHash<QUrl, QByteArray> pages{{page("torch"), test::indexPage("torch", torch)},
                                        {page("torchvision"), test::indexPage("torchvision", vision)}};
    std::stop_source stop;
    for (const bool cancel : {false, true}) {
      test::FakePages source(pages);
      IndexQuestion asked = question();
      asked.pinnedVariants = [&](const Catalogue &) {
        if (cancel) stop.request_stop();
        return names;
      };
      const auto reading = readIndex({{IndexOrigin::Network, &source}}, nullptr, asked, stop.get_token());
      QCOMPARE(reading.operator bool(), !cancel);
      QCOMPARE(metadataAsked(source), cancel ? 0 : 256);
    }
  }

  void aCancelledReadingAsksNobodyElse() {
    PageCache cache(m_folder->path());
    std::stop_source stop;
    stop.request_stop();
    test::FakePages here(rootPages()), there(rootPages());
    const auto reading = readIndex({{IndexOrigin::Network, &here}, {IndexOrigin::Runtime, &there}}, &cache, question(),
                                   stop.get_token());
    QVERIFY(!reading);
    QVERIFY(reading.error().isCancelled());
    QVERIFY(there.asked.isEmpty());
  }
};

QTEST_GUILESS_MAIN(IndexRoutesTest)
#include "index_routes_test.moc"
