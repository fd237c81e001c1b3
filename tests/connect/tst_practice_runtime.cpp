#include <QDir>
#include <QFileInfo>
#include <QProcess>
#include <QStandardPaths>
#include <QTemporaryDir>
#include <QTest>
#include <thread>

#include "core/connect/practice.h"

using namespace nightjar;

namespace {

/// Whether a process is there whose command line holds `text`.
bool isRunning(const QString &text) {
  const QStringList pids = QDir(QStringLiteral("/proc")).entryList(QDir::Dirs | QDir::NoDotAndDotDot);
  for (const QString &pid : pids) {
    QFile file(QStringLiteral("/proc/%1/cmdline").arg(pid));
    if (file.open(QIODevice::ReadOnly) && file.readAll().contains(text.toUtf8())) return true;
  }
  return false;
}

QString folderOf(const QString &root) {
  return QFileInfo(root).path();
}

/// Makes this program a mere owner of a practice runtime, for the test that kills one.
constexpr auto holdArgument = "--hold";

}  // namespace

/// The practice runtime as C++ sees it; its Python side has tests of its own in tests/practice.
class PracticeRuntimeTest : public QObject {
  Q_OBJECT

 private Q_SLOTS:
  void init();
  void startsAndLeavesNothingBehind();
  void aCacheFolderThatWillNotDoIsPassedOver_data();
  void aCacheFolderThatWillNotDoIsPassedOver();
  void needsNoEventLoopAndNoQtThread();
  void letsTheOpenSshClientIn();
  void killingItsOwnerLeavesNothingBehind();
  void aFolderOfWheelsThatIsNotThereIsWrongUsage();
  void aFolderWithoutWheelsFailsAndLeavesNothingBehind();
  void stoppingWhileItStartsLeavesNothingBehind();

 private:
  std::unique_ptr<QTemporaryDir> m_cache;
};

void PracticeRuntimeTest::init() {
  m_cache = std::make_unique<QTemporaryDir>();
  qputenv("XDG_CACHE_HOME", m_cache->path().toUtf8());
  if (QStandardPaths::findExecutable(QStringLiteral("python3")).isEmpty()) QSKIP("this computer has no python3");
}

void PracticeRuntimeTest::startsAndLeavesNothingBehind() {
  auto runtime = PracticeRuntime::start({}, {});
  QVERIFY2(bool(runtime), runtime ? "" : qPrintable(runtime.error().why + runtime.error().details));
  const QString root = (*runtime)->root();
  QVERIFY(root.startsWith(m_cache->path()));
  QVERIFY(QFileInfo(root).isDir());
  QCOMPARE(int(QFileInfo(folderOf(root)).permissions() & 0x0077), 0);
  QVERIFY((*runtime)->hasSamples());
  QVERIFY((*runtime)->indexUrl().startsWith(QStringLiteral("http://127.0.0.1:")));
  QVERIFY(isRunning(folderOf(root)));
  QVERIFY(QFile::copy(QStringLiteral(NIGHTJAR_SOURCE_DIR "/LICENSE"), root + QStringLiteral("/left")));

  runtime->reset();
  QVERIFY(!isRunning(folderOf(root)));
  QVERIFY(!QFileInfo::exists(folderOf(root)));
}

void PracticeRuntimeTest::aCacheFolderThatWillNotDoIsPassedOver_data() {
  QTest::addColumn<QString>("below");
  QTest::newRow("cannot be made") << QStringLiteral("file/cache");
  QTest::newRow("odd characters") << QStringLiteral("my \"cache\" $(x)");
}

void PracticeRuntimeTest::aCacheFolderThatWillNotDoIsPassedOver() {
  QFETCH(QString, below);
  QVERIFY(QFile::copy(QStringLiteral(NIGHTJAR_SOURCE_DIR "/LICENSE"), m_cache->filePath(QStringLiteral("file"))));
  qputenv("XDG_CACHE_HOME", m_cache->filePath(below).toUtf8());
  const auto runtime = PracticeRuntime::start({}, {});
  QVERIFY2(bool(runtime), runtime ? "" : qPrintable(runtime.error().why));
  QVERIFY(folderOf((*runtime)->root()).startsWith(QDir::tempPath() + QStringLiteral("/nightjar-practice-")));
}

