#include <QCryptographicHash>
#include <QElapsedTimer>
#include <QFileInfo>
#include <QRandomGenerator>
#include <QThread>
#include <thread>

#include "tests/ssh/ssh_case.h"

using namespace nightjar;
using namespace std::chrono_literals;

namespace {

QByteArray randomBytes(qsizetype size) {
  QByteArray bytes(size, Qt::Uninitialized);
  QRandomGenerator generator(42);
  generator.fillRange(reinterpret_cast<quint32 *>(bytes.data()), size / 4);
  return bytes;
}

}  // namespace

/// A program's bytes over a real SSH connection.
class StreamTest : public QObject {
  Q_OBJECT

  TestSshd m_sshd;
  QString m_key;
  ScriptedPrompter m_prompter;

  Result<std::unique_ptr<Link>> run(const QByteArray &command) {
    return open(m_sshd.target(m_key), m_sshd.options(), m_prompter, command);
  }

 private Q_SLOTS:
  void initTestCase() {
    if (const QString why = m_sshd.start(); !why.isEmpty()) QSKIP(qPrintable(why));
    m_key = m_sshd.makeKey(QStringLiteral("id"));
    m_sshd.authorize(m_key);
    m_sshd.writeKnownHosts();
  }

  void outputErrorsAndExitStatusArriveApart() {
    auto link = run("echo out; echo err >&2; exit 7");
    MUST(link);
    const Collected all = collect(**link);
    QCOMPARE(all.out, "out\n");
    QCOMPARE(all.err, "err\n");
    QCOMPARE(all.exitStatus, 7);
    QVERIFY(all.exitSignal.isEmpty());
  }

  void aProgramKilledBySignalSaysWhich() {
    auto link = run("kill -KILL $$");
    MUST(link);
    const Collected all = collect(**link);
    QVERIFY(all.closed);
    QCOMPARE(all.exitSignal, "KILL");
    QVERIFY(!all.exitStatus);
  }

  void largeOutputAndErrorsNeitherStallNorChange() {
    auto link = run("head -c 10485760 /dev/zero | tr '\\0' e >&2 & head -c 10485760 /dev/zero | tr '\\0' o; wait");
    MUST(link);
    const Collected all = collect(**link);
    QCOMPARE(all.exitStatus, 0);
    QCOMPARE(all.out.size(), 10'485'760);
    QCOMPARE(all.err.size(), 10'485'760);
    QVERIFY(all.out == QByteArray(10'485'760, 'o'));
    QVERIFY(all.err == QByteArray(10'485'760, 'e'));
  }

  void anEchoedUploadComesBackByteForByte() {
    const QByteArray bytes = randomBytes(20'000'000);
    auto link = run("cat");
    MUST(link);
    MUST((*link)->write(bytes, 2min, {}));
    QByteArray back;
    while (back.size() < bytes.size()) {
      auto chunk = (*link)->read(std::chrono::seconds(60), {});
      MUST(chunk);
      QVERIFY(!chunk->closed && !chunk->out.isEmpty());
      back += chunk->out;
    }
    QVERIFY(back == bytes);
  }

  void anUploadArrivesWhole() {
    auto link = run("head -c 20000000 | sha256sum");
    MUST(link);
    const QByteArray bytes = randomBytes(20'000'000);
    MUST((*link)->write(bytes, 2min, {}));
    const QByteArray sum = QCryptographicHash::hash(bytes, QCryptographicHash::Sha256).toHex();
    QCOMPARE(collect(**link).out.left(64), sum);
  }

  void aReadWithNothingToReadReturnsEmptyInTime() {
    auto link = run("cat");
    MUST(link);
    QElapsedTimer timer;
    timer.start();
    auto chunk = (*link)->read(std::chrono::milliseconds(50), {});
    MUST(chunk);
    QVERIFY(chunk->out.isEmpty() && chunk->err.isEmpty() && !chunk->closed);
    QVERIFY(timer.elapsed() >= 50);
  }

