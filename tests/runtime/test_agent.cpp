#include <signal.h>

#include <QElapsedTimer>
#include <QTest>
#include <thread>

#include "core/runtime/agent.h"
#include "core/runtime/local_link.h"

using namespace nightjar;

namespace {

using namespace std::chrono_literals;

Result<std::unique_ptr<Agent>> openHere(const QStringList &argv = bootstrapArgv(), Patience patience = {}) {
  auto link = openLocalLink(argv);
  if (!link) {
    return link.error();
  }
  return Agent::open(std::move(*link), {}, patience);
}

/// What a runtime that answers `script` instead of an agent is taken for.
Error errorOf(const QString &script) {
  auto agent = openHere({"/bin/sh", "-c", script});
  if (!agent) {
    return agent.error();
  }
  const auto reply = (*agent)->request(QStringLiteral("ping"), {}, {});
  return reply ? Error{} : reply.error();
}

/// A link that keeps what is sent through it.
class Recording : public Link {
 public:
  Recording(std::unique_ptr<Link> link, QByteArray &sent, std::function<void()> &onRead)
      : m_link(std::move(link)), m_sent(sent), m_onRead(onRead) {}
  Result<void> write(const QByteArray &bytes, std::chrono::milliseconds timeout, std::stop_token stop) override {
    m_sent += bytes;
    return m_link->write(bytes, timeout, stop);
  }
  Result<LinkChunk> read(std::chrono::milliseconds timeout, std::stop_token stop) override {
    if (m_onRead) m_onRead();
    return m_link->read(timeout, stop);
  }
  void close() override { m_link->close(); }

 private:
  std::unique_ptr<Link> m_link;
  QByteArray &m_sent;
  std::function<void()> &m_onRead;
};

/// An agent that tells its process group, so that a test can freeze it.
struct Freezable {
  std::unique_ptr<Agent> agent;
  pid_t pid = 0;
};
Freezable freezable(const QString &pidFile, Patience patience) {
  QStringList argv = bootstrapArgv();
  argv[2].prepend(QStringLiteral("echo $$ >'%1'; ").arg(pidFile));
  auto agent = openHere(argv, patience);
  if (!agent || !(*agent)->request(QStringLiteral("ping"), {}, {})) {
    return {};
  }
  QFile file(pidFile);
  return file.open(QIODevice::ReadOnly) ? Freezable{std::move(*agent), file.readAll().trimmed().toInt()} : Freezable{};
}

}  // namespace

class AgentTest : public QObject {
  Q_OBJECT

 private Q_SLOTS:
  void theAgentAnswersOnThisComputer() {
    auto agent = openHere();
    QVERIFY(agent);
    QVERIFY((*agent)->request(QStringLiteral("ping"), {}, {}));
    QVERIFY((*agent)->request(QStringLiteral("ping"), {}, {}));
  }

  void anUnknownVerbIsAnErrorAndTheAgentGoesOn() {
    auto agent = openHere();
    QVERIFY(agent);
    QVERIFY(!(*agent)->request(QStringLiteral("no-such-verb"), {}, {}));
    QVERIFY((*agent)->request(QStringLiteral("ping"), {}, {}));
  }

  void whatAnswersInsteadOfAnAgentIsNamed_data() {
    QTest::addColumn<QString>("script");
    QTest::addColumn<QString>("what");
    QTest::addColumn<int>("exit");
    QTest::newRow("no python") << "cat >/dev/null & echo NIGHTJAR-NO-PYTHON; exit 127"
                               << "no python3" << 1;
    QTest::newRow("cmd.exe") << "echo \"'exec' is not recognized as an internal or external command,\" >&2; exit 1"
                             << "Windows" << 1;
    QTest::newRow("RunPod's proxy") << "echo \"Error: Your SSH client doesn't support PTY\"; exit 1"
                                    << "only opens terminals" << 3;
    QTest::newRow("a shell that ends") << "echo Account disabled; exit 1"
                                       << "does not run commands" << 3;
  }

  void whatAnswersInsteadOfAnAgentIsNamed() {
    QFETCH(QString, script);
    QFETCH(QString, what);
    QFETCH(int, exit);
    const Error error = errorOf(script);
    QVERIFY2(error.what.contains(what), qPrintable(error.what));
    QVERIFY(!error.fix.isEmpty());
    QCOMPARE(exitCode(error.fault), exit);
  }

