#include <QTemporaryDir>
#include <QtTest>

#include "core/choose/choose.h"
#include "http_server.h"
#include "machine.h"
#include "sample_index.h"

using namespace nightjar;

namespace {

const QStringList packages{"torch", "torchvision", "torchaudio"};

// Relative hrefs, so that metadata is asked from the same server.
QByteArray page(const QString &package, const QString &variant = {}) {
  test::PageStyle style;
  style.wheelRoot.clear();
  return test::indexPage(package,
                         variant.isEmpty() ? test::sampleWheels(package) : test::sampleWheels(package, variant), style);
}

void serveRoot(test::HttpServer &server) {
  for (const QString &package : packages) server.servePage("/whl/nightly/" + package + "/", page(package));
}

}  // namespace

class ListBuildsTest : public QObject {
  Q_OBJECT

  Result<BuildList> list(test::HttpServer &server, const QString &variant = {},
                         const QStringList &wanted = {"torch", "torchvision"}) {
    Wishes wishes;
    wishes.index = server.url("/whl/nightly/");
    wishes.variant = variant;
    wishes.packages = wanted;
    return listBuilds(test::colabT4(), wishes, {});
  }

 private Q_SLOTS:
  void theRootPagesGiveEveryVariantInOneRound() {
    test::HttpServer server;
    serveRoot(server);
    const auto builds = list(server);
    QVERIFY2(builds, qPrintable(builds ? QString() : builds.error().why));
    QCOMPARE(builds->index, server.url("/whl/nightly"));
    QCOMPARE(builds->builds.size(), 48);
    QCOMPARE(builds->builds.at(builds->recommended).id, QStringLiteral("20261121-cu130"));
    QVERIFY(builds->readAt.isValid());
    QVERIFY(!server.asked().contains("/whl/nightly/cu130/torch/"));
  }

  void anIndexThatRefusesEveryPageSaysWhatItAnswered() {
    test::HttpServer server;  // answers 403 for all it was not given
    const auto refused = list(server);
    QVERIFY(!refused);
    QVERIFY2(refused.error().why.contains("answered 403 for " + server.url("/whl/nightly/torch/")),
             qPrintable(refused.error().why));
    QVERIFY2(refused.error().fix.contains("network"), qPrintable(refused.error().fix));
    server.serve("/whl/nightly/torch/", {"404 Not Found", {}, {}, true, -1, false, false});
    const auto mixed = list(server);
    QVERIFY(!mixed && mixed.error().why.contains("answered 403 or 404 for"));
  }

  void withoutRootPagesTheVariantsOwnPagesAreRead() {
    test::HttpServer server;
    for (const QString &variant : {QStringLiteral("cpu"), QStringLiteral("cu130"), QStringLiteral("cu132")})
      for (const QString &package : packages)
        server.servePage("/whl/nightly/" + variant + "/" + package + "/", page(package, variant));
    const auto builds = list(server);
    QVERIFY(builds);
    QCOMPARE(builds->builds.size(), 18);
    QCOMPARE(builds->builds.at(builds->recommended).id, QStringLiteral("20261121-cu130"));
  }

  void aRootPageThatFailsLeadsToTheVariantsOwnPagesAndTheListSaysSo_data() {
    QTest::addColumn<QString>("package");
    QTest::addColumn<test::HttpServer::Answer>("answer");
    QTest::addColumn<QString>("words");
    const test::HttpServer::Answer fault{"500 Oops", {}, {}, true, -1, false, false};
    QTest::newRow("500") << "torch" << fault << "HTTP status 500";
    QTest::newRow("500 for torchvision") << "torchvision" << fault << "HTTP status 500";
    QTest::newRow("cut, length known") << "torch" << test::HttpServer::Answer{"200 OK", page("torch"), {},   true,
                                                                              20000,    false,         false}
                                       << "broke off";
    QTest::newRow("cut, length unknown") << "torch" << test::HttpServer::Answer{"200 OK", page("torch").left(20000),
                                                                                {},       false,
                                                                                -1,       false,
                                                                                false}
                                         << "broke off";
    QTest::newRow("login page") << "torch" << test::HttpServer::Answer{"200 OK", "<a href=\"/login\">Log in</a>",
                                                                       {},       true,
                                                                       -1,       false,
                                                                       false}
                                << "links to no wheels";
  }
  void aRootPageThatFailsLeadsToTheVariantsOwnPagesAndTheListSaysSo() {
    QFETCH(QString, package);
    QFETCH(test::HttpServer::Answer, answer);
    QFETCH(QString, words);
    test::HttpServer server;
    serveRoot(server);
    for (const QString &variant : {QStringLiteral("cpu"), QStringLiteral("cu130")})
      for (const QString &each : packages)
        server.servePage("/whl/nightly/" + variant + "/" + each + "/", page(each, variant));
    server.serve("/whl/nightly/" + package + "/", answer);
    const auto builds = list(server);
    QVERIFY2(builds, builds ? "" : qPrintable(builds.error().why));
    QCOMPARE(builds->builds.at(builds->recommended).id, QStringLiteral("20261121-cu130"));
    QVERIFY2(builds->originNote.startsWith("Read from each variant's own page"), qPrintable(builds->originNote));
    QVERIFY2(builds->originNote.contains(words), qPrintable(builds->originNote));
    QCOMPARE(toJson(*builds)[QLatin1String("note")].toString(), builds->originNote);
  }

