#include <QRegularExpression>

#include "tests/ssh/ssh_case.h"

using namespace nightjar;

/// Whether the server is the one it was before.
class HostKeyTest : public QObject {
  Q_OBJECT

  std::unique_ptr<TestSshd> m_sshd;
  QString m_key;
  ScriptedPrompter m_prompter;

  Result<std::unique_ptr<Link>> connectWith(const ConnectOptions &options) {
    return open(m_sshd->target(m_key), options, m_prompter);
  }

  void restartWithKey(const QString &type) {
    m_sshd->stop();
    m_sshd->changeHostKey(type);
    QCOMPARE(m_sshd->start(), QString());
  }

 private Q_SLOTS:
  void init() {
    m_sshd = std::make_unique<TestSshd>();
    if (const QString why = m_sshd->start(); !why.isEmpty()) QSKIP(qPrintable(why));
    m_key = m_sshd->makeKey(QStringLiteral("id"));
    m_sshd->authorize(m_key);
    m_prompter = {};
  }

  void anUnknownKeyIsRefusedUnlessSomeoneAcceptsIt() {
    MUST_FAIL(connectWith(m_sshd->options()), Fault::Unreachable, m_sshd->fingerprint());
    QCOMPARE(m_prompter.hostKeys.size(), 1);
    QCOMPARE(m_prompter.hostKeys.first().fingerprint, m_sshd->fingerprint());
    QCOMPARE(m_prompter.hostKeys.first().keyType, QStringLiteral("ssh-ed25519"));
    QCOMPARE(m_prompter.hostKeys.first().port, m_sshd->port());
    QVERIFY(!QFileInfo::exists(m_sshd->knownHosts()));
    QVERIFY(!m_sshd->log().contains("Accepted"));
  }

  void anAcceptedKeyIsRememberedAndNotAskedAboutAgain() {
    writeFile(m_sshd->knownHosts(), "# a comment without a newline at its end");
    m_prompter.accept = true;
    MUST(connectWith(m_sshd->options()));
    const QByteArray expected =
        "# a comment without a newline at its end\n[127.0.0.1]:" + QByteArray::number(m_sshd->port()) + ' ' +
        readFile(m_sshd->path(QStringLiteral("host_key.pub"))).split(' ').mid(0, 2).join(' ') + '\n';
    QCOMPARE(readFile(m_sshd->knownHosts()), expected);
    m_prompter.accept = false;
    MUST(connectWith(m_sshd->options()));
    QCOMPARE(m_prompter.hostKeys.size(), 1);
    QCOMPARE(readFile(m_sshd->knownHosts()), expected);
  }

  void aNewKeyCanBeAcceptedBeforehandAndTheFileIsMadePrivate() {
    ConnectOptions options = m_sshd->options();
    options.knownHostsFile = m_sshd->path(QStringLiteral("new folder/known hosts 100%h"));
    options.acceptNewHostKey = true;
    MUST(connectWith(options));
    QVERIFY(m_prompter.hostKeys.isEmpty());
    const QFileInfo file(options.knownHostsFile);
    QVERIFY(file.exists());
    QCOMPARE(file.permissions() & (QFile::ReadGroup | QFile::ReadOther), QFile::Permissions());
  }

  void aChangedKeyIsRefusedWithItsLineAndAWayOutThatWorks() {
    m_sshd->writeKnownHosts();
    writeFile(m_sshd->knownHosts(), "# first\n" + readFile(m_sshd->knownHosts()));
    restartWithKey(QStringLiteral("ed25519"));
    const QByteArray before = readFile(m_sshd->knownHosts());
    ConnectOptions options = m_sshd->options();
    options.acceptNewHostKey = true;
    m_prompter.accept = true;
    const auto refused = connectWith(options);
    MUST_FAIL(refused, Fault::Unreachable, QStringLiteral("has changed"));
    QVERIFY(refused.error().why.contains(m_sshd->knownHosts() + QStringLiteral(", line 2")));
    QVERIFY(m_prompter.hostKeys.isEmpty());
    QCOMPARE(readFile(m_sshd->knownHosts()), before);
    QVERIFY(!m_sshd->log().contains("Accepted"));
    const auto command = QRegularExpression(QStringLiteral("ssh-keygen .*")).match(refused.error().fix).captured();
    runProgram(QStringLiteral("sh"), {QStringLiteral("-c"), command});
    MUST(connectWith(options));
  }

  void aKeyOfAnotherTypeIsRefused() {
    m_sshd->writeKnownHosts();
    restartWithKey(QStringLiteral("ecdsa"));
    m_prompter.accept = true;
    MUST_FAIL(connectWith(m_sshd->options()), Fault::Unreachable, QStringLiteral("ssh-ed25519"));
    QVERIFY(m_prompter.hostKeys.isEmpty());
  }

  void theRecordedTypeIsAskedForWhereTheServerHasSeveral() {
    m_sshd->stop();
    m_sshd->changeHostKey(QStringLiteral("rsa"));
    m_sshd->writeKnownHosts();
    const QString other = m_sshd->makeKey(QStringLiteral("other_host_key"));
    QCOMPARE(m_sshd->start({QStringLiteral("HostKey ") + other}), QString());
    MUST(connectWith(m_sshd->options()));
  }

  void aDamagedLineDoesNotHideAChangedKey() {
    m_sshd->writeKnownHosts();
    const QByteArray name = "[127.0.0.1]:" + QByteArray::number(m_sshd->port());
    writeFile(m_sshd->knownHosts(), name + " ssh-ed25519 notakey\n" + readFile(m_sshd->knownHosts()));
    restartWithKey(QStringLiteral("ed25519"));
    m_prompter.accept = true;
    MUST_FAIL(connectWith(m_sshd->options()), Fault::Unreachable, QStringLiteral("line 2"));
  }

  void aRevokedKeyIsRefusedEvenWhereItIsKnown() {
    m_sshd->writeKnownHosts();
    const QByteArray line = readFile(m_sshd->knownHosts());
    writeFile(m_sshd->knownHosts(), line + "@revoked " + line);
    MUST_FAIL(connectWith(m_sshd->options()), Fault::Unreachable, QStringLiteral("revoked"));
  }

  void hashedNamesAreUnderstood() {
    m_sshd->writeKnownHosts();
    runProgram(QStringLiteral("ssh-keygen"),
               {QStringLiteral("-q"), QStringLiteral("-H"), QStringLiteral("-f"), m_sshd->knownHosts()});
    QVERIFY(readFile(m_sshd->knownHosts()).startsWith("|1|"));
    MUST(connectWith(m_sshd->options()));
  }

  void strictHostKeyCheckingNoIsNotHeeded() {
    ConnectOptions options = m_sshd->options();
    options.configFile = m_sshd->path(QStringLiteral("config"));
    writeFile(options.configFile, "StrictHostKeyChecking no\n");
    MUST_FAIL(connectWith(options), Fault::Unreachable, QStringLiteral("stricthostkeychecking has no effect"));
    QCOMPARE(m_prompter.hostKeys.size(), 1);
  }

  void aKeyThatCannotBeRememberedEndsTheConnection() {
    ConnectOptions options = m_sshd->options();
    options.knownHostsFile = m_key + QStringLiteral("/known_hosts");
    options.acceptNewHostKey = true;
    MUST_FAIL(connectWith(options), Fault::Unreachable, QStringLiteral("could not be saved"));
  }
};

QTEST_GUILESS_MAIN(HostKeyTest)
#include "test_host_key.moc"
