#include <QEventLoop>
#include <QThread>
#include <QtTest>

#include "core/choose/choose.h"
#include "core/choose/runtime_pages.h"
#include "core/runtime/local_link.h"
#include "http_server.h"
#include "machine.h"
#include "sample_index.h"

using namespace nightjar;
using namespace std::chrono_literals;

// The real agent on this computer as the runtime. It is asked on a thread of its own: the server lives on this one.
class RuntimePagesTest : public QObject {
  Q_OBJECT

  test::HttpServer m_server;

  static void beside(const std::function<void(Agent &)> &work) {
    const std::unique_ptr<QThread> thread(QThread::create([&work] {
      auto link = openLocalLink(bootstrapArgv());
      if (!link) qFatal("no link");
      const auto agent = Agent::open(std::move(*link), {});
      if (!agent) qFatal("no agent");
      work(**agent);
    }));
    QEventLoop loop;
    connect(thread.get(), &QThread::finished, &loop, &QEventLoop::quit);
    thread->start();
    loop.exec();
    thread->wait();
  }

  Result<FetchedPage> get(const QUrl &address, FetchLimits limits = {}) {
    std::optional<Result<FetchedPage>> page;
    beside([&](Agent &agent) {
      RuntimePages pages(agent, {}, {}, limits);
      page = std::move(pages.fetch({address}, {}).front());
    });
    return *page;
  }
  Result<FetchedPage> get(const QString &path, FetchLimits limits = {}) {
    return get(QUrl(m_server.url(path)), limits);
  }

 private Q_SLOTS:
  void pagesComeBackInTheOrderTheyWereAskedFor() {
    QByteArray large;
    for (int i = 0; large.size() < 2'000'000; ++i) large += QByteArray::number(i * 7919) + ' ';
    m_server.servePage("/a", "first");
    m_server.servePage("/b", large);
    std::vector<Result<FetchedPage>> pages;
    beside([&](Agent &agent) {
      RuntimePages source(agent, {}, {});
      pages = source.fetch({QUrl(m_server.url("/b")), QUrl(m_server.url("/none")), QUrl(m_server.url("/a"))}, {});
    });
    QCOMPARE(pages.size(), size_t{3});
    QVERIFY(pages[0]->body == large);
    QVERIFY(pages[1] && !pages[1]->exists);
    QCOMPARE(pages[2]->body, QByteArray("first"));
  }

  void faultsAreNamedAsThisComputersOwn() {
    m_server.serve("/500", {"500 Oops", {}, {}, true, -1, false, false});
    QVERIFY(get("/500").error().why.contains("HTTP status 500"));
    m_server.serve("/cut", {"200 OK", QByteArray(5000, 'x'), {}, true, 2000, false, false});
    QVERIFY(get("/cut").error().why.contains("broke off"));
    m_server.serve("/file", {"302 Found", {}, "Location: file:///etc/hostname\r\n", true, -1, false, false});
    QVERIFY(get("/file").error().why.contains("we do not follow"));
    m_server.serve("/loop", {"302 Found", {}, "Location: /loop\r\n", true, -1, false, false});
    QVERIFY(get("/loop").error().why.contains("we do not follow"));
    QTcpServer unused;
    QVERIFY(unused.listen(QHostAddress::LocalHost));
    const QUrl refused(QStringLiteral("http://127.0.0.1:%1/").arg(unused.serverPort()));
    unused.close();
    const auto page = get(refused);
    QVERIFY(!page);
    QVERIFY2(page.error().why.contains("refused"), qPrintable(page.error().why));
  }

  void endlessSilentAndTricklingServersAreLeft() {
    m_server.serve("/endless", {"200 OK", QByteArray(65536, 'x'), {}, true, -1, false, true});
    QVERIFY(get("/endless", {10s, 20s, 3 * 1024 * 1024}).error().why.contains("larger than 3 MiB"));
    m_server.serve("/silent", {"200 OK", {}, {}, true, -1, true, false});
    QVERIFY(get("/silent", {500ms, 20s, 1000}).error().why.contains("sent nothing"));
    m_server.serve("/trickle", {"200 OK", "x", {}, true, -1, false, true});
    QVERIFY(get("/trickle", {10s, 500ms, 1 << 30}).error().why.contains("did not finish"));
  }

  void metadataIsSmallAndAllPagesTogetherAreBounded() {
    m_server.servePage("/a", QByteArray(200'000, 'a'));
    m_server.servePage("/b", QByteArray(300'000, 'b'));
    std::vector<Result<FetchedPage>> metadata, pages;
    beside([&](Agent &agent) {
      RuntimePages source(agent, {}, {}), little(agent, {}, {}, {10s, 20s, 1 << 20, 1 << 20});
      metadata = source.fetchMetadata({QUrl(m_server.url("/a")), QUrl(m_server.url("/b"))}, {});
      pages = little.fetch(QList<QUrl>(6, QUrl(m_server.url("/b"))), {});
    });
    QVERIFY(metadata[0] && metadata[0]->body.size() == 200'000);
    QVERIFY(!metadata[1]);
    const auto left = std::find_if(pages.begin(), pages.end(), [](const auto &page) { return !page; });
    QVERIFY(left != pages.end());
    QVERIFY2(left->error().why.contains("larger than 1 MiB together"), qPrintable(left->error().why));
  }

  void sizesAreAskedWithoutTheFiles() {
    m_server.servePage("/wheel", QByteArray(123456, 'w'));
    QList<std::optional<qint64>> sizes;
    beside([&](Agent &agent) {
      RuntimePages source(agent, {}, {});
      sizes = source.lengths({QUrl(m_server.url("/wheel")), QUrl(m_server.url("/none"))}, {});
    });
    QCOMPARE(sizes, (QList<std::optional<qint64>>{123456, std::nullopt}));
  }

  // The first round of requests is this computer's, and fails; the second is the runtime's.
  void aListIsReadThroughTheRuntimeWhereThisComputerCannot() {
    for (const char *package : {"torch", "torchvision", "torchaudio"})
      m_server.serve(QStringLiteral("/whl/nightly/%1/").arg(package), {"503 No", {}, {}, true, -1, false, false});
    int requests = 0;
    m_server.onRequest = [this, &requests] {
      if (++requests != 4) return;
      test::PageStyle style;
      style.metadata = false;
      for (const char *package : {"torch", "torchvision", "torchaudio"})
        m_server.servePage(QStringLiteral("/whl/nightly/%1/").arg(package),
                           test::indexPage(package, test::sampleWheels(package), style));
    };
    std::optional<Result<BuildList>> list;
    beside([&](Agent &agent) {
      Wishes wishes;
      wishes.index = m_server.url("/whl/nightly");
      list = listBuilds(test::colabT4(), wishes, {}, {&agent, {}});
    });
    m_server.onRequest = {};
    QVERIFY2(*list, qPrintable(*list ? QString() : list->error().why));
    QCOMPARE((*list)->origin, IndexOrigin::Runtime);
    QVERIFY2((*list)->originNote.contains("HTTP status 503"), qPrintable((*list)->originNote));
    QCOMPARE((*list)->builds.size(), 48);
  }
};

QTEST_GUILESS_MAIN(RuntimePagesTest)
#include "runtime_pages_test.moc"