void PracticeRuntimeTest::needsNoEventLoopAndNoQtThread() {
  QTest::failOnWarning(QRegularExpression(QStringLiteral(".*")));
  bool started = false;
  std::jthread([&started] { started = bool(PracticeRuntime::start({}, {})); }).join();
  QVERIFY(started);
}

void PracticeRuntimeTest::letsTheOpenSshClientIn() {
  const QString client = QStandardPaths::findExecutable(QStringLiteral("ssh"));
  if (client.isEmpty()) QSKIP("this computer has no ssh client");
  auto runtime = PracticeRuntime::start({}, {});
  QVERIFY(bool(runtime));
  if (!(*runtime)->hasSsh()) QSKIP(qPrintable((*runtime)->note()));
  QVERIFY((*runtime)->note().isEmpty());
  const Target target = (*runtime)->sshTarget();
  const ConnectOptions options = (*runtime)->sshOptions();
  QProcess ssh;
  ssh.start(client, {"-F", options.configFile, "-o", "BatchMode=yes", "-o", "StrictHostKeyChecking=yes", "-o",
                     "UserKnownHostsFile=" + options.knownHostsFile, "-i", target.identityFile, "-p",
                     QString::number(target.port), "-l", target.user, target.host, "echo", "hello"});
  QVERIFY(ssh.waitForFinished());
  QCOMPARE(ssh.readAllStandardOutput(), QByteArray("hello\n"));
}

void PracticeRuntimeTest::killingItsOwnerLeavesNothingBehind() {
  QProcess owner;
  owner.start(QCoreApplication::applicationFilePath(), {QString::fromLatin1(holdArgument)});
  QVERIFY(owner.waitForStarted());
  while (!owner.canReadLine()) QVERIFY(owner.waitForReadyRead(30000));
  const QString folder = QString::fromUtf8(owner.readLine()).trimmed();
  QVERIFY(isRunning(folder));
  owner.kill();
  QVERIFY(owner.waitForFinished());
  QTRY_VERIFY_WITH_TIMEOUT(!isRunning(folder), 30000);
  QTRY_VERIFY_WITH_TIMEOUT(!QFileInfo::exists(folder), 30000);
}

void PracticeRuntimeTest::aFolderOfWheelsThatIsNotThereIsWrongUsage() {
  const auto runtime = PracticeRuntime::start(m_cache->filePath(QStringLiteral("nowhere")), {});
  QVERIFY(!runtime);
  QCOMPARE(runtime.error().fault, Fault::Usage);
}

void PracticeRuntimeTest::aFolderWithoutWheelsFailsAndLeavesNothingBehind() {
  const QTemporaryDir empty;
  const auto runtime = PracticeRuntime::start(empty.path(), {});
  QVERIFY(!runtime);
  QCOMPARE(runtime.error().fault, Fault::Failed);
  QVERIFY(runtime.error().why.contains(empty.path()));
  QVERIFY(QDir(m_cache->filePath(QStringLiteral("nightjar"))).isEmpty());
}

void PracticeRuntimeTest::stoppingWhileItStartsLeavesNothingBehind() {
  std::stop_source stop;
  stop.request_stop();
  const auto runtime = PracticeRuntime::start({}, stop.get_token());
  QVERIFY(!runtime);
  QCOMPARE(runtime.error().fault, Fault::Cancelled);
  QVERIFY(QDir(m_cache->filePath(QStringLiteral("nightjar"))).isEmpty());
}

/// As the owner that gets killed: makes a practice runtime, says where, and waits for the end of its input.
static int hold() {
  const auto runtime = PracticeRuntime::start({}, {});
  if (!runtime) return 1;
  QTextStream(stdout) << folderOf((*runtime)->root()) << Qt::endl;
  QTextStream(stdin).readAll();
  return 0;
}

int main(int argc, char **argv) {
  QCoreApplication app(argc, argv);
  if (argc > 1 && qstrcmp(argv[1], holdArgument) == 0) return hold();
  PracticeRuntimeTest test;
  return QTest::qExec(&test, argc, argv);
}

#include "tst_practice_runtime.moc"
