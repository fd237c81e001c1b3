#include <QJsonArray>
#include <QJsonDocument>
#include <QProcess>
#include <QSet>
#include <QtTest>

#include "core/detect/detect.h"
#include "core/detect/findings.h"
#include "sample_reply.h"

using namespace nightjar;

namespace {

// Every machine of tests/data/facts as the real agent reports it: {name: {"facts", "findings"}}.
QJsonObject madeMachines() {
  QProcess python;
  python.start(QStringLiteral(NIGHTJAR_PYTHON), {"-B", QStringLiteral(NIGHTJAR_SOURCE_DIR "/tests/agent/machines.py")});
  if (!python.waitForFinished(100000) || python.exitCode() != 0)
    qFatal("machines.py: %s", python.readAllStandardError().constData());
  return QJsonDocument::fromJson(python.readAllStandardOutput()).object();
}

// What the agent says of this computer and not of the machine: another computer's instead.
QJsonObject elsewhere(QJsonObject reply) {
  const QJsonObject server = test::sampleReply("plain_server");
  for (const char *key : {"pythons", "user", "home"}) reply[QLatin1String(key)] = server[QLatin1String(key)];
  QJsonObject os = server["os"].toObject();
  if (reply["os"].toObject()["libc"] == QLatin1String("musl")) os["libc"] = "musl";
  reply["os"] = os;
  reply["roots"] = test::sampleReply("colab_t4")["roots"];  // both of them can be written
  return reply;
}

}  // namespace

class MachinesTest : public QObject {
  Q_OBJECT

  QJsonObject m_machines;

  [[nodiscard]] QJsonObject factsOf(const QString &name) const {
    return m_machines[name].toObject()["facts"].toObject();
  }

 private Q_SLOTS:
  void initTestCase() {
    m_machines = madeMachines();
    QVERIFY(m_machines.size() > 30);
  }

  void whatIsOddAboutEachMachineIsSaid_data() {
    QTest::addColumn<QString>("name");
    for (const QString &name : m_machines.keys()) QTest::newRow(qPrintable(name)) << name;
  }
  void whatIsOddAboutEachMachineIsSaid() {
    QFETCH(QString, name);
    const auto report = readReport(elsewhere(factsOf(name)), {});
    QVERIFY(report);
    QStringList found, wanted;
    for (const Finding &finding : findingsOf(*report)) {
      found.append(finding.id);
      QVERIFY2(finding.severity == Severity::Note || !finding.fix.isEmpty(), qPrintable(finding.id));
    }
    for (const QJsonValue id : m_machines[name].toObject()["findings"].toArray()) wanted.append(id.toString());
    found.sort();
    wanted.sort();
    QCOMPARE(found, wanted);
  }

  void noMachineWhoseGpuIsBrokenLooksLikeOneWithoutAGpu() {
    static const QSet<QString> without{"alpine-musl", "login-node"};
    for (const QString &name : m_machines.keys()) {
      const auto report = readReport(elsewhere(factsOf(name)), {});
      QVERIFY2(without.contains(name) == report->facts.gpus.isEmpty(), qPrintable(name));
    }
  }

  void whatPciTellsOfAGpuReachesTheReport() {
    const auto gpuOf = [this](const char *name) {
      const auto report = readReport(elsewhere(factsOf(QLatin1String(name))), {});
      return toJson(report->facts)["gpus"][0].toObject();
    };
    QCOMPARE(gpuOf("intel-arc")["pci_device"].toString(), QStringLiteral("8086:e20b"));
    QCOMPARE(gpuOf("intel-arc")["kernel_driver"].toString(), QStringLiteral("xe"));
    QCOMPARE(gpuOf("nouveau")["kernel_driver"].toString(), QStringLiteral("nouveau"));
    QVERIFY(gpuOf("wsl")["pci_device"].isNull() && gpuOf("wsl")["kernel_driver"].isNull());
  }
};

QTEST_GUILESS_MAIN(MachinesTest)
#include "machines_test.moc"
