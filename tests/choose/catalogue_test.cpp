#include <QtTest>

#include "core/choose/build_set.h"
#include "core/choose/coherent_set.h"
#include "machine.h"
#include "sample_index.h"

using namespace nightjar;

namespace {

const QString linux64 = QStringLiteral("manylinux_2_28_x86_64");

Catalogue read(const QStringList &torch, const QStringList &vision = {}, const QString &variant = {}) {
  CatalogueBuilder builder;
  builder.add(parseIndexPage(test::indexPage("torch", torch)), QUrl("https://i.example.org/n/torch/"), "torch",
              variant);
  builder.add(parseIndexPage(test::indexPage("torchvision", vision)), QUrl("https://i.example.org/n/torchvision/"),
              "torchvision", variant);
  return builder.take();
}

QStringList torchOf(int day) {
  return test::nightly("torch", {2026, 11, day}, "cu130", {"cp312-cp312"}, {linux64});
}
QStringList visionOf(int day) {
  return test::nightly("torchvision", {2026, 11, day}, "cu130", {"cp312-cp312"}, {linux64});
}
QString visionVersion(int day) {
  return QStringLiteral("0.30.0.dev202611%1+cu130").arg(day);
}
QString torchVersion(int day) {
  return QStringLiteral("2.16.0.dev202611%1").arg(day);
}

}  // namespace

class CatalogueTest : public QObject {
  Q_OBJECT

 private Q_SLOTS:
  void variantsAreFoundNotListed() {
    const Catalogue catalogue =
        read(torchOf(21) + test::nightly("torch", {2026, 11, 21}, "cu136", {"cp312-cp312"}, {linux64}) +
             test::nightly("torch", {2026, 11, 21}, "rocm7.3", {"cp312-cp312"}, {linux64}));
    QStringList names;
    for (const VariantReleases &variant : catalogue.variants) names.append(variant.name);
    QCOMPARE(names, (QStringList{"cu136", "cu130", "rocm7.3"}));
  }

  // Each variant costs requests, and every list is walked for each of them: a small page could name a hundred thousand.
  void onlySoManyVariantsAreTakenAndTheRestIsCounted() {
    QStringList wheels;
    for (int i = 0; i < 2000; ++i)
      wheels += QStringLiteral("torch-2.0+cu%1-cp312-cp312-%2.whl").arg(1000 + i).arg(linux64);
    const Catalogue catalogue = read(wheels);
    QCOMPARE(catalogue.variants.size(), mostVariants);
    QVERIFY2(catalogue.notes.contains("1744 builds of more variants than an index has"),
             qPrintable(catalogue.notes.join('\n')));
  }

  void newestComesFirstAndTagsAreSharedAcrossNights() {
    const Catalogue catalogue = test::sampleCatalogue();
    const QList<Release> &torch = catalogue.find("cu130")->of("torch");
    QCOMPARE(torch.size(), 6);
    QCOMPARE(torch.constFirst().version, QStringLiteral("2.16.0.dev20261122+cu130"));
    QCOMPARE(torch.constFirst().date, QDate(2026, 11, 22));
    QCOMPARE(torch.constFirst().tags, torch.constLast().tags);
    QCOMPARE(torch.constFirst().tags.size(), 8 * 2);
  }

  void onlyLinuxIsOfferedAndTheRestIsCounted() {
    const Catalogue catalogue =
        read(torchOf(21) +
             test::nightly("torch", {2026, 11, 22}, "cu130", {"cp312-cp312"}, {"win_amd64", "macosx_14_0_arm64"}) +
             QStringList{"torch-abc.whl", "other-1.0-py3-none-any.whl"});
    QCOMPARE(catalogue.find("cu130")->of("torch").size(), 1);
    QCOMPARE(catalogue.notes, (QStringList{"2 wheels for other systems than Linux", "1 wheels of other packages",
                                           "1 links that are no wheels"}));
  }

  void aWheelWithoutAVariantIsACpuWheelOnlyOnTheCpuPage() {
    const QStringList bare = test::nightly("torch", {2026, 11, 21}, {}, {"cp312-cp312"}, {linux64});
    QVERIFY(read(bare).variants.isEmpty());
    QVERIFY(read(bare, {}, "cu130").variants.isEmpty());
    QCOMPARE(read(bare, {}, "cpu").variants.constFirst().name, QStringLiteral("cpu"));
    QVERIFY(read(torchOf(21), {}, "cpu").variants.isEmpty());
  }

