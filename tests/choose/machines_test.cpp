#include <QFile>
#include <QJsonArray>
#include <QJsonDocument>
#include <QtTest>

#include "core/choose/alternatives.h"
#include "core/choose/build_set.h"
#include "core/choose/choose.h"
#include "core/choose/explanation.h"
#include "core/choose/recommendation.h"
#include "machine.h"
#include "sample_index.h"

using namespace nightjar;

namespace {

const QStringList packages{"torch", "torchvision"};

QJsonArray table() {
  QFile file(QStringLiteral(NIGHTJAR_SOURCE_DIR "/tests/data/index/machines.json"));
  if (!file.open(QIODevice::ReadOnly)) qFatal("no table of machines");
  return QJsonDocument::fromJson(file.readAll())["machines"].toArray();
}

QString name(Fits fits) {
  return fits == Fits::Yes ? "yes" : fits == Fits::Warning ? "warning" : "no";
}

}  // namespace

class MachinesTest : public QObject {
  Q_OBJECT

  QList<Build> buildsFor(const RuntimeFacts &facts) { return judgedBuilds(m_catalogue, {}, facts, packages).builds; }

  const Catalogue m_catalogue = test::sampleCatalogue();
  const Catalogue m_stable = test::stableCatalogue();

 private Q_SLOTS:
  void everyMachineNamesItsRuleAndThePublicPagesThatSaySo() {
    for (const QJsonValue &row : table()) {
      const QByteArray name = row["name"].toString().toUtf8();
      QVERIFY2(!row["rule"].toString().isEmpty(), name);
      QVERIFY2(!row["source"].toArray().isEmpty(), name);
      for (const QJsonValue &source : row["source"].toArray()) {
        const QUrl url(source.toString(), QUrl::StrictMode);
        QVERIFY2(url.isValid() && url.scheme() == "https" && url.host().contains('.') && url.path().size() > 1, name);
      }
    }
  }

  void everyMachineGetsItsVariant_data() {
    QTest::addColumn<QJsonObject>("row");
    const QJsonArray rows = table();
    QVERIFY(rows.size() >= 60);
    for (const QJsonValue &row : rows) {
      QTest::newRow(qPrintable(row["name"].toString())) << row.toObject();
    }
  }
  void everyMachineGetsItsVariant() {
    QFETCH(QJsonObject, row);
    const RuntimeFacts facts = test::machine(row);
    const QList<Build> builds = buildsFor(facts);
    const int recommended = recommend(builds, facts, packages);
    QCOMPARE(recommended < 0 ? QString() : builds.at(recommended).variant, row["expected"].toString());
    const QStringList why =
        recommended < 0 ? whyNone(builds, facts) : whyRecommended(builds, recommended, facts, packages);
    QVERIFY2(!why.isEmpty(), "a decision without a reason");
  }

  void everyVerdictIsTheOneOfTheTableAndHasAReason_data() { everyMachineGetsItsVariant_data(); }
  void everyVerdictIsTheOneOfTheTableAndHasAReason() {
    QFETCH(QJsonObject, row);
    const QList<Build> builds = buildsFor(test::machine(row));
    const QJsonObject fits = row["fits"].toObject();
    for (auto it = fits.begin(); it != fits.end(); ++it) {
      // The newest night with everything: torchvision of the 22nd is not out, which would be a warning of its own.
      const auto build = std::find_if(builds.begin(), builds.end(), [&it](const Build &b) {
        return b.variant == it.key() && b.date != QDate(2026, 11, 22);
      });
      QVERIFY(build != builds.end());
      QVERIFY2(name(build->fits) == it->toString(),
               qPrintable(it.key() + ": " + name(build->fits) + " " + build->reasons.join("; ")));
      QVERIFY2(!build->reasons.isEmpty(), qPrintable(it.key()));
    }
  }

