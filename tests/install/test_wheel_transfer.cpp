#include <QTemporaryDir>
#include <QTest>

#include "core/install/wheel_transfer.h"
#include "core/runtime/local_link.h"
#include "sample_lock.h"

using namespace nightjar;
using namespace nightjar::test;

namespace {

/// A lock of one wheel that needs several pieces to travel.
struct Big {
  QByteArray bytes = QByteArray(3 * 1024 * 1024, 'b') + "end";
  Lock lock = sampleLock();

  Big() {
    lock.packages = {lock.packages[0]};
    lock.packages[0].size = bytes.size();
    lock.packages[0].sha256 = QString::fromLatin1(QCryptographicHash::hash(bytes, QCryptographicHash::Sha256).toHex());
  }
};

}  // namespace

class WheelTransferTest : public QObject {
  Q_OBJECT

 private Q_SLOTS:
  void init() {
    auto link = openLocalLink(bootstrapArgv());
    QVERIFY(link);
    auto agent = Agent::open(std::move(*link), {});
    QVERIFY(agent);
    m_agent = std::move(*agent);
    m_root = m_folder.filePath(QString::fromLatin1(QTest::currentTestFunction()) + QTest::currentDataTag());
    m_facts.disk = {m_root, 0};
  }

  void whatWasSentIsThereAndComesBack() {
    const Big big;
    const auto file = archived(big);
    QVERIFY(file);
    const auto before = checkLock(*m_agent, m_facts, big.lock, false, {});
    QVERIFY(before && before->first().where == WheelState::Where::Missing);
    qint64 told = 0;
    QVERIFY(sendWheels(*m_agent, m_root, *file, *before, [&](qint64 done, qint64) { told = done; }, {}));
    QCOMPARE(told, big.bytes.size());
    const auto after = checkLock(*m_agent, m_facts, big.lock, false, {});
    QVERIFY(after && after->first().where == WheelState::Where::Present);
    QByteArray back;
    const auto sink = [&back](const QByteArray &bytes) {
      back += bytes;
      return true;
    };
    QVERIFY(readWheel(*m_agent, m_root, big.lock.build, big.lock.packages[0], sink, {}));
    QVERIFY(back == big.bytes);
  }

  void aReaderThatHasEnoughLeavesTheConnectionUsable() {
    const Big big;
    const auto file = archived(big);
    const auto states = checkLock(*m_agent, m_facts, big.lock, false, {});
    QVERIFY(sendWheels(*m_agent, m_root, *file, *states, [](qint64, qint64) {}, {}));
    const auto read =
        readWheel(*m_agent, m_root, big.lock.build, big.lock.packages[0], [](const QByteArray &) { return false; }, {});
    QVERIFY(!read && read.error().isCancelled());
    QVERIFY(m_agent->request(QStringLiteral("ping"), {}, {}));
  }

  void aWheelThatIsAnotherOneIsRefusedByName() {
    Big big;
    const auto file = archived(big);
    const auto states = checkLock(*m_agent, m_facts, big.lock, false, {});
    QVERIFY(file && states);
    QList<WheelState> others = *states;
    others[0].package.sha256 = QString(64, '0');
    const auto sent = sendWheels(*m_agent, m_root, *file, others, [](qint64, qint64) {}, {});
    QVERIFY(!sent);
    QVERIFY(sent.error().details.contains(big.lock.packages[0].file));
    QVERIFY(!sent.error().fix.contains("report"));
    QCOMPARE(QDir(m_root + "/wheels/" + big.lock.build).entryList(QDir::Files), QStringList{"checked.json"});
  }

  void whatWasSentBeforeItWasCutIsNotSentAgain_data() {
    QTest::addColumn<bool>("damaged");
    QTest::newRow("as it was") << false;
    QTest::newRow("damaged meanwhile") << true;
  }
  void whatWasSentBeforeItWasCutIsNotSentAgain() {
    QFETCH(bool, damaged);
    const Big big;
    const auto file = archived(big);
    const auto states = checkLock(*m_agent, m_facts, big.lock, false, {});
    QVERIFY(file && states);
    std::stop_source stop;
    const auto cut = [&stop](qint64 done, qint64) {
      if (done > 1024LL * 1024) stop.request_stop();  // after the second piece
    };
    const auto first = sendWheels(*m_agent, m_root, *file, *states, cut, stop.get_token());
    QVERIFY(!first && first.error().isCancelled());
    m_agent.reset();  // and its process is gone
    QFile part(m_root + "/wheels/" + big.lock.build + '/' + big.lock.packages[0].file + ".part");
    QVERIFY(part.open(QIODevice::ReadWrite));
    const qint64 half = part.size();
    QVERIFY(half > 0 && half < big.bytes.size());
    if (damaged) QCOMPARE(part.write("?"), 1);
    part.close();
    init();  // another connection
    QList<qint64> sent, left;
    const auto told = [&](qint64 done, qint64 total) {
      sent += done;
      left += total - done;
    };
    QVERIFY(sendWheels(*m_agent, m_root, *file, *states, told, {}));
    QCOMPARE(sent.first(), 0);
    QCOMPARE(left.first(), big.bytes.size() - half);
    QCOMPARE(left.contains(big.bytes.size()), damaged);  // all of it once more
    QCOMPARE(left.last(), 0);
    const auto after = checkLock(*m_agent, m_facts, big.lock, false, {});
    QVERIFY(after && after->first().where == WheelState::Where::Present);
  }

  void whatIsInTheWayIsNamed() {
    const LockedPackage package = sampleLock().packages[0];
    using Where = WheelState::Where;
    QVERIFY(!obstacle({{package, Where::Present, {}}, {package, Where::Available, {}}}));
    for (const Where gone : {Where::Missing, Where::Changed}) {
      const auto error = obstacle({{package, gone, "answered 403"}, {package, Where::Unreachable, {}}});
      QVERIFY(error && error->fault == Fault::NoBuild);
      QVERIFY(error->why.contains(package.file) && error->fix.contains("archive"));
      QCOMPARE(error->why.contains("no longer has"), gone == Where::Missing);
    }
    const auto silent = obstacle({{package, Where::Unreachable, "refused"}});
    QVERIFY(silent && silent->fault == Fault::Failed && silent->why.contains(package.file));
  }

 private:
  Result<LockFile> archived(const Big &big) {
    const QString path = m_folder.filePath("big.tar");
    const auto written = writeArchive(
        path, big.lock,
        [&big](const LockedPackage &, const BytesSink &sink) -> Result<void> {
          (void)sink(big.bytes);
          return {};
        },
        [](qint64, qint64) {});
    if (!written) return written.error();
    return readLockFile(path);
  }

  QTemporaryDir m_folder;
  QString m_root;
  RuntimeFacts m_facts;
  std::unique_ptr<Agent> m_agent;
};

QTEST_GUILESS_MAIN(WheelTransferTest)
#include "test_wheel_transfer.moc"