  void whatWasTriedIsSaidWhereNothingCame() {
    test::HttpServer server;
    server.serve("/whl/nightly/torch/", {"500 Oops", {}, {}, true, -1, false, false});
    const auto none = list(server);
    QVERIFY(!none);
    QVERIFY2(none.error().why.contains("HTTP status 500") && none.error().why.contains("They are not there."),
             qPrintable(none.error().why));
    QVERIFY2(none.error().details.contains("the pages of cpu, "), qPrintable(none.error().details));
  }

  // cu130 is what this T4's driver asks for; cu132 came through and is taken, but not in silence.
  void theBestVariantsPageThatFailedIsNamed() {
    test::HttpServer server;
    for (const QString &variant : {QStringLiteral("cpu"), QStringLiteral("cu132")})
      for (const QString &each : packages)
        server.servePage("/whl/nightly/" + variant + "/" + each + "/", page(each, variant));
    for (const char *variant : {"cu130", "xpu"})
      server.serve(QStringLiteral("/whl/nightly/%1/torch/").arg(variant), {"500 Oops", {}, {}, true, -1, false, false});
    const auto builds = list(server);
    QVERIFY2(builds, builds ? "" : qPrintable(builds.error().why));
    const QString said =
        "cu130 may fit better, but its page could not be read: 127.0.0.1 answered with HTTP status 500.";
    QCOMPARE(builds->why.filter("could not be read"), QStringList{said});
    QCOMPARE(toJson(*builds)[QLatin1String("unread")].toArray().size(), 2);
    Wishes wishes;
    QVERIFY(choose(*builds, test::colabT4(), wishes)->why.contains(said));
    wishes.build = builds->builds.at(builds->recommended).date.toString(Qt::ISODate);
    QVERIFY(choose(*builds, test::colabT4(), wishes)->why.contains(said));
    wishes.variant = "cu132";
    QVERIFY(!choose(*builds, test::colabT4(), wishes)->why.contains(said));
    // The one that is asked for is not "no such variant".
    wishes = {};
    wishes.variant = "cu130";
    const auto wished = choose(*builds, test::colabT4(), wishes);
    QVERIFY(!wished);
    QCOMPARE(wished.error().what, QStringLiteral("The page of cu130 could not be read."));
  }

  void oneBadVariantPageLosesThatVariantOnly_data() {
    QTest::addColumn<QString>("package");
    QTest::addColumn<QByteArray>("status");
    QTest::addColumn<QByteArray>("body");
    QTest::newRow("an empty list") << "torch" << QByteArray("200 OK") << QByteArray("<html><body></body></html>");
    QTest::newRow("500") << "torch" << QByteArray("500 Oops") << QByteArray();
    QTest::newRow("cut") << "torch" << QByteArray("200 OK") << page("torch", "cu126").left(5000);
    QTest::newRow("its torchvision") << "torchvision" << QByteArray("500 Oops") << QByteArray();
  }
  void oneBadVariantPageLosesThatVariantOnly() {
    QFETCH(QString, package);
    QFETCH(QByteArray, status);
    QFETCH(QByteArray, body);
    test::HttpServer server;
    for (const QString &variant : {QStringLiteral("cpu"), QStringLiteral("cu126"), QStringLiteral("cu130")})
      for (const QString &each : packages)
        server.servePage("/whl/nightly/" + variant + "/" + each + "/", page(each, variant));
    server.serve("/whl/nightly/cu126/" + package + "/", {status, body, {}, true, -1, false, false});
    const auto builds = list(server);
    QVERIFY2(builds, builds ? "" : qPrintable(builds.error().why));
    QCOMPARE(builds->builds.size(), 12);
    QVERIFY2(builds->notes.join('\n').contains("cu126/" + package + ": "), qPrintable(builds->notes.join('\n')));
    QCOMPARE(builds->builds.at(builds->recommended).variant, QStringLiteral("cu130"));
    for (const char *variant : {"cpu", "cu130"})
      server.serve(QStringLiteral("/whl/nightly/%1/torch/").arg(variant), {"502 No", {}, {}, true, -1, false, false});
    const auto none = list(server);
    QVERIFY(!none && none.error().fault == Fault::Failed);
  }