  void everyMachineThatNothingFitsGetsItsWaysOut_data() { everyMachineGetsItsVariant_data(); }
  void everyMachineThatNothingFitsGetsItsWaysOut() {
    QFETCH(QJsonObject, row);
    const RuntimeFacts facts = test::machine(row);
    const QList<Build> builds = buildsFor(facts);
    if (recommend(builds, facts, packages) >= 0) return;
    QVERIFY2(facts.gpus.isEmpty() || row.contains("alternatives"), "a row without its alternatives");
    const TorchPins pins;
    const NightlyOffer offer{
        m_catalogue, pins, facts, packages, "https://i.example.org/nightly", "https://i.example.org"};
    QStringList ways;
    for (const Alternative &way : waysOut(builds, offer, newestStable(m_stable, test::stablePins(), facts, packages))) {
      const QString version = way.channel == "stable" ? way.torch.section('+', 0, 0) + ' ' : QString();
      ways.append(way.channel + ' ' + version + way.variant);
      QVERIFY(!way.what.isEmpty() && !way.torch.isEmpty() && !way.torchvision.isEmpty() && !way.index.isEmpty());
    }
    QStringList expected;
    for (const QJsonValue &way : row["alternatives"].toArray()) expected.append(way.toString());
    QCOMPARE(ways, expected);
  }

  void aPythonThatUvWillInstallIsNamed_data() { everyMachineGetsItsVariant_data(); }
  void aPythonThatUvWillInstallIsNamed() {
    QFETCH(QJsonObject, row);
    const RuntimeFacts facts = test::machine(row);
    const QList<Build> builds = buildsFor(facts);
    const int recommended = recommend(builds, facts, packages);
    if (recommended < 0) return;
    const QString why = whyRecommended(builds, recommended, facts, packages).join("; ");
    const QString python = row["with_python"].toString();
    QCOMPARE(why.contains("which uv will install"), !python.isEmpty());
    QVERIFY2(why.contains("with Python " + python + ", which") == !python.isEmpty(), qPrintable(why));
  }

  void everyRuleDecidesSomething() {
    QSet<QByteArray> spoke;
    for (const QJsonValue &row : table()) {
      const RuntimeFacts facts = test::machine(row.toObject());
      for (const VariantReleases &variant : m_catalogue.variants) {
        QList<WheelTags> wheels;
        for (const int tags : variant.of("torch").constFirst().tags) wheels.append(m_catalogue.tags.at(tags));
        for (const CompatibilityRule &rule : compatibilityRules())
          if (rule.judge({facts, variant.name, parseVariant(variant.name), {wheels}})) spoke.insert(rule.id);
      }
    }
    spoke.insert("unknown-variant");  // its case is below: the sample index has no such variant
    for (const CompatibilityRule &rule : compatibilityRules())
      QVERIFY2(spoke.contains(rule.id),
               qPrintable(QString("no machine in the table makes the rule speak: ") + rule.id));
  }

  void aVariantOfUnknownKindIsListedButNeverFits() {
    const RuntimeFacts facts = test::colabT4();
    const Judgement judgement = judge({facts, "tpu1", parseVariant("tpu1"), {}});
    QCOMPARE(judgement.fits, Fits::No);
    QCOMPARE(judgement.reasons, QStringList{"what hardware tpu1 is for is not known"});
  }

  void anUnlistedCudaMinorIsJudgedByItsMajor() {
    const RuntimeFacts facts = test::colabT4();
    QCOMPARE(judge({facts, "cu136", parseVariant("cu136"), {}}).fits, Fits::Warning);
    QCOMPARE(judge({facts, "cu140", parseVariant("cu140"), {}}).fits, Fits::No);
  }

  void reasonsReadAsInTheMockups() {
    const QList<Build> builds = buildsFor(test::colabT4());
    const auto of = [&builds](const QString &variant, const QDate &date) {
      return std::find_if(builds.begin(), builds.end(),
                          [&](const Build &b) { return b.variant == variant && b.date == date; })
          ->reasons;
    };
    const QDate complete(2026, 11, 21);
    QCOMPARE(of("cu130", complete),
             (QStringList{"Your driver runs CUDA up to 13.0", "cu130 has code for compute capability 7.5"}));
    QCOMPARE(
        of("cu132", complete),
        QStringList{"cu132 needs a driver with CUDA 13.2; yours reports 13.0: kernels compiled at run time may fail"});
    QCOMPARE(of("cpu", complete), QStringList{"runs, but leaves the Tesla T4 unused"});
    QCOMPARE(of("cu126", QDate(2026, 9, 8)).constFirst(), QStringLiteral("ended on 8 September"));
    QCOMPARE(of("cu130", QDate(2026, 11, 22)), QStringList{"torchvision is not out yet"});
  }

