#include <QJsonArray>
#include <QJsonDocument>
#include <QTest>

#include "core/install/plan.h"
#include "core/walk/space_needed.h"
#include "tests/install/sample_choice.h"

using namespace nightjar;

namespace {

PlanStep step(const Plan &plan, const QString &id) {
  for (const PlanStep &candidate : plan.steps) {
    if (candidate.id == id) {
      return candidate;
    }
  }
  return {};
}

QString text(const QJsonObject &object) {
  return QString::fromUtf8(QJsonDocument(object).toJson());
}

}  // namespace

class PlanTest : public QObject {
  Q_OBJECT

 private Q_SLOTS:
  void thePipelineHasItsNineStepsInOrder() {
    const auto plan = planInstall(test::sampleFacts(), test::sampleChoice(), "20261123-061700");
    QVERIFY(plan);
    QStringList ids;
    for (const PlanStep &row : plan->steps) {
      ids << row.id;
      QVERIFY(!row.title.isEmpty());
      QVERIFY(row.weight > 0);
    }
    QCOMPARE(ids, QStringList({"preflight", "venv", "tooling", "resolve", "download", "install", "check", "verify",
                               "activate"}));
  }

  void onlyTheChosenIndexIsUsed() {
    const auto plan = planInstall(test::sampleFacts(), test::sampleChoice(), "s");
    QVERIFY(plan);
    for (const char *id : {"resolve", "download"}) {
      const QString args = text(step(*plan, id).args);
      QVERIFY2(args.contains("\"--index-url\""), id);
      QVERIFY2(args.contains("https://example.org/whl/nightly/cu130"), id);
    }
    QVERIFY(!text(jobFromPlan(*plan, "id")).contains("--extra-index-url"));
    QVERIFY(text(step(*plan, "install").args).contains("--no-index"));
  }

  void versionsArePinnedExactly() {
    const auto plan = planInstall(test::sampleFacts(), test::sampleChoice(), "s");
    QVERIFY(plan);
    QVERIFY(text(step(*plan, "resolve").args).contains("torch==2.16.0.dev20261121+cu130"));
    QVERIFY(text(step(*plan, "install").args).contains("torchvision==0.30.0.dev20261121+cu130"));
  }

  void aPackageTheBuildLacksIsLeftOut() {
    Choice torchAlone = test::sampleChoice();
    torchAlone.build.torchvision = QString();
    const auto plan = planInstall(test::sampleFacts(), torchAlone, "s");
    QVERIFY(plan);
    QVERIFY(!text(step(*plan, "install").args).contains("torchvision"));
  }

  void theEnvironmentLiesInItsFinalPlaceUnderTheRoot() {
    const auto plan = planInstall(test::sampleFacts(), test::sampleChoice(), "20261123-061700");
    QVERIFY(plan);
    QCOMPARE(plan->environment, QString("/home/ada/night jar $(x)/envs/20261121-cu130-20261123-061700"));
    QVERIFY(plan->work.startsWith(plan->root + "/tmp/"));
  }

  void nothingOfTheRuntimesOwnSettingsReachesTheCleanSteps() {
    RuntimeFacts withProxy = test::sampleFacts();
    withProxy.pipCert = "/etc/ssl/lab.pem";
    withProxy.pipProxy = "http://proxy:3128";
    const auto plan = planInstall(withProxy, test::sampleChoice(), "s");
    QVERIFY(plan);
    const QJsonObject clean = plan->stepEnvironment["clean"].toObject();
    const QJsonObject set = clean["set"].toObject();
    QCOMPARE(set["PIP_CONFIG_FILE"].toString(), QString("/dev/null"));
    QCOMPARE(set["PIP_CERT"].toString(), QString("/etc/ssl/lab.pem"));
    QCOMPARE(set["PIP_PROXY"].toString(), QString("http://proxy:3128"));
    const auto kept = clean["keep"].toArray().toVariantList();
    for (const char *name :
         {"PIP_INDEX_URL", "PIP_CONSTRAINT", "PYTHONPATH", "PYTHONHOME", "LD_LIBRARY_PATH", "UV_CONSTRAINT"}) {
      QVERIFY2(!kept.contains(QString::fromLatin1(name)), name);
    }
    for (const char *name : {"https_proxy", "HTTPS_PROXY", "PIP_CERT", "SSL_CERT_FILE", "REQUESTS_CA_BUNDLE"}) {
      QVERIFY2(kept.contains(QString::fromLatin1(name)), name);
    }
  }

  void noProxyIsAskedForAnIndexOnTheRuntimeItself() {
    RuntimeFacts withProxy = test::sampleFacts();
    withProxy.pipProxy = "http://proxy:3128";
    Choice practice = test::sampleChoice();
    practice.indexUrl = "http://127.0.0.1:4321/whl/nightly/cpu";
    const auto plan = planInstall(withProxy, practice, "s");
    QVERIFY(plan);
    const QJsonObject clean = plan->stepEnvironment["clean"].toObject();
    QVERIFY(!clean["set"].toObject().contains("PIP_PROXY"));
    QVERIFY(!clean["keep"].toArray().contains(QStringLiteral("http_proxy")));
    QVERIFY(plan->stepEnvironment["tooling"].toObject()["keep"].toArray().contains(QStringLiteral("http_proxy")));
  }