  // The page's own date is that of its writing, the same for every release.
  void aReleaseWithoutANightHasADayOnlyWhereThePageTellsIt() {
    const Catalogue catalogue = read({"torch-2.13.0+cpu-cp311-cp311-manylinux_2_28_x86_64.whl"});
    const Release &torch = catalogue.find("cpu")->of("torch").constFirst();
    QVERIFY(!torch.nightly);
    QVERIFY(catalogue.stamped.isValid() && !torch.date.isValid());
    CatalogueBuilder builder;
    builder.add(parseIndexPage("<a href='torch-2.0+cpu-cp312-cp312-linux_x86_64.whl' data-upload-time='2026-01-02T3'>"),
                QUrl("https://i.example.org/n/torch/"), "torch", {});
    QCOMPARE(builder.take().find("cpu")->of("torch").constFirst().date, QDate(2026, 1, 2));
    const BuildList list = judgedBuilds(catalogue, {}, std::nullopt, {"torch"});
    QCOMPARE(list.builds.constFirst().id, QStringLiteral("2.13.0-cpu"));
    QCOMPARE(list.builds.constFirst().python, QStringList{"3.11"});
  }

  void metadataAddressesFollowTheWheels() {
    QCOMPARE(test::sampleCatalogue().find("cu130")->of("torchvision").constFirst().metadata,
             QUrl("https://download-r2.example.org/whl/nightly/"
                  "torchvision-0.30.0.dev20261121%2Bcu130-cp310-cp310-manylinux_2_28_x86_64.whl.metadata"));
    CatalogueBuilder builder;
    const QByteArray page =
        "<a href=\"../../w/torch-2.0+cpu-cp312-cp312-linux_x86_64.whl#sha256=0\" data-core-metadata=true>x</a>";
    builder.add(parseIndexPage(page), QUrl("https://i.example.org/n/torch/"), "torch", {});
    QCOMPARE(builder.take().find("cpu")->of("torch").constFirst().metadata,
             QUrl("https://i.example.org/w/torch-2.0+cpu-cp312-cp312-linux_x86_64.whl.metadata"));
  }

  // Neither the metadata nor the size of a wheel is asked for by http where the index itself came by https.
  void whatASafePageLinksToIsNotAskedForUnsafely_data() {
    QTest::addColumn<QString>("page");
    QTest::addColumn<QString>("root");
    QTest::addColumn<bool>("asked");
    QTest::newRow("https to http") << "https://i.example.org/n/torch/"
                                   << "http://10.0.0.1/" << false;
    QTest::newRow("https to https") << "https://i.example.org/n/torch/"
                                    << "https://10.0.0.1/" << true;
    QTest::newRow("http to http") << "http://i.example.org/n/torch/"
                                  << "http://10.0.0.1/" << true;
  }
  void whatASafePageLinksToIsNotAskedForUnsafely() {
    QFETCH(QString, page);
    QFETCH(QString, root);
    QFETCH(bool, asked);
    test::PageStyle style;
    style.wheelRoot = root;
    CatalogueBuilder builder;
    builder.add(parseIndexPage(test::indexPage("torch", torchOf(21), style)), QUrl(page), "torch", {});
    const Catalogue catalogue = builder.take();
    QCOMPARE(!catalogue.find("cu130")->of("torch").constFirst().metadata.isEmpty(), asked);
    const BuildList list = judgedBuilds(catalogue, {}, test::colabT4(), {"torch"});
    QCOMPARE(list.builds.constFirst().fits, Fits::Yes);
    QCOMPARE(!list.builds.constFirst().wheels.isEmpty(), asked);
  }

  void theWheelsForAPythonThatUvBringsAreNamedToo() {
    RuntimeFacts facts = test::colabT4();
    facts.pythons = {test::python("3.8.10")};
    QVERIFY(judgedBuilds(test::sampleCatalogue(), {}, facts, {"torch"}).builds.constFirst().wheels.isEmpty());
    facts.uv = "0.9.0";
    for (const Build &build : judgedBuilds(test::sampleCatalogue(), {}, facts, {"torch", "torchvision"}).builds) {
      if (build.id != "20261121-cu130") continue;
      QCOMPARE(build.wheels.size(), 2);
      QVERIFY(build.wheels.constFirst().path().contains("-cp314-cp314-"));
    }
  }