  void aWishedVariantIsAskedForEvenIfItIsNotInTheStartingList() {
    test::HttpServer server;
    server.servePage("/whl/nightly/cu129/torch/",
                     test::indexPage("torch", test::nightly("torch", {2026, 11, 22}, "cu129", {"cp312-cp312"},
                                                            {"manylinux_2_28_x86_64"})));
    const auto builds = list(server, "cu129", {"torch"});
    QVERIFY(builds);
    QCOMPARE(builds->builds.constFirst().variant, QStringLiteral("cu129"));
  }

  void thePinInTheMetadataDecidesWhatBelongsTogether() {
    test::HttpServer server;
    serveRoot(server);
    // Every torchvision of the 21st says that it was made with the torch of the 20th.
    server.servePage(
        "/whl/nightly/torchvision/"
        "torchvision-0.30.0.dev20261121%2Bcu130-cp310-cp310-manylinux_2_28_x86_64.whl.metadata",
        "Metadata-Version: 2.1\nVersion: 0.30.0.dev20261121+cu130\nRequires-Dist: torch (==2.16.0.dev20261120)\n");
    const auto builds = list(server);
    QVERIFY(builds);
    const Build &build = builds->builds.at(builds->recommended);
    QCOMPARE(build.id, QStringLiteral("20261120-cu130"));
    QCOMPARE(build.torchvision, QStringLiteral("0.30.0.dev20261121+cu130"));
    QVERIFY(builds->why.contains("torchvision 0.30.0.dev20261121 is made for this torch"));
    QVERIFY2(builds->notes.join(' ').contains("do not tell which torch they need"),
             qPrintable(builds->notes.join('\n')));
  }

  // A GTX 1080: no nightly of the sample index has code for it.
  static RuntimeFacts oldGpu() {
    RuntimeFacts facts = test::colabT4();
    facts.gpus[0].name = "GTX 1080";
    facts.gpus[0].computeCapability = "6.1";
    return facts;
  }

  static void serveStable(test::HttpServer &server, const QString &root) {
    test::PageStyle style;
    style.wheelRoot.clear();
    for (const QString &package : packages)
      server.servePage(root + "/" + package + "/", test::indexPage(package, test::stableWheels(package), style));
    for (const char *platform : {"manylinux_2_28_x86_64"})
      server.servePage(root + "/torchvision/torchvision-0.29.0%2Bcu126-cp310-cp310-" + platform + ".whl.metadata",
                       "Metadata-Version: 2.1\nVersion: 0.29.0+cu126\nRequires-Dist: torch (==2.14.0)\n");
  }

  void aWishedPythonThatIsNotThereLeavesNone() {
    test::HttpServer server;
    serveRoot(server);
    Wishes wishes;
    wishes.index = server.url("/whl/nightly");
    wishes.python = "3.13";
    RuntimeFacts facts = test::colabT4();
    const auto none = listBuilds(facts, wishes, {});
    QVERIFY(none);
    QCOMPARE(none->recommended, -1);
    const auto choice = choose(*none, facts, wishes);
    QCOMPARE(choice.error().what, QStringLiteral("There is no Python 3.13 on this runtime."));
    facts.uv = "0.9.4";
    const auto fromUv = listBuilds(facts, wishes, {});
    QVERIFY(fromUv && fromUv->recommended >= 0);
    QCOMPARE(fromUv->why.filter("uv will install"), QStringList{"with Python 3.13, which uv will install"});
    for (const Build &build : fromUv->builds) QVERIFY(!build.reasons.join(' ').contains("with Python 3.14"));
  }

