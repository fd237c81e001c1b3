#include <QElapsedTimer>
#include <QTcpServer>
#include <QTcpSocket>
#include <QThread>
#include <thread>

#include "tests/ssh/ssh_case.h"

using namespace nightjar;

namespace {

/// A listener that is no SSH server: does `speak` with its first visitor on a thread of its own.
class Listener {
 public:
  explicit Listener(std::function<void(QTcpSocket &)> speak)
      : m_thread([this, speak = std::move(speak)] {
          QTcpServer server;
          static_cast<void>(server.listen(QHostAddress::LocalHost));
          m_port = server.serverPort();
          m_port.notify_one();
          if (!server.waitForNewConnection(30'000)) return;
          const std::unique_ptr<QTcpSocket> socket(server.nextPendingConnection());
          speak(*socket);
          socket->disconnectFromHost();
          if (socket->state() != QAbstractSocket::UnconnectedState) socket->waitForDisconnected(5'000);
        }) {
    m_port.wait(0);
  }
  [[nodiscard]] quint16 port() const { return static_cast<quint16>(m_port.load()); }

 private:
  std::atomic<int> m_port = 0;
  std::jthread m_thread;
};

void answerWith(QTcpSocket &socket, const QByteArray &text) {
  socket.waitForReadyRead(30'000);
  socket.write(text);
  socket.waitForBytesWritten(5'000);
}

}  // namespace

/// What stands between us and an SSH server.
class ReachTest : public QObject {
  Q_OBJECT

  ScriptedPrompter m_prompter;
  ConnectOptions m_options;

  static Target to(const QString &host, quint16 port) {
    Target target;
    target.host = host;
    target.port = port;
    target.user = QStringLiteral("jo");
    return target;
  }
  static Target local(quint16 port) { return to(QStringLiteral("127.0.0.1"), port); }

 private Q_SLOTS:
  void initTestCase() { m_options.configFile = QStringLiteral("none"); }

  void aNameNobodyKnowsIsSaid() {
    MUST_FAIL(open(to(QStringLiteral("no-such-runtime.invalid"), 22), m_options, m_prompter), Fault::Unreachable,
              QStringLiteral("no-such-runtime.invalid"));
  }

  void aRefusedConnectionNamesThePort() {
    const quint16 port = freePort();
    MUST_FAIL(open(local(port), m_options, m_prompter), Fault::Unreachable,
              QStringLiteral("127.0.0.1:%1 refused").arg(port));
  }

  void everyAddressOfANameIsTried() {
    TestSshd sshd;  // on 127.0.0.1 only, where "localhost" often is ::1 first
    if (const QString why = sshd.start(); !why.isEmpty()) QSKIP(qPrintable(why));
    const QString key = sshd.makeKey(QStringLiteral("id"));
    sshd.authorize(key);
    Target target = sshd.target(key);
    target.host = QStringLiteral("localhost");
    ConnectOptions options = sshd.options();
    options.acceptNewHostKey = true;
    MUST(open(target, options, m_prompter));
  }

  void aSilentListenerIsGivenUpInTime() {
    QTcpServer silent;
    QVERIFY(silent.listen(QHostAddress::LocalHost));
    m_options.timeoutSeconds = 1;
    QElapsedTimer timer;
    timer.start();
    MUST_FAIL(open(local(silent.serverPort()), m_options, m_prompter), Fault::Unreachable,
              QStringLiteral("does not answer"));
    QVERIFY2(timer.elapsed() >= 1000 && timer.elapsed() < 8000, qPrintable(QString::number(timer.elapsed())));
    m_options.timeoutSeconds = 10;
  }

  void aCancelIsServedAtOnceWhileAListenerKeepsSilent() {
    QTcpServer silent;
    QVERIFY(silent.listen(QHostAddress::LocalHost));
    std::stop_source source;
    QElapsedTimer timer;
    const std::jthread canceller([&] {
      QThread::msleep(200);
      timer.start();
      source.request_stop();
    });
    const auto link = open(local(silent.serverPort()), m_options, m_prompter, "true", source.get_token());
    QVERIFY2(timer.elapsed() < 5000, qPrintable(QString::number(timer.elapsed())));
    MUST_FAIL(link, Fault::Cancelled, QString());
  }

  void aCancelBeforehandConnectsNowhere() {
    std::stop_source source;
    source.request_stop();
    MUST_FAIL(open(local(freePort()), m_options, m_prompter, "true", source.get_token()), Fault::Cancelled, QString());
  }

  void aWebServerIsRecognised() {
    Listener web(
        [](QTcpSocket &socket) { answerWith(socket, "HTTP/1.1 400 Bad \x1b[31mRequest\r\nServer: x\r\n\r\n<html>"); });
    const auto link = open(local(web.port()), m_options, m_prompter);
    MUST_FAIL(link, Fault::Unreachable,
              QStringLiteral("A web server is there: it said \"HTTP/1.1 400 Bad [31mRequest\""));
  }

  void whatSomethingElseSaysIsShown() {
    Listener mail([](QTcpSocket &socket) {
      socket.write("Exceeded MaxStartups\r\n");
      socket.waitForBytesWritten(5'000);
    });
    MUST_FAIL(open(local(mail.port()), m_options, m_prompter), Fault::Unreachable,
              QStringLiteral("\"Exceeded MaxStartups\""));
  }

  void aServerThatHangsUpAtOnceIsSaid() {
    Listener closing([](QTcpSocket &) {});
    MUST_FAIL(open(local(closing.port()), m_options, m_prompter), Fault::Unreachable,
              QStringLiteral("closed the connection at once"));
  }

  void aServerThatHangsUpDuringTheHandshakeIsSaid() {
    Listener closing([](QTcpSocket &socket) { answerWith(socket, "SSH-2.0-Test\r\n"); });
    MUST_FAIL(open(local(closing.port()), m_options, m_prompter), Fault::Unreachable, QStringLiteral("handshake"));
  }

  void aServerWithoutACommonAlgorithmIsSaid() {
    TestSshd sshd;
    if (const QString why = sshd.start(
            {QStringLiteral("Ciphers aes128-cbc"), QStringLiteral("KexAlgorithms sntrup761x25519-sha512@openssh.com")});
        !why.isEmpty())
      QSKIP(qPrintable(why));
    MUST_FAIL(open(sshd.target(), sshd.options(), m_prompter), Fault::Unreachable,
              QStringLiteral("share no algorithm"));
  }

  void aServerThatRunsNoProgramsIsSaid() {
    TestSshd sshd;
    if (const QString why = sshd.start({QStringLiteral("MaxSessions 0")}); !why.isEmpty()) QSKIP(qPrintable(why));
    const QString key = sshd.makeKey(QStringLiteral("id"));
    sshd.authorize(key);
    sshd.writeKnownHosts();
    MUST_FAIL(open(sshd.target(key), sshd.options(), m_prompter), Fault::Unreachable,
              QStringLiteral("runs no program"));
  }

  void runPodsProxyIsRefusedWithWhatToCopyInstead() {
    MUST_FAIL(open(to(QStringLiteral("ssh.runpod.io"), 22), m_options, m_prompter), Fault::Unreachable,
              QStringLiteral("SSH over exposed TCP"));
  }
};

QTEST_GUILESS_MAIN(ReachTest)
#include "test_reach.moc"