  void theExactTorchPinIsReadFromMetadata_data() {
    QTest::addColumn<QByteArray>("metadata");
    QTest::addColumn<QString>("pin");
    QTest::newRow("old form")
        << QByteArray("Name: torchvision\nRequires-Dist: numpy\nRequires-Dist: torch (==2.16.0.dev20261120)\n")
        << "2.16.0.dev20261120";
    QTest::newRow("new form") << QByteArray("Requires-Dist: torch==2.16.0.dev20261120\r\nA: b\r\n")
                              << "2.16.0.dev20261120";
    QTest::newRow("with local part") << QByteArray("Requires-Dist: torch==2.16.0.dev20261120+cu130")
                                     << "2.16.0.dev20261120+cu130";
    QTest::newRow("with a marker") << QByteArray("Requires-Dist: torch (==2.14.0) ; sys_platform == \"linux\"")
                                   << "2.14.0";
    QTest::newRow("not exact") << QByteArray("Requires-Dist: torch>=2.0") << QString();
    QTest::newRow("another package") << QByteArray("Requires-Dist: torchfoo==1.0") << QString();
    QTest::newRow("only in the description") << QByteArray("Name: x\n\nRequires-Dist: torch==1.0\n") << QString();
    QTest::newRow("not metadata") << QByteArray("<html>torch==1.0</html>") << QString();
    QTest::newRow("empty") << QByteArray() << QString();
  }
  void theExactTorchPinIsReadFromMetadata() {
    QFETCH(QByteArray, metadata);
    QFETCH(QString, pin);
    QCOMPARE(exactTorchPin(metadata), pin);
  }

  void withoutPinsPackagesOfOneNightBelongTogether() {
    const Catalogue catalogue = read(torchOf(22) + torchOf(21), visionOf(21));
    const auto sets = coherentSets(*catalogue.find("cu130"), {});
    QCOMPARE(sets.size(), 2);
    QVERIFY(!sets.at(0).torchvision);
    QCOMPARE(sets.at(1).torchvision->version, visionVersion(21));
  }

  // pytorch#154687: today's torchvision is often made against yesterday's torch.
  void aPinOutweighsTheNight() {
    const Catalogue catalogue = read(torchOf(22) + torchOf(21) + torchOf(20), visionOf(22) + visionOf(21));
    const TorchPins pins{{pinKey("torchvision", visionVersion(22)), torchVersion(21)},
                         {pinKey("torchvision", visionVersion(21)), torchVersion(20) + "+cu130"}};
    const auto sets = coherentSets(*catalogue.find("cu130"), pins);
    QVERIFY(!sets.at(0).torchvision);
    QCOMPARE(sets.at(1).torchvision->version, visionVersion(22));
    QCOMPARE(sets.at(2).torchvision->version, visionVersion(21));
  }

  // Metadata is read for the newest nights only; what is older goes by the oldest of those.
  void whatIsOlderThanTheMetadataReadFollowsTheSameRule() {
    const Catalogue catalogue = read(torchOf(22) + torchOf(21) + torchOf(20) + torchOf(19),
                                     visionOf(22) + visionOf(21) + visionOf(20) + visionOf(19));
    const auto sets =
        coherentSets(*catalogue.find("cu130"), {{pinKey("torchvision", visionVersion(22)), torchVersion(21)}});
    QVERIFY(!sets.at(0).torchvision);
    QCOMPARE(sets.at(1).torchvision->version, visionVersion(22));
    QCOMPARE(sets.at(2).torchvision->version, visionVersion(21));
    QCOMPARE(sets.at(3).torchvision->version, visionVersion(20));
  }

  void aPinThatMakesNoSenseIsNoRuleForOthers() {
    const Catalogue catalogue = read(torchOf(22) + torchOf(21), visionOf(22) + visionOf(21));
    for (const QString &lie : {QStringLiteral("2.16.0.dev20250101"), QStringLiteral("2.16.0.dev20270101"),
                               QStringLiteral("9"), torchVersion(22) + "+cu126"}) {
      const auto sets = coherentSets(*catalogue.find("cu130"), {{pinKey("torchvision", visionVersion(22)), lie}});
      QVERIFY2(!sets.at(0).torchvision, qPrintable(lie));
      if (!lie.endsWith("cu126")) QCOMPARE(sets.at(1).torchvision->version, visionVersion(21));
    }
  }