  void aCancelEndsAReadAtOnceAndTheLinkStaysUsable() {
    auto link = run("cat");
    MUST(link);
    std::stop_source source;
    QElapsedTimer timer;
    const std::jthread canceller([&] {
      QThread::msleep(100);
      timer.start();
      source.request_stop();
    });
    auto chunk = (*link)->read(std::chrono::seconds(60), source.get_token());
    QVERIFY2(timer.elapsed() < 5000, qPrintable(QString::number(timer.elapsed())));
    MUST_FAIL(chunk, Fault::Cancelled, QString());
    MUST((*link)->write("still here\n", 2min, {}));
    auto next = (*link)->read(std::chrono::seconds(60), {});
    MUST(next);
    QCOMPARE(next->out, "still here\n");
  }

  void aCancelEndsAWriteThatNobodyReads() {
    const QByteArray bytes(50'000'000, 'x');
    auto link = run("sleep 60");
    MUST(link);
    std::stop_source source;
    QElapsedTimer timer;
    const std::jthread canceller([&] {
      QThread::msleep(300);
      timer.start();
      source.request_stop();
    });
    auto written = (*link)->write(bytes, 2min, source.get_token());
    QVERIFY2(timer.elapsed() < 5000, qPrintable(QString::number(timer.elapsed())));
    MUST_FAIL(written, Fault::Cancelled, QString());
  }

  void closingEndsTheLinkAndWhatItRan() {
    auto link = run("echo $$; exec cat");
    MUST(link);
    auto first = (*link)->read(std::chrono::seconds(60), {});
    MUST(first);
    const QString process = QStringLiteral("/proc/") + QString::fromLatin1(first->out).trimmed();
    QVERIFY(QFileInfo::exists(process));
    (*link)->close();
    QTRY_VERIFY(!QFileInfo::exists(process));
    auto after = (*link)->read(std::chrono::seconds(1), {});
    MUST(after);
    QVERIFY(after->closed);
    MUST_FAIL((*link)->write("x", 2min, {}), Fault::Unreachable, QStringLiteral("closed"));
  }

  void aProgramThatEndsBeforeItReadIsNoLostConnectionAndCanBeRead() {
    auto link = run("echo no python3 here >&2; exit 127");
    MUST(link);
    MUST_FAIL((*link)->write(QByteArray(50'000'000, 'x'), 2min, {}), Fault::Unreachable, QStringLiteral("ended while"));
    const Collected all = collect(**link);
    QVERIFY2(all.err.endsWith("no python3 here\n"), all.err.constData());  // a shell may have spoken before
    QCOMPARE(all.exitStatus, 127);
  }

  void aServerThatDiesIsNoticed() {
    auto link = run("echo $PPID; exec cat");
    MUST(link);
    auto first = (*link)->read(std::chrono::seconds(60), {});
    MUST(first);
    runProgram(QStringLiteral("kill"), {QStringLiteral("-KILL"), QString::fromLatin1(first->out).trimmed()});
    auto after = (*link)->read(std::chrono::seconds(60), {});
    MUST_FAIL(after, Fault::Unreachable, QStringLiteral("lost"));
    MUST_FAIL((*link)->write(QByteArray(1000, 'x'), 2min, {}), Fault::Unreachable, QStringLiteral("lost"));
  }

  void theStagesComeInTheirOrder() {
    QList<ConnectStage> stages;
    auto link = openSshLink(m_sshd.target(m_key), m_sshd.options(), "true", m_prompter,
                            [&](ConnectStage stage) { stages << stage; }, {});
    MUST(link);
    const QList<ConnectStage> expected{ConnectStage::Connecting, ConnectStage::CheckingHostKey,
                                       ConnectStage::Authenticating, ConnectStage::Starting};
    QCOMPARE(stages, expected);
  }
};

QTEST_GUILESS_MAIN(StreamTest)
#include "test_stream.moc"