  void whereNothingFitsTheStableIndexIsRead() {
    test::HttpServer server;
    serveRoot(server);
    serveStable(server, "/whl");
    Wishes wishes;
    wishes.index = server.url("/whl/nightly");
    const auto list = listBuilds(oldGpu(), wishes, {});
    QVERIFY(list);
    QCOMPARE(list->recommended, -1);
    QCOMPARE(list->alternatives.size(), 2);
    const Alternative &stable = list->alternatives.constFirst();
    QCOMPARE(stable.channel, QStringLiteral("stable"));
    QCOMPARE(stable.index, server.url("/whl"));
    QCOMPARE(stable.torch, QStringLiteral("2.14.0+cu126"));
    QCOMPARE(stable.torchvision, QStringLiteral("0.29.0+cu126"));
    QVERIFY(stable.what.endsWith("nightjar install TARGET --index " + server.url("/whl") +
                                 " --build 2.14.0 --variant cu126 --packages torch,torchvision"));
    QCOMPARE(list->alternatives.constLast().variant, QStringLiteral("cpu"));
  }

  void theStableIndexCanBeNamed() {
    test::HttpServer server;
    serveRoot(server);
    serveStable(server, "/releases");
    Wishes wishes;
    wishes.index = server.url("/whl/nightly");
    wishes.stableIndex = server.url("/releases/");
    const auto list = listBuilds(oldGpu(), wishes, {});
    QVERIFY(list);
    QCOMPARE(list->alternatives.constFirst().index, server.url("/releases"));
    QVERIFY(!server.asked().contains("/whl/torch/"));
    wishes.stableIndex = "file:///releases";
    QCOMPARE(listBuilds(oldGpu(), wishes, {}).error().fault, Fault::Usage);
  }

  void whatFitsNeedsNoStableIndex() {
    test::HttpServer server;
    serveRoot(server);
    serveStable(server, "/whl");
    const auto builds = list(server);
    QVERIFY(builds);
    QVERIFY(builds->recommended >= 0 && builds->alternatives.isEmpty());
    QVERIFY(!server.asked().contains("/whl/torch/"));
  }

  void aStableIndexThatCannotBeReadLeavesTheLastKnownRelease() {
    test::HttpServer server;
    serveRoot(server);
    server.serve("/whl/torch/", {"500 Oops", {}, {}, true, -1, false, false});
    Wishes wishes;
    wishes.index = server.url("/whl/nightly");
    const auto list = listBuilds(oldGpu(), wishes, {});
    QVERIFY(list);
    const Alternative &stable = list->alternatives.constFirst();
    QCOMPARE(stable.torch, QStringLiteral("2.14.0+cu126"));
    QCOMPARE(stable.index, officialStableIndex());
    QVERIFY(stable.what.contains("the stable index could not be read"));
    QVERIFY2(list->notes.join(' ').contains(server.url("/whl")), qPrintable(list->notes.join(' ')));
  }

  void stableReleasesCanBeListedAndOneOfThemChosen() {
    test::HttpServer server;
    serveStable(server, "/whl");
    Wishes wishes;
    wishes.index = server.url("/whl");
    wishes.build = "2.14.0";
    wishes.variant = "cu126";
    const auto list = listBuilds(oldGpu(), wishes, {});
    QVERIFY2(list, list ? "" : qPrintable(list.error().why));
    const auto choice = choose(*list, oldGpu(), wishes);
    QVERIFY2(choice, choice ? "" : qPrintable(choice.error().why));
    QCOMPARE(choice->build.id, QStringLiteral("2.14.0-cu126"));
    QCOMPARE(choice->build.torchvision, QStringLiteral("0.29.0+cu126"));
    QCOMPARE(choice->indexUrl, server.url("/whl/cu126"));
  }

