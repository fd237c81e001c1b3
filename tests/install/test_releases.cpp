#include <QTest>

#include "core/install/failure.h"
#include "core/install/plan.h"
#include "core/install/releases.h"
#include "core/walk/runtime_facts.h"

using namespace nightjar;

namespace {

Environment one(const QString &id, bool verified = true, bool current = false) {
  Environment made;
  made.id = id;
  made.path = "/data/night jar/envs/" + id;
  made.build = id.section('-', 0, 1);
  made.bytes = 7'900'000'000;
  made.verified = verified;
  made.current = current;
  return made;
}

QStringList ids(const QList<Environment> &environments) {
  QStringList found;
  for (const Environment &each : environments) found << each.id;
  return found;
}

const QList<Environment> newestIsCurrent{one("d", true, true), one("c", false), one("b"), one("a")};
const QList<Environment> rolledBack{one("d"), one("c"), one("b", true, true), one("a")};

RuntimeFacts facts(const QList<Environment> &present) {
  RuntimeFacts facts;
  facts.home = "/home/ada";
  facts.disk = {"/data/night jar", 100'000'000'000};
  facts.pythons = {{"/usr/bin/python3", "3.12.4", false, true, true}};
  facts.environments = present;
  return facts;
}

Choice choice(int keep) {
  Choice choice;
  choice.build.id = "20261121-cpu";
  choice.build.variant = "cpu";
  choice.build.torch = "2.16.0.dev20261121+cpu";
  choice.packages = QStringList{"torch"};
  choice.pythonPath = "/usr/bin/python3";
  choice.pythonVersion = "3.12.4";
  choice.keep = keep;
  return choice;
}

}  // namespace

class ReleasesTest : public QObject {
  Q_OBJECT

 private Q_SLOTS:
  void goingBackMeansTheNewestVerifiedOneThatIsOlderThanTheCurrent() {
    QCOMPARE(environmentBefore(newestIsCurrent, {})->id, QStringLiteral("b"));
    QCOMPARE(environmentBefore(rolledBack, {})->id, QStringLiteral("a"));
    const auto none = environmentBefore({one("b"), one("a", true, true)}, {});
    QVERIFY(!none);
    QCOMPARE(none.error().fault, Fault::Failed);
    QVERIFY(none.error().why.contains("older"));
    const auto unproved = environmentBefore({one("b", false)}, {});
    QVERIFY(!unproved && !unproved.error().why.contains("older"));
  }

  void withoutACurrentOneItIsTheNewestVerifiedOne() {
    QCOMPARE(environmentBefore({one("c", false), one("b"), one("a")}, {})->id, QStringLiteral("b"));
  }

  void oneThatIsNamedMayBeNewerButMustExistAndBeVerified() {
    QCOMPARE(environmentBefore(rolledBack, "d")->id, QStringLiteral("d"));
    QCOMPARE(environmentBefore(rolledBack, "x").error().fault, Fault::Usage);
    QVERIFY(environmentBefore(rolledBack, "x").error().why.contains("d, c, b, a"));
    QCOMPARE(environmentBefore(newestIsCurrent, "c").error().fault, Fault::Failed);
  }

  void theCurrentOneIsNoneToRemove() {
    QCOMPARE(environmentToRemove(rolledBack, "d")->id, QStringLiteral("d"));
    QCOMPARE(environmentToRemove(rolledBack, "b").error().fault, Fault::Failed);
    QCOMPARE(environmentToRemove(rolledBack, "x").error().fault, Fault::Usage);
  }

