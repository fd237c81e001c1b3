#include <QJsonArray>
#include <QTest>

#include "core/install/job.h"

using namespace nightjar;

namespace {

Plan plan() {
  Plan plan;
  plan.root = "/data/nightjar";
  return plan;
}

QJsonObject reply(const QString &state, const QJsonObject &end) {
  return {{"state", state}, {"end", end}};
}

}  // namespace

/// What a person is told from the last record of a job (resources/agent/supervisor.py writes it).
class JobResultTest : public QObject {
  Q_OBJECT

 private Q_SLOTS:
  void successNamesCurrentsInterpreter() {
    const JobResult result = resultOf(plan(), reply("succeeded", {{"left", QJsonArray()}}));
    QVERIFY(!result.error);
    QCOMPARE(result.python, QStringLiteral("/data/nightjar/current/bin/python"));
  }

  void aCleanCancelSaysNoMoreThanThat() {
    const JobResult result = resultOf(plan(), reply("cancelled", {{"left", QJsonArray()}}));
    QVERIFY(result.error && result.error->isCancelled());
    QVERIFY(result.error->why.isEmpty());
  }

  void whatACancelLeftIsNamed() {
    const QJsonArray left{"process 4711", "/data/nightjar/envs/x"};
    const JobResult result = resultOf(plan(), reply("cancelled", {{"left", left}}));
    QVERIFY(result.error && result.error->isCancelled());
    QVERIFY2(result.error->why.contains("process 4711, /data/nightjar/envs/x"), qPrintable(result.error->why));
    QVERIFY(!result.error->fix.isEmpty());
  }

  void whatAFailureLeftIsAddedToItsCause() {
    const QJsonObject end{{"step", "download"}, {"reason", "It broke."}, {"left", QJsonArray{"process 12"}}};
    const JobResult result = resultOf(plan(), reply("failed", end));
    QVERIFY(result.error);
    QVERIFY2(result.error->why.contains("It broke.") && result.error->why.contains("process 12"),
             qPrintable(result.error->why));
  }

  void aSupervisorThatIsGoneIsLostNotCancelled() {
    const JobResult result = resultOf(plan(), reply("lost", {}));
    QVERIFY(result.error && !result.error->isCancelled());
    QCOMPARE(result.error->fault, Fault::Failed);
  }
};

QTEST_GUILESS_MAIN(JobResultTest)
#include "test_job_result.moc"