  void theRecommendationSaysWhy() {
    const RuntimeFacts facts = test::colabT4();
    const QList<Build> builds = buildsFor(facts);
    const int position = recommend(builds, facts, packages);
    QCOMPARE(builds.at(position).id, QStringLiteral("20261121-cu130"));
    QCOMPARE(
        whyRecommended(builds, position, facts, packages),
        (QStringList{"Your driver runs CUDA up to 13.0", "cu130 has code for compute capability 7.5",
                     "torch and torchvision are of the same night (the torchvision of 22 November is not out yet)"}));
  }

  void anOldGpuIsToldWhy() {
    const RuntimeFacts facts = test::machine(
        {{"gpus",
          QJsonArray{QJsonObject{{"vendor", "nvidia"}, {"name", "GeForce GTX 1080 Ti"}, {"capability", "6.1"}}}},
         {"driver", "580.82.07"},
         {"cuda", "13.0"}});
    QCOMPARE(whyNone(buildsFor(facts), facts),
             (QStringList{"cu130 has no code for compute capability 6.1 (GeForce GTX 1080 Ti)",
                          "cu126 would run here, but its nightlies ended on 8 September."}));
  }

  void anOldDriverIsToldWhatToUpdateTo() {
    const RuntimeFacts facts = test::machine(
        {{"gpus", QJsonArray{QJsonObject{{"vendor", "nvidia"}, {"name", "Tesla T4"}, {"capability", "7.5"}}}},
         {"driver", "535.183.01"},
         {"cuda", "12.2"}});
    const QList<Build> builds = buildsFor(facts);
    QVERIFY(whyNone(builds, facts).contains("cu130 needs a driver of version 580 or newer; yours is 535.183.01"));
    const TorchPins pins;
    const NightlyOffer offer{m_catalogue, pins, facts, packages, officialIndex(), officialStableIndex()};
    QStringList ways;
    for (const Alternative &way : waysOut(builds, offer, lastKnownStable(facts))) ways.append(way.what);
    QCOMPARE(ways,
             (QStringList{
                 "Update the NVIDIA driver to version 580 or newer (now 535.183.01); then the nightly of 21 November "
                 "with cu130 fits.",
                 "Stable PyTorch 2.14.0 with cu126, the newest known to this program to fit (the stable index could "
                 "not be read): nightjar install TARGET --index https://download.pytorch.org/whl --build 2.14.0 "
                 "--variant cu126 --packages torch,torchvision",
                 "On purpose without the GPU, the nightly of 21 November with cpu: nightjar install TARGET "
                 "--variant cpu --packages torch,torchvision"}));
  }

  void everyOtherBuildSaysWhyNot_data() { everyMachineGetsItsVariant_data(); }
  void everyOtherBuildSaysWhyNot() {
    QFETCH(QJsonObject, row);
    const RuntimeFacts facts = test::machine(row);
    BuildList list;
    list.builds = buildsFor(facts);
    list.recommended = recommend(list.builds, facts, packages);
    const QList<Build> before = list.builds;
    explain(list, facts, packages);
    QVERIFY(!list.why.isEmpty());
    for (int i = 0; i < list.builds.size(); ++i) {
      const Build &build = list.builds.at(i);
      QVERIFY2(!build.reasons.isEmpty() && !build.reasons.last().isEmpty(), qPrintable(build.id));
      // What fits, is complete and goes on needs a reason beyond "it fits".
      if (i == list.recommended || list.recommended < 0 || build.fits != Fits::Yes || build.ended) continue;
      QVERIFY2(build.reasons.size() > before.at(i).reasons.size(), qPrintable(build.id + build.reasons.join("; ")));
    }
  }

  void theReasonAgainstABuildThatFitsIsItsFigure() {
    const RuntimeFacts facts = test::machine(
        {{"gpus", QJsonArray{QJsonObject{{"vendor", "nvidia"}, {"name", "Tesla T4"}, {"capability", "7.5"}},
                             QJsonObject{{"vendor", "intel"}, {"name", "Intel DG2 [Arc A770]"}}}},
         {"driver", "595.45.04"},
         {"cuda", "13.2"}});
    BuildList list;
    list.builds = buildsFor(facts);
    list.recommended = recommend(list.builds, facts, packages);
    explain(list, facts, packages);
    const auto last = [&list](const QString &id) {
      const auto found =
          std::find_if(list.builds.begin(), list.builds.end(), [&id](const Build &b) { return b.id == id; });
      return found->reasons.last();
    };
    QCOMPARE(list.builds.at(list.recommended).id, QStringLiteral("20261121-cu132"));
    QCOMPARE(last("20261120-cu132"), QStringLiteral("of 20 November: the recommended build is newer, of 21 November"));
    QCOMPARE(last("20261121-cu130"), QStringLiteral("CUDA 13.0 is older than CUDA 13.2, which fits as well"));
    QCOMPARE(last("20261121-xpu"), QStringLiteral("is for the Intel GPU; NVIDIA goes first"));
    QCOMPARE(last("20261121-cu134"), QStringLiteral("cu134 needs a driver with CUDA 13.4; yours reports 13.2: kernels "
                                                    "compiled at run time may fail"));
  }

