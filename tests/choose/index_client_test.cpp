#include <QElapsedTimer>
#include <QtTest>
#include <thread>

#include "core/choose/index_client.h"
#include "http_server.h"

using namespace nightjar;
using namespace std::chrono_literals;

class IndexClientTest : public QObject {
  Q_OBJECT

  test::HttpServer m_server;

  Result<FetchedPage> get(const QString &path, FetchLimits limits = {}, std::stop_token stop = {}) {
    IndexClient client(limits);
    return std::move(client.fetch({QUrl(m_server.url(path))}, stop).front());
  }

 private Q_SLOTS:
  void pagesComeBackInTheOrderTheyWereAskedFor() {
    m_server.servePage("/a", "first");
    m_server.servePage("/b", QByteArray(100000, 'b'));
    IndexClient client;
    const auto pages =
        client.fetch({QUrl(m_server.url("/b")), QUrl(m_server.url("/none")), QUrl(m_server.url("/a"))}, {});
    QCOMPARE(pages.size(), size_t{3});
    QCOMPARE(pages[0]->body.size(), 100000);
    QVERIFY(!pages[1]->exists);
    QCOMPARE(pages[2]->body, QByteArray("first"));
  }

  void missingPagesAreNoErrors_data() {
    QTest::addColumn<QByteArray>("status");
    for (const char *status : {"403 Forbidden", "404 Not Found", "410 Gone"})
      QTest::newRow(status) << QByteArray(status);
  }
  void missingPagesAreNoErrors() {
    QFETCH(QByteArray, status);
    m_server.serve("/missing", {status, "no", {}, true, -1, false, false});
    const auto page = get("/missing");
    QVERIFY(page);
    QVERIFY(!page->exists);
  }

  void otherStatusesAreErrorsThatNameThem_data() {
    QTest::addColumn<QByteArray>("status");
    for (const char *status :
         {"500 Internal Server Error", "503 Slow Down", "401 Unauthorized", "429 Too Many Requests", "204 No Content"})
      QTest::newRow(status) << QByteArray(status);
  }
  void otherStatusesAreErrorsThatNameThem() {
    QFETCH(QByteArray, status);
    m_server.serve("/status", {status, {}, {}, true, -1, false, false});
    const auto page = get("/status");
    QVERIFY(!page);
    QVERIFY2(page.error().why.contains(QString::fromLatin1(status.left(3))), qPrintable(page.error().why));
    QCOMPARE(page.error().fault, Fault::Failed);
  }

  void aPageShorterThanItsLengthIsCutOff() {
    m_server.serve("/cut", {"200 OK", QByteArray(5000, 'x'), {}, true, 2000, false, false});
    const auto page = get("/cut");
    QVERIFY(!page);
    QVERIFY2(page.error().why.contains("broke off"), qPrintable(page.error().why + page.error().details));
  }

  void aPageThatEndsWithItsConnectionIsWhole() {
    m_server.serve("/close", {"200 OK", "all of it", {}, false, -1, false, false});
    const auto page = get("/close");
    QVERIFY(page);
    QCOMPARE(page->body, QByteArray("all of it"));
  }

  void aSilentServerIsLeftAfterTheTimeGiven() {
    m_server.serve("/silent", {"200 OK", {}, {}, true, -1, true, false});
    QElapsedTimer timer;
    timer.start();
    const auto page = get("/silent", {300ms, 10s, 1000});
    QVERIFY(!page);
    QVERIFY2(page.error().why.contains("sent nothing"), qPrintable(page.error().why));
    QVERIFY(timer.elapsed() < 5000);
  }

  void anEndlessPageIsStoppedAtItsLimit() {
    m_server.serve("/endless", {"200 OK", QByteArray(65536, 'x'), {}, true, -1, false, true});
    const auto page = get("/endless", {10s, 20s, 3 * 1024 * 1024});
    QVERIFY(!page);
    QVERIFY2(page.error().why.contains("larger than 3 MiB"), qPrintable(page.error().why));
  }