  void anInstallLeavesTheNewestAsManyAsAskedForAndTheWayBack_data() {
    QTest::addColumn<bool>("rolled");
    QTest::addColumn<QString>("keep");
    QTest::addColumn<QStringList>("removed");
    QTest::newRow("two by default") << false << QString() << QStringList{"c", "b", "a"};
    QTest::newRow("one, and the way back") << false << "1" << QStringList{"c", "b", "a"};
    QTest::newRow("three") << false << "3" << QStringList{"c", "a"};
    QTest::newRow("all") << false << "all" << QStringList{};
    QTest::newRow("a word that means nothing keeps all") << false << "5o" << QStringList{};
    QTest::newRow("after going back") << true << "2" << QStringList{"c", "a"};
  }
  void anInstallLeavesTheNewestAsManyAsAskedForAndTheWayBack() {
    QFETCH(bool, rolled);
    QFETCH(QString, keep);
    QFETCH(QStringList, removed);
    QCOMPARE(ids(outdated(rolled ? rolledBack : newestIsCurrent, keptOf(keep))), removed);
  }

  void thePlanNamesWhatItWillRemoveAndItsLastStepMayFail() {
    const auto plan = planInstall(facts(newestIsCurrent), choice(3), "s");
    QVERIFY(plan);
    const PlanStep &last = plan->steps.last();
    QCOMPARE(last.id, QStringLiteral("tidy"));
    QVERIFY(last.optional);
    QCOMPARE(last.title, QStringLiteral("Remove old environments: c, a"));
    QCOMPARE(last.args["ids"].toArray(), QJsonArray({"c", "a"}));
    QCOMPARE(ids(plan->removed), QStringList({"c", "a"}));
    QCOMPARE(planInstall(facts(newestIsCurrent), choice(keepAll), "s")->steps.last().id, QStringLiteral("activate"));
  }

  void aFullDiskOffersTheOldestEnvironmentWithItsSizeAndItsCommand() {
    const auto plan = planInstall(facts(newestIsCurrent), choice(2), "s");
    QVERIFY(plan);
    const Error error =
        explainFailure(*plan, {"preflight", {}, {}, "There is not enough free space in /data: 1 GB are free.", {}});
    QCOMPARE(error.fix.section('\n', 0, 0),
             QStringLiteral("Remove the oldest environment (a, 7.9 GB): nightjar remove TARGET a --root "
                            "'/data/night jar'"));
    const auto bare = planInstall(facts({one("d", true, true)}), choice(2), "s");
    QVERIFY(!explainFailure(*bare, {"download", 1, {}, {}, "No space left on device"}).fix.contains("remove TARGET"));
    QVERIFY(!explainFailure(*plan, {"download", 1, {}, {}, "Connection refused"}).fix.contains("remove TARGET"));
  }

  void whatTheRuntimeTellsIsTakenOnlyWhereItIsOfTheRightShape() {
    const QJsonObject good{{"id", "20261121-cpu-1"},
                           {"path", "/r/envs/20261121-cpu-1"},
                           {"build", "20261121-cpu"},
                           {"date", "2026-11-21"},
                           {"bytes", 12},
                           {"verified", true}};
    const auto read = environmentFromJson(good);
    QVERIFY(read && read->verified && read->bytes == 12 && read->date == "2026-11-21");
    for (const QJsonValue &id : {QJsonValue("../x"), QJsonValue("a b"), QJsonValue(""), QJsonValue(7), QJsonValue(),
                                 QJsonValue(QString(400, 'x')), QJsonValue(".gone"), QJsonValue("x\ny")}) {
      QJsonObject odd = good;
      odd["id"] = id;
      QVERIFY(!environmentFromJson(odd));
    }
    QJsonObject odd = good;
    odd["build"] = "<b>\x1b[31m";
    odd["date"] = 5;
    odd["bytes"] = "many";
    odd["verified"] = "yes";
    const auto kept = environmentFromJson(odd);
    QVERIFY(kept && kept->build.isNull() && kept->date.isNull() && kept->bytes == -1 && !kept->verified);
  }

  void whatIsWrittenCanBeReadBack() {
    const auto again = environmentsFromJson(toJson(newestIsCurrent));
    QCOMPARE(again, newestIsCurrent);
  }
};

QTEST_GUILESS_MAIN(ReleasesTest)
#include "test_releases.moc"