  void aGpuThatIsLeftOutIsNamed() {
    const RuntimeFacts facts = test::machine(
        {{"gpus", QJsonArray{QJsonObject{{"vendor", "nvidia"}, {"name", "RTX 4090"}, {"capability", "8.9"}},
                             QJsonObject{{"vendor", "nvidia"}, {"name", "GTX 1080"}, {"capability", "6.1"}}}},
         {"driver", "580.82.07"},
         {"cuda", "13.0"}});
    const QList<Build> builds = buildsFor(facts);
    QVERIFY(whyRecommended(builds, recommend(builds, facts, packages), facts, packages)
                .contains("cu130 has no code for compute capability 6.1 (GTX 1080): left out"));
  }

  void diskAndMemoryAreNamedWithTheirFigures() {
    RuntimeFacts facts = test::colabT4();
    facts.disk.freeBytes = 5'000'000'000;
    facts.memoryBytes = 1'000'000'000;
    QCOMPARE(judge({facts, "cu130", parseVariant("cu130"), {}}).reasons,
             QStringList{"needs 11.8 GB of disk for download and environment; /root/nightjar has 5.0 GB free"});
    QVERIFY(judge({facts, "cpu", parseVariant("cpu"), {}})
                .reasons.contains(
                    "importing torch and compiling with it take about 900 MB of memory; this runtime has 1.0 GB"));
    // Practice's stand-ins are small.
    facts.disk.freeBytes = 200'000'000;
    QCOMPARE(judge({facts, "cpu", parseVariant("cpu"), {}, false}).fits, Fits::No);
    QCOMPARE(judge({facts, "cpu", parseVariant("cpu"), {}, true}).reasons,
             QStringList{"runs, but leaves the Tesla T4 unused"});
  }

  void tooLittleDiskNamesAWayOut() {
    RuntimeFacts facts = test::colabT4();
    facts.disk.freeBytes = 50'000'000;
    BuildList list;
    list.builds = buildsFor(facts);
    const auto choice = choose(list, facts, {});
    QVERIFY(!choice);
    QCOMPARE(choice.error().fault, Fault::NoBuild);
    QVERIFY2(choice.error().why.contains("needs 11.8 GB of disk for download and environment; /root/nightjar has "
                                         "50 MB free",
                                         Qt::CaseInsensitive),
             qPrintable(choice.error().why));
    QCOMPARE(choice.error().fix, QStringLiteral("Free some space, or name a folder on another disk with --root."));
  }

  void tooLittleDiskOffersTheOldestEnvironmentFirst() {
    RuntimeFacts facts = test::colabT4();
    facts.disk.freeBytes = 50'000'000;
    Environment current, old;
    current.id = "20261120-cu130-b";
    current.current = true;
    old.id = "20261101-cu130-a";
    old.bytes = 7'900'000'000;
    facts.environments = {current, old};
    BuildList list;
    list.builds = buildsFor(facts);
    const auto choice = choose(list, facts, {});
    QVERIFY(!choice);
    QVERIFY2(
        choice.error().why.contains("the oldest environment there that can be removed is 20261101-cu130-a, 7.9 GB"),
        qPrintable(choice.error().why));
    QVERIFY2(
        choice.error()
            .fix.section('\n', 0, 0)
            .startsWith(
                "Remove the oldest environment (20261101-cu130-a, 7.9 GB): nightjar remove TARGET 20261101-cu130-a"),
        qPrintable(choice.error().fix));
  }