  void whatIsTakenFromAStableIndexNeedsThePinsOfItsOwnVariantOnly_data() {
    QTest::addColumn<QString>("variant");
    QTest::addColumn<QString>("build");
    QTest::addColumn<ListFor>("purpose");
    QTest::addColumn<QStringList>("read");
    QTest::newRow("a wished variant") << "cu126"
                                      << "2.14.0" << ListFor::Taking << QStringList{"cu126"};
    QTest::newRow("the best one") << ""
                                  << "" << ListFor::Taking << QStringList{"cu130"};
    QTest::newRow("the best one of a version") << ""
                                               << "2.7.1" << ListFor::Taking << QStringList{"cu128"};
    QTest::newRow("to look at all") << ""
                                    << "" << ListFor::Looking
                                    << QStringList{"cpu", "cu118", "cu126", "cu128", "cu130", "cu132"};
  }
  void whatIsTakenFromAStableIndexNeedsThePinsOfItsOwnVariantOnly() {
    QFETCH(ListFor, purpose);
    test::HttpServer server;
    serveStable(server, "/whl");
    Wishes wishes;
    wishes.index = server.url("/whl");
    QFETCH(QString, build);
    QFETCH(QString, variant);
    wishes.build = build;
    wishes.variant = variant;
    const auto list = listBuilds(test::colabT4(), wishes, {}, {}, purpose);
    QVERIFY2(list, list ? "" : qPrintable(list.error().why));
    QStringList read;
    for (const QString &path : server.asked()) {
      const auto name = QRegularExpression("(cu\\d+|cpu|xpu|rocm[\\d.]+)-cp.*metadata$").match(path);
      if (name.hasMatch() && !read.contains(name.captured(1))) read.append(name.captured(1));
    }
    read.sort();
    QTEST(read, "read");
  }

  void metadataThatIsMissingWrongOrLyingLeavesAListThatSaysSo() {
    test::HttpServer server;
    serveRoot(server);
    const auto metadata = [&server](const QString &day, const QByteArray &body) {
      server.servePage("/whl/nightly/torchvision/torchvision-0.30.0.dev202611" + day +
                           "%2Bcu130-cp310-cp310-manylinux_2_28_x86_64.whl.metadata",
                       body);
    };
    metadata("21", "Version: 0.30.0.dev20261101+cu126\nRequires-Dist: torch (==2.16.0.dev20261119)\n");  // another's
    metadata("20", QByteArray("\0\x7f\xff\0PK", 6).repeated(10000));
    metadata("19",
             "Version: 0.30.0.dev20261119+cu130\nRequires-Dist: torch (==2.16.0.dev20200101)\n");  // no such torch
    const auto builds = list(server);
    QVERIFY(builds);
    QCOMPARE(builds->builds.at(builds->recommended).id, QStringLiteral("20261121-cu130"));
    const QString notes = builds->notes.join('\n');
    QVERIFY2(notes.contains("1 torchvision builds come with the metadata of another"), qPrintable(notes));
    QVERIFY2(notes.contains("torchvision builds do not tell which torch they need"), qPrintable(notes));
    for (const Build &build : builds->builds) {
      if (build.id == "20261119-cu130") QVERIFY(build.torchvision.isNull());
    }
  }

