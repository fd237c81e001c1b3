#include <QDir>
#include <QSysInfo>
#include <QTemporaryDir>
#include <QtTest>

#include "core/detect/detect.h"
#include "core/runtime/local_link.h"

using namespace nightjar;

class DetectTest : public QObject {
  Q_OBJECT

  static Result<RuntimeFacts> detectHere(const QString &root) {
    auto link = openLocalLink(bootstrapArgv());
    if (!link) return link.error();
    auto agent = Agent::open(std::move(*link), {});
    if (!agent) return agent.error();
    return detect(**agent, root, {});
  }

 private Q_SLOTS:
  void thisComputerIsReportedByTheRealAgent() {
    const auto facts = detectHere({});
    QVERIFY2(facts, qPrintable(facts ? QString() : facts.error().what + facts.error().details));
    QCOMPARE(facts->os.arch, QSysInfo::currentCpuArchitecture() == "arm64" ? QStringLiteral("aarch64")
                                                                           : QSysInfo::currentCpuArchitecture());
    QCOMPARE(facts->os.kernel, QSysInfo::kernelVersion());
    QVERIFY(!facts->pythons.isEmpty());
    QVERIFY(facts->memoryBytes > 0 && facts->disk.freeBytes > 0);
    QCOMPARE(facts->home, QDir::homePath());
    if (facts->kind != "colab") QCOMPARE(facts->disk.path, QDir::homePath() + "/nightjar");
  }

  void anOddRootComesBackUnchanged() {
    const QTemporaryDir folder;
    const QString root = folder.path() + QString::fromUtf8("/it's \"$(touch x)\" ü\nline");
    const auto facts = detectHere(root);
    QVERIFY(facts);
    QCOMPARE(facts->disk.path, root);
    QVERIFY(QDir(folder.path()).isEmpty());
  }

  void aStopIsAnOutcome() {
    auto link = openLocalLink(bootstrapArgv());
    QVERIFY(link);
    auto agent = Agent::open(std::move(*link), {});
    QVERIFY(agent);
    std::stop_source source;
    source.request_stop();
    const auto facts = detect(**agent, {}, source.get_token());
    QVERIFY(!facts);
    QVERIFY(facts.error().isCancelled());
  }
};

QTEST_GUILESS_MAIN(DetectTest)
#include "detect_test.moc"
