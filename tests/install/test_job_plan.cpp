#include <QJsonArray>
#include <QJsonDocument>
#include <QTest>

#include "core/install/plan_again.h"
#include "tests/install/sample_choice.h"

using namespace nightjar;

namespace {

Plan plan(bool sample) {
  Choice choice = test::sampleChoice();
  choice.sample = sample;
  const auto made = planInstall(test::sampleFacts(), choice, "20261123-061700");
  return made ? *made : Plan();
}

}  // namespace

class TestJobPlan : public QObject {
  Q_OBJECT

 private Q_SLOTS:
  void aPlanComesBackFromTheJobItBecame_data() {
    QTest::addColumn<bool>("sample");
    QTest::newRow("nightly") << false;
    QTest::newRow("sample") << true;
  }
  void aPlanComesBackFromTheJobItBecame() {
    QFETCH(bool, sample);
    const Plan before = plan(sample);
    QVERIFY(!before.steps.isEmpty());
    const QString id = "20261123-061700-1a2b3c4d";
    const QJsonObject job = jobFromPlan(before, id);
    // Over the wire and back, as the agent keeps it.
    const Plan after = planFromJob(QJsonDocument::fromJson(QJsonDocument(job).toJson()).object());
    QCOMPARE(jobFromPlan(after, id), job);
    QCOMPARE(after.stamp, before.stamp);
    QCOMPARE(after.steps.size(), before.steps.size());
    for (qsizetype i = 0; i < after.steps.size(); ++i) QCOMPARE(after.steps[i].weight, before.steps[i].weight);
    QCOMPARE(after.choice.build.date, before.choice.build.date);
    QCOMPARE(after.choice.build.torchvision, before.choice.build.torchvision);
    QCOMPARE(after.choice.packages, before.choice.packages);
    QCOMPARE(after.choice.indexUrl, before.choice.indexUrl);
    QCOMPARE(after.choice.sample, sample);
  }

  void aPlanOfAJobCanBeRunAgainIntoAnotherEnvironment() {
    Choice choice = test::sampleChoice();
    choice.installer = "uv";
    RuntimeFacts facts = test::sampleFacts();
    facts.uvPath = "/usr/bin/uv";
    const auto before = planInstall(facts, choice, "20261123-061700");
    QVERIFY(before);
    const Plan taken = planFromJob(jobFromPlan(*before, "20261123-061700-1a2b3c4d"));
    QVERIFY(taken.isFromJob && !before->isFromJob);
    const auto again = planAgain(facts, taken, "20261124-070000");
    QVERIFY(again);
    const auto fresh = planInstall(facts, choice, "20261124-070000");
    QVERIFY(fresh);
    // With all that the job's choice does not tell: its Python, uv, the step environment.
    QCOMPARE(jobFromPlan(*again, "id"), jobFromPlan(*fresh, "id"));
    QVERIFY(!planAgain(facts, planFromJob({}), "20261124-070000"));
  }

  void itIsRunAgainWhereItsRootHasMovedTo() {
    RuntimeFacts facts = test::sampleFacts();
    const auto before = planInstall(facts, test::sampleChoice(), "20261123-061700");
    QVERIFY(before);
    QJsonObject job = jobFromPlan(*before, "20261123-061700-1a2b3c4d");
    facts.disk.path = "/mnt/moved";
    job["root"] = facts.disk.path;  // as the agent says it (jobs.show)
    const auto again = planAgain(facts, planFromJob(job), "20261124-070000");
    const auto fresh = planInstall(facts, test::sampleChoice(), "20261124-070000");
    QVERIFY(again && fresh);
    QCOMPARE(jobFromPlan(*again, "id"), jobFromPlan(*fresh, "id"));
  }

  void aJobOfAnotherKindIsAPlanWithHoles() {
    const Plan empty = planFromJob({});
    QVERIFY(empty.steps.isEmpty() && empty.title.isEmpty() && empty.choice.packages.isEmpty());
    const Plan odd = planFromJob(
        {{"id", 7}, {"title", QJsonArray{}}, {"manifest", "text"}, {"steps", QJsonArray{1, QJsonObject{}}}});
    QCOMPARE(odd.steps.size(), 2);
    QCOMPARE(odd.steps.first().weight, 1.0);
    QVERIFY(!odd.choice.build.date.isValid());
  }
};

QTEST_APPLESS_MAIN(TestJobPlan)
#include "test_job_plan.moc"