  void aStableReleaseWithoutItsTorchvisionIsTorchAlone() {
    const RuntimeFacts facts = test::machine(
        {{"gpus", QJsonArray{QJsonObject{{"vendor", "nvidia"}, {"name", "Tesla V100"}, {"capability", "7.0"}}}},
         {"driver", "580.82.07"},
         {"cuda", "13.0"}});
    const auto found = newestStable(m_stable, {}, facts, packages);
    QVERIFY(found && !found->known);
    QCOMPARE(found->build.torch, QStringLiteral("2.14.0+cu126"));
    QVERIFY(found->build.torchvision.isNull());
    const TorchPins pins;
    const NightlyOffer offer{
        m_catalogue, pins, facts, packages, "https://i.example.org/nightly", "https://i.example.org"};
    QCOMPARE(waysOut(buildsFor(facts), offer, found).constFirst().what,
             QStringLiteral("Stable PyTorch 2.14.0 with cu126, the newest release that fits: nightjar install TARGET "
                            "--index https://i.example.org --build 2.14.0 --variant cu126 --packages torch"));
  }

  static RuntimeFacts v100() {
    return test::machine(
        {{"gpus", QJsonArray{QJsonObject{{"vendor", "nvidia"}, {"name", "Tesla V100"}, {"capability", "7.0"}}}},
         {"driver", "580.82.07"},
         {"cuda", "13.0"}});
  }

  void aCommandToPasteHoldsNothingThatAShellReadsAsMore() {
    const RuntimeFacts facts = v100();
    const TorchPins pins;
    const QString odd = "http://i.example.org/$(id)/`id`;id&'q'/whl";
    const NightlyOffer offer{m_catalogue, pins, facts, packages, odd + "/nightly", odd, "/opt/my python", "/a;id"};
    const QString quoted = "'http://i.example.org/$(id)/`id`;id&'\\''q'\\''/whl";
    const auto ways = waysOut(buildsFor(facts), offer, newestStable(m_stable, test::stablePins(), facts, packages));
    QCOMPARE(ways.size(), 2);
    QVERIFY2(ways.at(0).what.contains("--index " + quoted + "' "), qPrintable(ways.at(0).what));
    QVERIFY2(ways.at(1).what.contains("--index " + quoted + "/nightly' "), qPrintable(ways.at(1).what));
    for (const Alternative &way : ways)
      QVERIFY2(way.what.endsWith(" --python '/opt/my python' --root '/a;id'"), qPrintable(way.what));
  }

  void aCommandToPasteAsksForThePackagesThatWereAskedFor() {
    const RuntimeFacts facts = v100();
    const TorchPins pins;
    const auto commands = [&](const QStringList &wanted) {
      const QList<Build> builds = judgedBuilds(m_catalogue, {}, facts, wanted).builds;
      const NightlyOffer offer{m_catalogue, pins, facts, wanted, officialIndex(), officialStableIndex()};
      QStringList ends;
      for (const Alternative &way : waysOut(builds, offer, lastKnownStable(facts)))
        ends.append(way.what.section("--packages ", 1));
      return ends;
    };
    QCOMPARE(commands({"torch"}), (QStringList{"torch", "torch"}));
    // The last known release is known without its torchaudio.
    QCOMPARE(commands({"torch", "torchvision", "torchaudio"}),
             (QStringList{"torch,torchvision", "torch,torchvision,torchaudio"}));
  }

  void aGpuThatIsSkippedIsNamedWithTheReason() {
    QJsonObject row;
    for (const QJsonValue &value : table())
      if (value["name"] == "GTX 1080 Ti beside an RX 7900 XTX") row = value.toObject();
    const RuntimeFacts facts = test::machine(row);
    const QList<Build> builds = buildsFor(facts);
    const int position = recommend(builds, facts, packages);
    QCOMPARE(whyRecommended(builds, position, facts, packages).constFirst(),
             QStringLiteral("the NVIDIA GeForce GTX 1080 Ti is left out: cu130 has no code for compute capability 6.1 "
                            "(NVIDIA GeForce GTX 1080 Ti)"));
    // What still helps the one that is left out; nothing for those that are served.
    const TorchPins pins;
    const NightlyOffer offer{m_catalogue, pins, facts, packages, officialIndex(), officialStableIndex()};
    const auto ways = waysOut(builds, offer, newestStable(m_stable, test::stablePins(), facts, packages));
    QCOMPARE(ways.size(), 1);
    QCOMPARE(ways.constFirst().torch, QStringLiteral("2.14.0+cu126"));
  }