  void theSizeOfTheChosenWheelsIsAskedAndNothingElse() {
    test::HttpServer server;
    serveRoot(server);
    auto builds = list(server);
    QVERIFY(builds);
    const Build &build = builds->builds.at(builds->recommended);
    QCOMPARE(build.wheels.size(), 2);
    const RuntimeFacts facts = test::colabT4();
    QVERIFY(!downloadBytes(build, facts, {}, {}));  // 403: nobody knows
    server.servePage(build.wheels.at(0).path(QUrl::FullyEncoded), QByteArray(555'000, 't'));
    server.servePage(build.wheels.at(1).path(QUrl::FullyEncoded), QByteArray(7'000, 'v'));
    const qsizetype before = server.asked().size();
    QCOMPARE(downloadBytes(build, facts, {}, {}), std::optional<qint64>(562'000));
    QCOMPARE(server.asked().size(), before + 2);
    QVERIFY(!downloadBytes(Build{}, facts, {}, {}));
  }

  void aSizeThatCannotBeIsNoSize() {
    test::HttpServer server;
    serveRoot(server);
    auto builds = list(server);
    QVERIFY(builds);
    const Build &build = builds->builds.at(builds->recommended);
    for (const QUrl &wheel : build.wheels) {
      server.serve(wheel.path(QUrl::FullyEncoded),
                   {"200 OK", {}, "Content-Length: 9223372036854775807\r\n", false, -1, false, false});
    }
    QVERIFY(!downloadBytes(build, test::colabT4(), {}, {}));
  }

  // What cannot be reached is taken from the copies, and the next reading replaces them.
  void aListOutlivesItsIndex() {
    const QTemporaryDir folder;
    Wishes wishes;
    std::optional<Result<BuildList>> before, after;
    {
      test::HttpServer server;
      serveRoot(server);
      wishes.index = server.url("/whl/nightly");
      QVERIFY(!listCopiedBuilds(test::colabT4(), wishes, folder.path(), {}));
      before = listBuilds(test::colabT4(), wishes, {}, {nullptr, folder.path()});
      QVERIFY(*before);
      QCOMPARE((*before)->origin, IndexOrigin::Network);
      const auto copied = listCopiedBuilds(test::colabT4(), wishes, folder.path(), {});
      QVERIFY(copied);
      QCOMPARE(copied->origin, IndexOrigin::Cache);
      QCOMPARE(copied->builds.size(), (*before)->builds.size());
      QCOMPARE(copied->recommended, (*before)->recommended);
      QVERIFY(copied->originNote.isNull());
      QVERIFY(qAbs(copied->readAt.secsTo((*before)->readAt)) < 60);
    }
    after = listBuilds(test::colabT4(), wishes, {}, {nullptr, folder.path()});
    QVERIFY(*after);
    QCOMPARE((*after)->origin, IndexOrigin::Cache);
    QVERIFY2((*after)->originNote.contains("refused"), qPrintable((*after)->originNote));
    wishes.sample = true;
    QVERIFY(!listBuilds(test::colabT4(), wishes, {}, {nullptr, folder.path()}));
  }

  void anIndexFaultIsAnErrorOfItsOwn_data() {
    QTest::addColumn<test::HttpServer::Answer>("answer");
    QTest::addColumn<QString>("words");
    const QByteArray good = page("torch");
    QTest::newRow("500") << test::HttpServer::Answer{"500 Oops", {}, {}, true, -1, false, false} << "HTTP status 500";
    QTest::newRow("cut, length known") << test::HttpServer::Answer{"200 OK", good, {}, true, 20000, false, false}
                                       << "broke off";
    QTest::newRow("cut, length unknown") << test::HttpServer::Answer{"200 OK", good.left(20000), {}, false, -1, false,
                                                                     false}
                                         << "broke off";
    QTest::newRow("login page") << test::HttpServer::Answer{"200 OK", "<html><a href=\"/login\">Log in</a></html>",
                                                            {},       true,
                                                            -1,       false,
                                                            false}
                                << "links to no wheels";
    QTest::newRow("json") << test::HttpServer::Answer{"200 OK", "{\"torch\": []}", {}, true, -1, false, false}
                          << "not a list of wheels";
    QTest::newRow("binary") << test::HttpServer::Answer{"200 OK",
                                                        QByteArray("\x7f"
                                                                   "ELF\0\0<\0a \0",
                                                                   12),
                                                        {},
                                                        true,
                                                        -1,
                                                        false,
                                                        false}
                            << "not a list of wheels";
    QTest::newRow("empty") << test::HttpServer::Answer{"200 OK", {}, {}, true, -1, false, false}
                           << "not a list of wheels";
  }
  void anIndexFaultIsAnErrorOfItsOwn() {
    QFETCH(test::HttpServer::Answer, answer);
    QFETCH(QString, words);
    test::HttpServer server;
    serveRoot(server);
    server.serve("/whl/nightly/torch/", answer);
    const auto builds = list(server);
    QVERIFY(!builds);
    QCOMPARE(builds.error().fault, Fault::Failed);
    QVERIFY2(builds.error().why.contains(words), qPrintable(builds.error().why));
    QVERIFY(!builds.error().fix.isEmpty());
  }

  void anAddressWithoutAnyPageIsNoIndex() {
    test::HttpServer server;
    const auto builds = list(server);
    QVERIFY(!builds);
    QCOMPARE(builds.error().fault, Fault::Failed);
    QCOMPARE(builds.error().what, QStringLiteral("This is no nightly index."));
  }

  void aPackageNobodyWishedForMayFail() {
    test::HttpServer server;
    serveRoot(server);
    server.serve("/whl/nightly/torchaudio/", {"500 Oops", {}, {}, true, -1, false, false});
    const auto builds = list(server);
    QVERIFY(builds);
    QVERIFY(builds->notes.join(' ').contains("torchaudio"));
    const auto wished = list(server, {}, {"torch", "torchaudio"});
    QVERIFY(!wished);
  }

  void cancellingIsAnOutcome() {
    test::HttpServer server;
    serveRoot(server);
    std::stop_source source;
    server.onRequest = [&source] { source.request_stop(); };
    Wishes wishes;
    wishes.index = server.url("/whl/nightly");
    const auto builds = listBuilds(std::nullopt, wishes, source.get_token());
    QVERIFY(!builds);
    QVERIFY(builds.error().isCancelled());
  }
};

QTEST_GUILESS_MAIN(ListBuildsTest)
#include "list_builds_test.moc"
