#include <QElapsedTimer>
#include <QThread>
#include <thread>

#include "tests/ssh/ssh_case.h"

using namespace nightjar;

/// Reaching a host by its ssh_config: aliases, and others in between.
class ProxyTest : public QObject {
  Q_OBJECT

  TestSshd m_sshd;
  TestSshd m_jump;
  QString m_key;
  ScriptedPrompter m_prompter;

  /// Connects to the alias "my_gpu" with this configuration.
  Result<std::unique_ptr<Link>> connectBy(const QByteArray &config, std::stop_token stop = {}) {
    ConnectOptions options;
    options.configFile = m_sshd.path(QStringLiteral("ssh config"));
    writeFile(options.configFile, config);
    Target target;
    target.host = QStringLiteral("my_gpu");
    return open(target, options, m_prompter, "echo $SSH_CONNECTION", stop);
  }

  QByteArray block() const {
    return "Host my_gpu\n  HostName 127.0.0.1\n  Port " + QByteArray::number(m_sshd.port()) + "\n  User " +
           currentUser().toUtf8() + "\n  IdentityFile \"" + m_key.toUtf8() + "\"\n  UserKnownHostsFile \"" +
           m_sshd.knownHosts().toUtf8() + "\"\n";
  }
  QByteArray jumpBlock() const {
    return "Host jump\n  HostName 127.0.0.1\n  Port " + QByteArray::number(m_jump.port()) + "\n  User " +
           currentUser().toUtf8() + "\n  IdentityFile \"" + m_key.toUtf8() + "\"\n  UserKnownHostsFile \"" +
           m_jump.knownHosts().toUtf8() + "\"\n";
  }

 private Q_SLOTS:
  void initTestCase() {
    qunsetenv("SSH_AUTH_SOCK");
    for (TestSshd *sshd : {&m_sshd, &m_jump}) {
      if (const QString why = sshd->start(); !why.isEmpty()) QSKIP(qPrintable(why));
      sshd->writeKnownHosts();
    }
    m_key = m_sshd.makeKey(QStringLiteral("id"));
    m_sshd.authorize(m_key);
    writeFile(m_jump.path(QStringLiteral("authorized_keys")), readFile(m_key + QStringLiteral(".pub")));
  }

  void anAliasWithAHostBlockConnects() {
    auto link = connectBy(block());
    MUST(link);
    QVERIFY(collect(**link).out.contains(QByteArray::number(m_sshd.port())));
  }

  void aHostKeyAliasNamesTheKnownHost() {
    const QString named = m_sshd.path(QStringLiteral("named_hosts"));
    writeFile(named, "pod-7 " + readFile(m_sshd.path(QStringLiteral("host_key.pub"))));
    MUST(connectBy("HostKeyAlias Pod-7\nUserKnownHostsFile " + named.toUtf8() + '\n' + block()));
  }

  void aJumpHostIsPassedThrough() {
    auto link = connectBy(block() + "  ProxyJump jump\n" + jumpBlock());
    MUST(link);
    QVERIFY(collect(**link).out.contains(QByteArray::number(m_sshd.port())));
    QVERIFY(m_jump.log().contains("Accepted publickey"));
  }

  void aProxyCommandIsPassedThrough() {
    const QByteArray command = "ssh -F '" + m_sshd.path(QStringLiteral("ssh config")).toUtf8() + "' -W %h:%p jump";
    auto link = connectBy(block() + "  ProxyCommand " + command + '\n' + jumpBlock());
    MUST(link);
    QVERIFY(collect(**link).closed);
  }

  void aFailedJumpSaysWhatTheJumpSaid() {
    MUST_FAIL(connectBy(block() + "  ProxyJump jump\nHost jump\n  HostName 127.0.0.1\n  Port " +
                        QByteArray::number(freePort()) + '\n'),
              Fault::Unreachable, QStringLiteral("Connection refused"));
  }

  void aFailedProxyCommandSaysWhatItSaid() {
    const auto link = connectBy(block() + "  ProxyCommand sh -c 'echo no tunnel today >&2; exit 3'\n");
    MUST_FAIL(link, Fault::Unreachable, QStringLiteral("no tunnel today"));
    QVERIFY(link.error().what.contains(QStringLiteral("proxy")));
  }

  void aProxyCommandThatDoesNotExistIsSaid() {
    MUST_FAIL(connectBy(block() + "  ProxyCommand /nowhere/tunnel %h\n"), Fault::Unreachable,
              QStringLiteral("/nowhere/tunnel"));
  }

  void aCancelIsServedWhileAProxyHangsAndEndsIt() {
    const QString mark = m_sshd.path(QStringLiteral("pid"));
    std::stop_source source;
    QElapsedTimer timer;
    const std::jthread canceller([&] {
      while (!QFileInfo(mark).size()) QThread::msleep(20);
      timer.start();
      source.request_stop();
    });
    const auto link = connectBy(block() + "  ProxyCommand sh -c 'echo $$ > " + mark.toUtf8() + "; sleep 600; true'\n",
                                source.get_token());
    QVERIFY2(timer.elapsed() < 5000, qPrintable(QString::number(timer.elapsed())));
    MUST_FAIL(link, Fault::Cancelled, QString());
    const QString process = QStringLiteral("/proc/") + QString::fromLatin1(readFile(mark)).trimmed();
    QTRY_VERIFY(!QFileInfo::exists(process));
  }
};

QTEST_GUILESS_MAIN(ProxyTest)
#include "test_proxy.moc"