  void onlyToolingMayUseTheRuntimesOwnIndex() {
    const auto plan = planInstall(test::sampleFacts(), test::sampleChoice(), "s");
    QVERIFY(plan);
    for (const PlanStep &row : plan->steps) {
      QCOMPARE(row.environment == QLatin1String("tooling"), row.id == QLatin1String("tooling"));
      QCOMPARE(row.optional, row.id == QLatin1String("tooling"));
    }
    QVERIFY(plan->stepEnvironment["tooling"].toObject()["keep"].toArray().contains(QStringLiteral("PIP_INDEX_URL")));
  }

  void aPythonWithoutVenvGoesStraightToTheFallbacks() {
    RuntimeFacts colab = test::sampleFacts();
    colab.pythons[0].hasVenv = false;
    colab.uvPath = "/usr/local/bin/uv";
    const auto plan = planInstall(colab, test::sampleChoice(), "s");
    QVERIFY(plan);
    const QJsonArray attempts = step(*plan, "venv").args["attempts"].toArray();
    QStringList titles;
    for (const auto &attempt : attempts) {
      titles << attempt.toObject()["title"].toString();
    }
    QCOMPARE(titles, QStringList({"uv venv", "virtualenv", "venv without pip, then pip"}));
  }

  void thePlanSaysWhereNoPipCanNameTheFilesBeforehand() {
    for (const auto &[python, byPip] : {std::pair("3.8.20", true), {"3.9.0", false}, {"3.12.4", false}, {"", false}}) {
      Choice chosen = test::sampleChoice();
      chosen.pythonVersion = python;
      chosen.installer = "pip";
      const auto plan = planInstall(test::sampleFacts(), chosen, "s");
      QVERIFY(plan);
      QCOMPARE(step(*plan, "download").title.contains("by pip"), byPip);
    }
  }

  void thePlanSaysWherePipMayHaveToDownload() {
    RuntimeFacts facts = test::sampleFacts();
    facts.uvPath.clear();
    Choice chosen = test::sampleChoice();
    QVERIFY(planInstall(facts, chosen, "s")->note.contains("25.3"));
    facts.uvPath = "/usr/bin/uv";
    QVERIFY(planInstall(facts, chosen, "s")->note.isNull());
    chosen.installer = "pip";
    QVERIFY(planInstall(facts, chosen, "s")->note.contains("25.3"));
  }

  void preflightChecksTheSpaceThatTheChoiceWasJudgedBy() {
    for (const char *variant : {"cpu", "cu130", "rocm7.2", "xpu"}) {
      Choice chosen = test::sampleChoice();
      chosen.build.variant = variant;
      const auto plan = planInstall(test::sampleFacts(), chosen, "s");
      QVERIFY(plan);
      QCOMPARE(step(*plan, "preflight").args["need_bytes"].toInteger(), spaceNeeded(variant, false));
    }
  }

  void aPythonThatUvInstallsIsAskedOfUv() {
    RuntimeFacts bare = test::sampleFacts();
    bare.pythons.clear();
    bare.uvPath = "/usr/local/bin/uv";
    Choice fromUv = test::sampleChoice();
    fromUv.pythonPath.clear();
    fromUv.pythonVersion = "3.13";
    const auto plan = planInstall(bare, fromUv, "s");
    QVERIFY(plan);
    QVERIFY(!step(*plan, "preflight").args.contains("python"));
    const QJsonArray attempts = step(*plan, "venv").args["attempts"].toArray();
    QCOMPARE(attempts.size(), 1);
    QCOMPARE(attempts[0]["environment"].toString(), QStringLiteral("tooling"));
    const QJsonArray commands = attempts[0]["commands"].toArray();
    QCOMPARE(commands, QJsonArray{QJsonArray({"/usr/local/bin/uv", "venv", "--seed", "--python-preference",
                                              "only-managed", "--python", "3.13", plan->environment})});
  }

  void aStableReleaseHasNoNightInItsTitle() {
    Choice stable = test::sampleChoice();
    stable.build.id = "2.14.0-cu126";
    stable.build.date = {};
    stable.build.variant = "cu126";
    stable.build.torch = "2.14.0+cu126";
    stable.build.torchvision = "0.29.0+cu126";
    const auto plan = planInstall(test::sampleFacts(), stable, "s");
    QVERIFY(plan);
    QCOMPARE(plan->title, QStringLiteral("Install PyTorch 2.14.0, cu126"));
    QVERIFY(plan->environment.endsWith("/envs/2.14.0-cu126-s"));
    QVERIFY(text(step(*plan, "resolve").args).contains("torch==2.14.0+cu126"));
    QCOMPARE(planInstall(test::sampleFacts(), test::sampleChoice(), "s")->title,
             QStringLiteral("Install the nightly of 2026-11-21, cu130"));
  }

  void aRootThatNoEnvironmentCanBeMadeInIsRefused() {
    RuntimeFacts odd = test::sampleFacts();
    for (const char *root : {"nightjar", "/", "/data/a:b"}) {
      odd.disk.path = root;
      const auto plan = planInstall(odd, test::sampleChoice(), "s");
      QVERIFY2(!plan && plan.error().fix.contains("--root"), root);
    }
  }

  void aChoiceWithoutPythonIsNoBuild() {
    Choice odd = test::sampleChoice();
    odd.pythonPath.clear();
    const auto plan = planInstall(test::sampleFacts(), odd, "s");
    QVERIFY(!plan);
    QCOMPARE(plan.error().fault, Fault::NoBuild);
  }
};

QTEST_GUILESS_MAIN(PlanTest)
#include "test_plan.moc"
