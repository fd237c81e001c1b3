#include <QJsonArray>
#include <QTest>

#include "core/install/plan.h"
#include "tests/install/sample_choice.h"

using namespace nightjar;

namespace {

QJsonObject argsOf(const Plan &plan, const QString &id) {
  for (const PlanStep &candidate : plan.steps)
    if (candidate.id == id) return candidate.args;
  return {};
}

QStringList words(const QJsonValue &argv) {
  return argv.toVariant().toStringList();
}

RuntimeFacts withUv() {
  RuntimeFacts facts = test::sampleFacts();
  facts.uvPath = QStringLiteral("/opt/uv bin/uv");
  return facts;
}

Choice installedBy(const QString &installer) {
  Choice choice = test::sampleChoice();
  choice.installer = installer;
  return choice;
}

}  // namespace

/// What uv does, where the runtime has it and nobody wants pip.
class PlanUvTest : public QObject {
  Q_OBJECT

 private Q_SLOTS:
  void itUnpacksFromTheFolderAndReachesNoNetwork() {
    for (const char *installer : {"", "auto", "uv"}) {
      const auto plan = planInstall(withUv(), installedBy(installer), "s");
      QVERIFY(plan);
      const QJsonObject args = argsOf(*plan, "install");
      const QStringList uv = words(args["argv_uv"]);
      QCOMPARE(uv.first(), withUv().uvPath);
      for (const char *word : {"--offline", "--no-index", "--no-cache", "--no-config", "--no-deps"})
        QVERIFY2(uv.contains(QLatin1String(word)), word);
      QCOMPARE(args["uv_only"].toBool(), QLatin1String(installer) == QLatin1String("uv"));
      // Unpacking ahead is the same command, without the requirements.
      const QJsonObject download = argsOf(*plan, "download");
      QCOMPARE(words(download["ahead"]) + QStringList({"--requirement", args["resolved"].toString()}), uv);
      QCOMPARE(download["exact"], args["exact"]);
    }
  }

  void itFindsTheExactSetOnTheIndexThatPipWouldAsk() {
    const auto plan = planInstall(withUv(), installedBy("auto"), "s");
    QVERIFY(plan);
    const QJsonObject args = argsOf(*plan, "resolve");
    const QJsonObject uv = args["uv"].toObject();
    const QStringList argv = words(uv["argv"]);
    QCOMPARE(argv.first(), withUv().uvPath);
    QCOMPARE(argv.value(argv.indexOf("--index-url") + 1), args["index"].toString());
    QCOMPARE(argv.value(argv.indexOf("--python") + 1), args["python"].toString());
    QCOMPARE(argv.value(argv.indexOf("--prerelease") + 1), QString("allow"));
    for (const char *word : {"--no-config", "--no-cache", "--no-build"})
      QVERIFY2(argv.contains(QLatin1String(word)), word);
    for (const QString &requirement : words(uv["requirements"]))
      QVERIFY2(words(args["argv"]).contains(requirement), "pip is asked for the same");
    QVERIFY(uv["requirements"].toArray().contains("torch==2.16.0.dev20261121+cu130"));
    QVERIFY(uv["folder"].toString().startsWith(plan->work + '/'));
  }

  void itIsNotAskedAboutAnIndexThatPipWouldRefuse() {
    for (const auto &[index, asked] : {std::pair("http://mirror.example/whl/nightly/cpu", false),
                                       {"http://127.0.0.1:8080/whl/nightly/cpu", true},
                                       {"http://127.evil.example/whl", false},
                                       {"https://mirror.example/whl/nightly/cpu", true}}) {
      Choice choice = installedBy("auto");
      choice.indexUrl = index;
      const auto plan = planInstall(withUv(), choice, "s");
      QVERIFY(plan);
      QCOMPARE(argsOf(*plan, "resolve").contains("uv"), asked);
    }
  }

  void itChecksTheDependenciesAndPipHasTheLastWord() {
    const auto plan = planInstall(withUv(), installedBy("auto"), "s");
    QVERIFY(plan);
    const QJsonObject args = argsOf(*plan, "check");
    const QStringList uv = words(args["argv_uv"]);
    QCOMPARE(uv.first(), withUv().uvPath);
    QCOMPARE(uv.mid(uv.indexOf("pip"), 2), QStringList({"pip", "check"}));
    QCOMPARE(words(args["argv"]).mid(1), QStringList({"-m", "pip", "check"}));
  }

  void itDoesNothingWherePipIsWantedOrItIsNotThere() {
    RuntimeFacts without = withUv();
    without.uvPath.clear();
    for (const auto &plan :
         {planInstall(withUv(), installedBy("pip"), "s"), planInstall(without, installedBy("auto"), "s")}) {
      QVERIFY(plan);
      QVERIFY(!argsOf(*plan, "resolve").contains("uv"));
      QVERIFY(!argsOf(*plan, "download").contains("ahead"));
      QVERIFY(!argsOf(*plan, "install").contains("argv_uv"));
      QVERIFY(!argsOf(*plan, "check").contains("argv_uv"));
      QCOMPARE(words(argsOf(*plan, "check")["argv"]).mid(1), QStringList({"-m", "pip", "check"}));
    }
  }

  void withItNoPythonIsTooOldToNameTheFilesBeforehand() {
    Choice old = installedBy("auto");
    old.pythonVersion = QStringLiteral("3.8.20");
    const auto plan = planInstall(withUv(), old, "s");
    QVERIFY(plan);
    for (const PlanStep &step : plan->steps) QVERIFY2(!step.title.contains("by pip"), qPrintable(step.title));
  }

  void askedForAndNotThereItIsAnError() {
    RuntimeFacts without = withUv();
    without.uvPath.clear();
    const auto plan = planInstall(without, installedBy("uv"), "s");
    QVERIFY(!plan);
    QVERIFY(plan.error().fix.contains(QStringLiteral("--installer auto")));
  }
};

QTEST_GUILESS_MAIN(PlanUvTest)
#include "test_plan_uv.moc"
