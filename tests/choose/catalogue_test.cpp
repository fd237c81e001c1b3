#include <QtTest>

#include "core/choose/build_set.h"
#include "core/choose/coherent_set.h"
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

  void aReleaseWithoutANightTakesItsDayFromThePage() {
    const Catalogue catalogue = read({"torch-2.13.0+cpu-cp311-cp311-manylinux_2_28_x86_64.whl"});
    const Release &torch = catalogue.find("cpu")->of("torch").constFirst();
    QVERIFY(!torch.nightly);
    QCOMPARE(torch.date, QDate(2026, 11, 23));
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
