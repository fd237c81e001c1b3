#include <QJsonDocument>
#include <QProcess>
#include <QStandardPaths>
#include <QTemporaryDir>
#include <QtTest>

#include "core/choose/choose.h"
#include "machine.h"

using namespace nightjar;

// The practice runtime's index is another program's rendering of the same page format.
class PracticeIndexTest : public QObject {
  Q_OBJECT

  QTemporaryDir m_folder;
  QProcess m_practice;
  QString m_index;

 private Q_SLOTS:
  void initTestCase() {
    const QString python = QStandardPaths::findExecutable("python3");
    if (python.isEmpty()) QSKIP("no python3 on this computer");
    m_practice.start(python, {"-I", "-B", NIGHTJAR_SOURCE_DIR "/resources/practice", "--folder",
                              m_folder.path() + "/practice", "--no-ssh"});
    QVERIFY(QDir().mkpath(m_folder.path() + "/practice"));
    while (!m_practice.canReadLine())
      QVERIFY2(m_practice.waitForReadyRead(20000), m_practice.readAllStandardError().constData());
    const int port = QJsonDocument::fromJson(m_practice.readLine())["index_port"].toInt();
    QVERIFY(port > 0);
    m_index = QStringLiteral("http://127.0.0.1:%1/whl/nightly").arg(port);
  }
  void cleanupTestCase() {
    m_practice.closeWriteChannel();
    QVERIFY(m_practice.state() == QProcess::NotRunning || m_practice.waitForFinished(10000));
  }

  void samplesAreListedAndOneIsRecommended() {
    Wishes wishes;
    wishes.index = m_index;
    wishes.sample = true;
    RuntimeFacts facts = test::colabT4();
    facts.gpus.clear();
    facts.driver.reset();
    const auto list = listBuilds(facts, wishes, {});
    QVERIFY2(list, qPrintable(list ? QString() : list.error().why + list.error().details));
    QVERIFY(list->recommended >= 0);
    QVERIFY(list->sample);
    const auto choice = choose(*list, facts, wishes);
    QVERIFY(choice);
    QCOMPARE(choice->build.variant, QStringLiteral("cpu"));
    QCOMPARE(choice->packages, (QStringList{"torch", "torchvision"}));
    QVERIFY(choice->sample);
    qInfo() << choice->build.id << choice->build.torch << choice->build.torchvision << choice->why << list->notes;
  }
};

QTEST_GUILESS_MAIN(PracticeIndexTest)
#include "practice_index_test.moc"