  void metadataSaysWhichVersionItIsOf_data() {
    QTest::addColumn<QByteArray>("metadata");
    QTest::addColumn<bool>("own");
    QTest::newRow("own") << QByteArray("Name: torchvision\nVersion: 0.30.0.dev20261121+cu130\n") << true;
    QTest::newRow("CRLF") << QByteArray("Version: 0.30.0.dev20261121+cu130\r\n\r\nVersion: 1\r\n") << true;
    QTest::newRow("another") << QByteArray("Version: 0.30.0.dev20261120+cu130\n") << false;
    QTest::newRow("another variant") << QByteArray("Version: 0.30.0.dev20261121+cu126\n") << false;
    QTest::newRow("none") << QByteArray("Name: torchvision\n") << false;
    QTest::newRow("in the description") << QByteArray("Name: x\n\nVersion: 0.30.0.dev20261121+cu130\n") << false;
    QTest::newRow("a page") << QByteArray("<html>\nVersion: 0.30.0.dev20261121+cu130\n</html>") << false;
  }
  void metadataSaysWhichVersionItIsOf() {
    QFETCH(QByteArray, metadata);
    QFETCH(bool, own);
    const QUrl wheel("https://h/torchvision-0.30.0.dev20261121%2Bcu130-cp310-cp310-linux_x86_64.whl.metadata");
    QCOMPARE(isMetadataOf(metadata, wheel), own);
    QCOMPARE(metadataVersion(metadata) == "0.30.0.dev20261121+cu130", own);
  }

  void aPinOnATorchThatIsGoneLeavesNoSet() {
    const Catalogue catalogue = read(torchOf(22), visionOf(22));
    const auto sets =
        coherentSets(*catalogue.find("cu130"), {{pinKey("torchvision", visionVersion(22)), "2.16.0.dev20260101"}});
    QVERIFY(!sets.constFirst().torchvision);
  }

  void aMissingPackageIsExplained() {
    const auto reasons = [](const Catalogue &catalogue, const TorchPins &pins = {}) {
      return judgedBuilds(catalogue, pins, std::nullopt, {"torch", "torchvision"}).builds.constFirst().reasons;
    };
    QCOMPARE(reasons(read(torchOf(22), visionOf(21))), QStringList{"torchvision is not out yet"});
    QCOMPARE(reasons(read(torchOf(22))), QStringList{"the index has no torchvision for cu130"});
    QCOMPARE(reasons(read(torchOf(20), visionOf(21)), {{pinKey("torchvision", visionVersion(21)), torchVersion(19)}}),
             QStringList{"no torchvision was made for this torch"});
  }

  void aVariantIsEndedAfterMoreThanSevenDays_data() {
    QTest::addColumn<int>("day");
    QTest::addColumn<bool>("ended");
    QTest::newRow("7 days") << 15 << false;
    QTest::newRow("8 days") << 14 << true;
  }
  void aVariantIsEndedAfterMoreThanSevenDays() {
    QFETCH(int, day);
    QFETCH(bool, ended);
    const Catalogue catalogue =
        read(torchOf(22) + test::nightly("torch", {2026, 11, day}, "cu126", {"cp312-cp312"}, {linux64}));
    const BuildList list = judgedBuilds(catalogue, {}, std::nullopt, {"torch"});
    const Build &old = list.builds.constLast();
    QCOMPARE(old.variant, QStringLiteral("cu126"));
    QCOMPARE(old.ended, ended);
    QCOMPARE(old.reasons, ended ? QStringList{"ended on 14 November"} : QStringList());
    QCOMPARE(list.variants.size(), 2);
    QCOMPARE(list.variants.constLast().newest, QDate(2026, 11, day));
    QCOMPARE(list.variants.constLast().ended, ended);
    QVERIFY(!list.variants.constFirst().ended);
    QCOMPARE(list.stampedAt.toSecsSinceEpoch(), 1795392000);
  }

  void aNightThatCannotBeYetEndsNoOtherVariant() {
    const Catalogue catalogue =
        read(torchOf(22) + test::nightly("torch", {2098, 1, 1}, "cu999", {"cp312-cp312"}, {linux64}));
    const BuildList list = judgedBuilds(catalogue, {}, std::nullopt, {"torch"});
    QVERIFY(std::none_of(list.builds.begin(), list.builds.end(), [](const Build &build) { return build.ended; }));
  }

  void aWheelThatIsListedTwiceWithTwoDatesIsOneWheel() {
    const QString wheel = torchOf(21).constFirst();
    const QByteArray href = QString(wheel).replace('+', "%2B").toLatin1();
    CatalogueBuilder builder;
    builder.add(parseIndexPage("<a href=\"a/" + href + "\" data-upload-time=\"2026-11-21\">x</a><a href=\"b/" + href +
                               "\" data-upload-time=\"2020-01-01\">x</a>"),
                QUrl("https://i.example.org/n/torch/"), "torch", {});
    const Catalogue catalogue = builder.take();
    const QList<Release> &torch = catalogue.find("cu130")->of("torch");
    QCOMPARE(torch.size(), 1);
    QCOMPARE(torch.constFirst().date, QDate(2026, 11, 21));
    QCOMPARE(torch.constFirst().wheel(0), QUrl("https://i.example.org/n/torch/a/" + QString::fromLatin1(href)));
    QCOMPARE(catalogue.notes, QStringList{"1 wheels that are listed twice"});
  }