  void aBannerBeforeTheAgentIsIgnored() {
    QStringList argv = bootstrapArgv();
    argv[2].prepend(QStringLiteral("echo Welcome; echo; echo to the lab; "));
    auto agent = openHere(argv);
    QVERIFY(agent);
    QVERIFY((*agent)->request(QStringLiteral("ping"), {}, {}));
  }

  void stoppingEndsTheWaitAtOnce() {
    auto link = openLocalLink({"/bin/sh", "-c", "sleep 60"});
    QVERIFY(link);
    std::stop_source stop;
    QElapsedTimer clock;
    clock.start();
    std::jthread later([&stop] {
      std::this_thread::sleep_for(std::chrono::milliseconds(100));
      stop.request_stop();
    });
    // Sending the agent waits too, where it is larger than what a pipe takes unread.
    auto agent = Agent::open(std::move(*link), stop.get_token());
    const auto reply = agent ? (*agent)->request(QStringLiteral("ping"), {}, stop.get_token()) : agent.error();
    QVERIFY(!reply);
    QVERIFY(reply.error().isCancelled());
    QVERIFY2(clock.elapsed() < 5000, qPrintable(QString::number(clock.elapsed())));
  }

  void aLoginThatNeverStartsTheAgentIsNoticed() {
    auto agent = openHere({"/bin/sh", "-c", "echo Welcome; sleep 60"}, {3s, 5s, 20s, 60s});
    QVERIFY(agent);
    QElapsedTimer clock;
    clock.start();
    const auto reply = (*agent)->request(QStringLiteral("ping"), {}, {});
    QVERIFY(!reply);
    QCOMPARE(reply.error().fault, Fault::Unreachable);
    QVERIFY2(reply.error().details.contains("Welcome"), qPrintable(reply.error().details));
    QVERIFY2(clock.elapsed() < 30'000, qPrintable(QString::number(clock.elapsed())));
  }

  void aRequestThatIsStoppedIsAbandonedThere() {
    auto link = openLocalLink(bootstrapArgv());
    QVERIFY(link);
    QByteArray sent;
    std::function<void()> onRead;
    auto agent = Agent::open(std::make_unique<Recording>(std::move(*link), sent, onRead), {});
    QVERIFY(agent);
    QVERIFY((*agent)->request(QStringLiteral("ping"), {}, {}));
    std::stop_source stop;
    onRead = [&stop] { stop.request_stop(); };
    QVERIFY(!(*agent)->request(QStringLiteral("ping"), {}, stop.get_token()));
    onRead = {};
    QVERIFY2(sent.contains("\"abandon\""), sent.right(200));
    QVERIFY2((*agent)->request(QStringLiteral("ping"), {}, {}), "the agent goes on");
  }

  void aFrozenRuntimeIsNoticed() {
    const QTemporaryDir folder;
    auto frozen = freezable(folder.filePath("pid"), {90s, 200ms, 1s, 1s});
    QVERIFY(frozen.pid > 0);
    QCOMPARE(::kill(-frozen.pid, SIGSTOP), 0);
    QElapsedTimer clock;
    clock.start();
    const auto reply = frozen.agent->request(QStringLiteral("ping"), {}, {});
    ::kill(-frozen.pid, SIGCONT);
    QVERIFY(!reply);
    QCOMPARE(reply.error().fault, Fault::Unreachable);
    QVERIFY(clock.elapsed() >= 1000);
    QVERIFY2(clock.elapsed() < 10'000, qPrintable(QString::number(clock.elapsed())));
  }

  void aRuntimeThatWakesInTimeHasLostNothing() {
    const QTemporaryDir folder;
    auto frozen = freezable(folder.filePath("pid"), {90s, 200ms, 30s, 30s});
    QVERIFY(frozen.pid > 0);
    QCOMPARE(::kill(-frozen.pid, SIGSTOP), 0);
    std::jthread later([group = -frozen.pid] {
      std::this_thread::sleep_for(1s);
      ::kill(group, SIGCONT);
    });
    QVERIFY(frozen.agent->request(QStringLiteral("ping"), {}, {}));
    QVERIFY(frozen.agent->request(QStringLiteral("ping"), {}, {}));
  }

  void theCommandHoldsNothingAShellCouldMistake() {
    const QByteArray command = bootstrapCommand();
    QVERIFY(command.startsWith("exec /bin/sh -c '"));
    QCOMPARE(command.count('\''), 4);
    QVERIFY2(!command.contains('\n') && !command.contains('!'), "csh and fish would read these");
  }
};

QTEST_GUILESS_MAIN(AgentTest)
#include "test_agent.moc"