  void metadataIsSmallAndAllPagesTogetherAreBounded() {
    m_server.servePage("/a", QByteArray(200'000, 'a'));
    m_server.servePage("/b", QByteArray(300'000, 'b'));
    IndexClient client;
    const auto metadata = client.fetchMetadata({QUrl(m_server.url("/a")), QUrl(m_server.url("/b"))}, {});
    QVERIFY(metadata[0] && metadata[0]->body.size() == 200'000);
    QVERIFY(!metadata[1]);
    IndexClient little({10s, 20s, 1 << 20, 1 << 20});
    const auto pages = little.fetch(QList<QUrl>(6, QUrl(m_server.url("/b"))), {});
    const auto came = std::count_if(pages.begin(), pages.end(), [](const auto &page) { return page.operator bool(); });
    QCOMPARE(came, 3);
    const auto left = std::find_if(pages.begin(), pages.end(), [](const auto &page) { return !page; });
    QVERIFY2(left->error().why.contains("larger than 1 MiB together"), qPrintable(left->error().why));
  }

  // 200 MB, and its length is told: it is left at the limit, not taken whole.
  void aHugePageIsNotTakenWhole() {
    m_server.serve("/huge", {"200 OK", QByteArray(200'000'000, 'x'), {}, true, -1, false, false});
    const auto page = get("/huge", {10s, 60s, 64 * 1024 * 1024});
    m_server.serve("/huge", {});
    QVERIFY(!page);
    QVERIFY2(page.error().why.contains("larger than 64 MiB"), qPrintable(page.error().why));
  }

  // Index pages repeat themselves: they compress far better than what Qt takes for an attack.
  void aPageThatCompressesVeryWellIsRead() {
    const QByteArray body = QByteArray("<a href=\"torch.whl\">torch.whl</a><br/>\n").repeated(500'000);
    m_server.serve("/packed",
                   {"200 OK", qCompress(body).mid(4), "Content-Encoding: deflate\r\n", true, -1, false, false});
    const auto page = get("/packed");
    QVERIFY2(page, qPrintable(page ? QString() : page.error().details));
    QVERIFY(page->body == body);
    const auto bomb = get("/packed", {10s, 20s, 4 * 1024 * 1024});
    QVERIFY(!bomb);
    QVERIFY2(bomb.error().why.contains("larger than 4 MiB"), qPrintable(bomb.error().why));
  }

  void sizesAreAskedForWithoutTheFiles() {
    m_server.servePage("/wheel", QByteArray(123'456, 'w'));
    m_server.serve("/broken", {"500 Oops", {}, {}, true, -1, false, false});
    IndexClient client;
    QCOMPARE(
        client.lengths({QUrl(m_server.url("/wheel")), QUrl(m_server.url("/none")), QUrl(m_server.url("/broken"))}, {}),
        (QList<std::optional<qint64>>{123'456, std::nullopt, std::nullopt}));
  }

  void aPageThatTricklesIsStoppedByTheWholeTime() {
    m_server.serve("/trickle", {"200 OK", "x", {}, true, -1, false, true});
    const auto page = get("/trickle", {10s, 300ms, 1 << 30});
    QVERIFY(!page);
    QVERIFY2(page.error().why.contains("did not finish"), qPrintable(page.error().why));
  }

  void redirectsAreFollowedWithinHttp() {
    m_server.serve("/old", {"302 Found", {}, "Location: /new\r\n", true, -1, false, false});
    m_server.servePage("/new", "here");
    const auto page = get("/old");
    QVERIFY(page);
    QCOMPARE(page->body, QByteArray("here"));
    QCOMPARE(page->address.path(), QStringLiteral("/new"));
  }

  void redirectsElsewhereAreRefused_data() {
    QTest::addColumn<QByteArray>("location");
    QTest::newRow("file") << QByteArray("file:///etc/hostname");
    QTest::newRow("data") << QByteArray("data:text/html,x");
    QTest::newRow("ftp") << QByteArray("ftp://127.0.0.1/x");
    QTest::newRow("itself") << QByteArray("/moved");
  }
  void redirectsElsewhereAreRefused() {
    QFETCH(QByteArray, location);
    m_server.serve("/moved", {"302 Found", {}, "Location: " + location + "\r\n", true, -1, false, false});
    const auto page = get("/moved");
    QVERIFY(!page);
    QVERIFY2(page.error().why.contains("we do not follow"), qPrintable(page.error().why + page.error().details));
  }

  void aRefusedConnectionSaysSo() {
    QTcpServer unused;
    QVERIFY(unused.listen(QHostAddress::LocalHost));
    const QUrl url(QStringLiteral("http://127.0.0.1:%1/").arg(unused.serverPort()));
    unused.close();
    IndexClient client;
    const auto page = std::move(client.fetch({url}, {}).front());
    QVERIFY(!page);
    QVERIFY2(page.error().why.contains("refused"), qPrintable(page.error().why));
  }

  void aHostThatDoesNotExistSaysSo() {
    IndexClient client;
    const auto page = std::move(client.fetch({QUrl("http://no-such-host.invalid/")}, {}).front());
    QVERIFY(!page);
    // A proxy in the environment is asked instead and answers for itself.
    if (!qEnvironmentVariableIsEmpty("http_proxy")) QSKIP("a proxy resolves names here");
    QVERIFY2(page.error().why.contains("no-such-host.invalid"), qPrintable(page.error().why));
  }

  void stoppingEndsEverythingAtOnce() {
    m_server.serve("/silent", {"200 OK", {}, {}, true, -1, true, false});
    std::stop_source source;
    std::thread stopper;
    m_server.onRequest = [&] {
      if (!stopper.joinable()) stopper = std::thread([&source] { source.request_stop(); });
    };
    QElapsedTimer timer;
    timer.start();
    IndexClient client;
    const auto pages = client.fetch({QUrl(m_server.url("/silent")), QUrl(m_server.url("/silent"))}, source.get_token());
    stopper.join();
    m_server.onRequest = {};
    QVERIFY(!pages[0] && pages[0].error().isCancelled());
    QVERIFY(!pages[1] && pages[1].error().isCancelled());
    QVERIFY(timer.elapsed() < 5000);
  }

  void aStopBeforeTheStartIsHonoured() {
    m_server.serve("/silent", {"200 OK", {}, {}, true, -1, true, false});
    std::stop_source source;
    source.request_stop();
    const auto page = get("/silent", {}, source.get_token());
    QVERIFY(!page && page.error().isCancelled());
  }
};

QTEST_GUILESS_MAIN(IndexClientTest)
#include "index_client_test.moc"
