#include <QFile>
#include <QJsonArray>
#include <QJsonDocument>
#include <QtTest>

#include "core/choose/build_set.h"
#include "core/choose/choose.h"
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

 private Q_SLOTS:
  void everyMachineGetsItsVariant_data() {
    QTest::addColumn<QJsonObject>("row");
    const QJsonArray rows = table();
    QVERIFY(rows.size() >= 25);
    for (const QJsonValue &row : rows) {
      QVERIFY2(!row["source"].toString().isEmpty(), "a row without a source");
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
    QCOMPARE(of("cu132", complete),
             QStringList{"newer than the driver's CUDA 13.0: kernels compiled at run time may fail"});
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

  void anOldGpuIsToldTheWaysOut() {
    const RuntimeFacts facts = test::machine(
        {{"gpus",
          QJsonArray{QJsonObject{{"vendor", "nvidia"}, {"name", "GeForce GTX 1080 Ti"}, {"capability", "6.1"}}}},
         {"driver", "580.82.07"},
         {"cuda", "13.0"}});
    QCOMPARE(whyNone(buildsFor(facts), facts),
             (QStringList{"cu130 has no code for compute capability 6.1 (GeForce GTX 1080 Ti)",
                          "cu126 would run here, but its nightlies ended on 8 September.",
                          "The stable release 2.14 with cu126 still has code for this GPU.",
                          "The CPU build runs here without the GPU: --variant cpu."}));
  }

  void anOldDriverIsToldTheWaysOut() {
    const RuntimeFacts facts = test::machine(
        {{"gpus", QJsonArray{QJsonObject{{"vendor", "nvidia"}, {"name", "Tesla T4"}, {"capability", "7.5"}}}},
         {"driver", "535.183.01"},
         {"cuda", "12.2"}});
    const QStringList why = whyNone(buildsFor(facts), facts);
    QVERIFY(why.contains("cu130 needs a driver of version 580 or newer; yours is 535.183.01"));
    QVERIFY(why.contains("With NVIDIA driver 580 or newer, cu130 would fit."));
  }

  void torchAloneIsRecommendedWhereNoNightHasMore() {
    const RuntimeFacts facts = test::machine({{"pythons", QJsonArray{"3.15.0"}}, {"gpus", QJsonArray{}}});
    const QList<Build> builds = buildsFor(facts);
    const Build &build = builds.at(recommend(builds, facts, packages));
    QVERIFY(build.torchvision.isNull());
    QCOMPARE(build.reasons, QStringList{"torchvision is not out yet"});  // the 22nd, for which there is none at all
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