  void variantsNobodyKnowsAreListedAndOddLocalPartsAreCounted() {
    const Catalogue catalogue =
        read(torchOf(21) + QStringList{"torch-2.16.0.dev20261121+cpu.cxx11.abi-cp312-cp312-" + linux64 + ".whl",
                                       "torch-2.16.0.dev20261121+npu9-cp312-cp312-" + linux64 + ".whl",
                                       "torch-2.16.0.dev20261121+CU130-cp312-cp312-" + linux64 + ".whl",
                                       "torch-2.16.0.dev20261121+1.2-cp312-cp312-" + linux64 + ".whl"});
    QStringList names;
    for (const VariantReleases &variant : catalogue.variants) names.append(variant.name);
    QCOMPARE(names, (QStringList{"cu130", "cpu.cxx11.abi", "npu9"}));
    QCOMPARE(catalogue.notes, QStringList{"2 wheels that name no variant of this page"});
  }

  void aBuildNamesTheWheelsThisRuntimeWouldGet() {
    const Catalogue catalogue = test::sampleCatalogue();
    RuntimeFacts facts = test::colabT4();
    facts.pythons = {test::python("3.15.0"), test::python("3.13.1"), test::python("3.12.3")};
    const auto wheels = [&](const QStringList &packages) {
      const BuildList list = judgedBuilds(catalogue, {}, facts, packages);
      return std::find_if(list.builds.begin(), list.builds.end(),
                          [](const Build &b) { return b.id == "20261121-cu130"; })
          ->wheels;
    };
    const QString base = "https://download-r2.example.org/whl/nightly/";
    QCOMPARE(wheels({"torch"}),
             QList<QUrl>{base + "torch-2.16.0.dev20261121%2Bcu130-cp315-cp315-manylinux_2_28_x86_64.whl"});
    QCOMPARE(wheels({"torch", "torchvision"}),
             (QList<QUrl>{base + "torch-2.16.0.dev20261121%2Bcu130-cp313-cp313-manylinux_2_28_x86_64.whl",
                          base + "torchvision-0.30.0.dev20261121%2Bcu130-cp313-cp313-manylinux_2_28_x86_64.whl"}));
    QVERIFY(judgedBuilds(catalogue, {}, std::nullopt, {"torch"}).builds.constFirst().wheels.isEmpty());
  }

  // torchvision has no wheels for Python 3.15: torch alone is what is offered.
  void aPackageWithoutAWheelForThePythonsHereIsLeftOut() {
    RuntimeFacts facts = test::colabT4();
    facts.pythons = {test::python("3.15.0")};
    const BuildList list = judgedBuilds(test::sampleCatalogue(), {}, facts, {"torch", "torchvision"});
    const auto build =
        std::find_if(list.builds.begin(), list.builds.end(), [](const Build &b) { return b.id == "20261121-cu130"; });
    QVERIFY(build->torchvision.isNull());
    QCOMPARE(build->fits, Fits::Warning);
    QVERIFY2(build->reasons.contains("there is no torchvision for Python 3.15: torch alone"),
             qPrintable(build->reasons.join('\n')));
    QCOMPARE(build->wheels.size(), 1);
  }

  void thePythonsOfABuildAreThoseOfTheWholeSet() {
    const Catalogue catalogue = test::sampleCatalogue();
    const auto pythons = [&catalogue](const QStringList &packages) {
      const auto list = judgedBuilds(catalogue, {}, std::nullopt, packages);
      return std::find_if(list.builds.begin(), list.builds.end(),
                          [](const Build &b) { return b.id == "20261121-cu130"; })
          ->python;
    };
    QCOMPARE(pythons({"torch"}), (QStringList{"3.10", "3.11", "3.12", "3.13", "3.14", "3.14t", "3.15", "3.15t"}));
    QCOMPARE(pythons({"torch", "torchvision"}), (QStringList{"3.10", "3.11", "3.12", "3.13", "3.14", "3.14t"}));
  }
};

QTEST_GUILESS_MAIN(CatalogueTest)
#include "catalogue_test.moc"
