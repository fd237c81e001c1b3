#include <QFile>
#include <QRegularExpression>
#include <QTest>

#include "core/verify/checks.h"

using namespace nightjar;

namespace {

QJsonObject rowOf(const QJsonObject &args, const QString &id) {
  const QJsonArray rows = args["checks"].toArray();
  for (const auto &row : rows) {
    if (row.toObject()["id"].toString() == id) {
      return row.toObject();
    }
  }
  return {};
}

}  // namespace

class ChecksTest : public QObject {
  Q_OBJECT

 private Q_SLOTS:
  void eachRowHasItsFunctionInTheAgent() {
    QFile file(QStringLiteral(NIGHTJAR_SOURCE_DIR "/resources/agent/checks.py"));
    QVERIFY(file.open(QIODevice::ReadOnly));
    const QString source = QString::fromUtf8(file.readAll());
    for (const QString &id : checkIds()) {
      QVERIFY2(source.contains(QRegularExpression("['\"]" + id + "['\"]\\s*:")), qPrintable(id));
    }
  }

  void gpuRowsSayNotForThisBuildOnCpu() {
    const Expectation expected{{{"torch", "2.16"}, {"torchvision", "0.30"}}, "cpu", {}};
    const QJsonObject args = verifyArgs("/env", expected);
    for (const char *id : {"cuda", "arch", "matmul"}) {
      QCOMPARE(rowOf(args, id)["skip"].toString(), QString("not for this build"));
    }
    for (const char *id : {"import", "versions", "cpu", "nms", "bf16", "compile"}) {
      QVERIFY2(rowOf(args, id)["skip"].isNull(), id);
    }
  }

  void gpuRowsAreRequiredOnGpuBuilds() {
    const QJsonObject args = verifyArgs("/env", {{{"torch", "2.16"}}, "cu130", {}});
    QVERIFY(rowOf(args, "cuda")["skip"].isNull());
    QVERIFY(rowOf(args, "cuda")["required"].toBool());
    QVERIFY(!rowOf(args, "nms")["skip"].isNull());
  }

  void aStateWeCannotReadCountsAsFailed() {
    QCOMPARE(checkRowFromJson({{"id", "cuda"}, {"state", "splendid"}}).state, CheckState::Failed);
  }

  void aReportWithoutRowsIsNoProof() { QVERIFY(!reportFromJson({{"ok", true}}).ok); }

  void aSilentPythonFailsTheNextRowAndSkipsTheRest() {
    const CheckRow told{"import", "Imported", CheckState::Passed, "torch 2.16", 1.5};
    const Error error{"It does not start.", "It was removed.", "Install again.", {}, Fault::Verification};
    const VerifyReport report = silentReport("/env", {{{"torch", "2.16"}}, "cpu", {}}, {told}, error);
    QVERIFY(!report.ok);
    QCOMPARE(report.python, QString("/env/bin/python"));
    QStringList ids;
    for (const CheckRow &row : report.checks) {
      ids.append(row.id);
      QVERIFY(!row.title.isEmpty() && !row.detail.isEmpty());
      QCOMPARE(row.state, row.id == "import"     ? CheckState::Passed
                          : row.id == "versions" ? CheckState::Failed
                                                 : CheckState::Skipped);
    }
    QCOMPARE(ids, checkIds());
    QCOMPARE(report.checks.at(1).detail, QString("It does not start. It was removed. Install again."));
    QCOMPARE(report.checks.at(3).detail, QString("not for this build"));
  }

  void theReportKeepsItsFieldNames() {
    const QJsonObject json = toJson(reportFromJson({{"ok", true}}));
    for (const char *field : {"schema", "environment", "python", "versions", "cuda", "checks", "ok"}) {
      QVERIFY2(json.contains(QLatin1String(field)), field);
    }
    for (const char *field : {"runtime", "available", "device", "capability"}) {
      QVERIFY2(json["cuda"].toObject().contains(QLatin1String(field)), field);
    }
  }
};

QTEST_GUILESS_MAIN(ChecksTest)
#include "test_checks.moc"