  void nothingIsPromisedOfAGpuWhoseCapabilityIsNotKnown() {
    const RuntimeFacts facts =
        test::machine({{"gpus", QJsonArray{QJsonObject{{"vendor", "nvidia"}, {"name", "Tesla V100"}}}}});
    const TorchPins pins;
    const NightlyOffer offer{m_catalogue, pins, facts, packages, officialIndex(), officialStableIndex()};
    const auto ways = waysOut(buildsFor(facts), offer, newestStable(m_stable, test::stablePins(), facts, packages));
    QCOMPARE(ways.at(0).what,
             QStringLiteral("Load an NVIDIA driver of version 580 or newer; then the nightly of 21 November with cu130 "
                            "fits, if the GPU's compute capability is 7.5 or higher (it is not known yet)."));
    QVERIFY2(ways.at(1).what.startsWith("Load an NVIDIA driver of version 525.60.13 or newer (580 is the last for GPUs "
                                        "before Turing); then stable PyTorch 2.14.0 with cu126, "),
             qPrintable(ways.at(1).what));
    QCOMPARE(lastKnownStable(facts)->driver, QStringLiteral("525.60.13"));
  }

  void aSecondGpuIsNotTakenForAWishedNightEither() {
    QJsonObject row;
    for (const QJsonValue &value : table())
      if (value["name"] == "RTX 4070 with driver 550 beside Meteor Lake") row = value.toObject();
    const RuntimeFacts facts = test::machine(row);
    BuildList list;
    list.builds = buildsFor(facts);
    Wishes wishes;
    for (const QString &night : {QString(), QStringLiteral("2026-11-21")}) {
      wishes.build = night;
      const auto choice = choose(list, facts, wishes);
      QVERIFY(!choice);
      QVERIFY2(choice.error().why.contains("yours is 550.120"), qPrintable(choice.error().why));
      QVERIFY2(
          night.isEmpty() ? choice.error().what == "No nightly fits the NVIDIA GeForce RTX 4070 Laptop GPU." : true,
          qPrintable(choice.error().what));
    }
    wishes.variant = "xpu";
    QCOMPARE(choose(list, facts, wishes)->build.variant, QStringLiteral("xpu"));
  }

  void torchAloneIsRecommendedWhereNoNightHasMore() {
    const RuntimeFacts facts = test::machine({{"pythons", QJsonArray{"3.15.0"}}, {"gpus", QJsonArray{}}});
    const QList<Build> builds = buildsFor(facts);
    const Build &build = builds.at(recommend(builds, facts, packages));
    QVERIFY(build.torchvision.isNull());
    // Of the 22nd there is no torchvision at all, but waiting for it would be in vain.
    QCOMPARE(build.id, QStringLiteral("20261122-cpu"));
    QCOMPARE(build.reasons, QStringList{"there is no torchvision for Python 3.15: torch alone"});
    const auto yesterday =
        std::find_if(builds.begin(), builds.end(), [](const Build &b) { return b.id == "20261121-cpu"; });
    QCOMPARE(yesterday->reasons, QStringList{"there is no torchvision for Python 3.15: torch alone"});
  }

  void withoutFactsEverythingIsListedAndNothingJudged() {
    const BuildList list = judgedBuilds(m_catalogue, {}, std::nullopt, packages);
    QCOMPARE(list.builds.size(), 8 * 6);
    QCOMPARE(list.recommended, -1);
    QVERIFY(std::all_of(list.builds.begin(), list.builds.end(), [](const Build &b) { return b.fits == Fits::Yes; }));
    QCOMPARE(list.builds.constFirst().date, QDate(2026, 11, 22));
    QCOMPARE(list.builds.constFirst().variant, QStringLiteral("cu134"));
    QVERIFY(list.builds.constLast().ended);
  }

  void endedMeansMoreThanSevenDaysBehindTheNewestOfAll() {
    for (const int behind : {7, 8}) {
      CatalogueBuilder builder;
      const QStringList wheels =
          test::nightly("torch", {2026, 11, 22}, "cpu", {"cp312-cp312"}, {"manylinux_2_28_x86_64"}) +
          test::nightly("torch", QDate(2026, 11, 22).addDays(-behind), "cu130", {"cp312-cp312"},
                        {"manylinux_2_28_x86_64"});
      builder.add(parseIndexPage(test::indexPage("torch", wheels)), QUrl("https://i.example.org/torch/"), "torch", {});
      const BuildList list = judgedBuilds(builder.take(), {}, test::colabT4(), {"torch"});
      QCOMPARE(list.builds.constLast().ended, behind == 8);
      QCOMPARE(recommend(list.builds, test::colabT4(), {"torch"}), behind == 8 ? -1 : 1);
    }
  }
};

QTEST_GUILESS_MAIN(MachinesTest)
#include "machines_test.moc"
