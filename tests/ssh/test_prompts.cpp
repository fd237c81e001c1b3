#include "tests/ssh/ssh_case.h"
#include "tests/support/test_user.h"

using namespace nightjar;

/// Logging in with a password and with the server's questions, as a real user through real PAM.
class PromptsTest : public QObject {
  Q_OBJECT

  std::unique_ptr<TestUser> m_user;
  std::unique_ptr<TestSshd> m_sshd;
  QTemporaryDir m_home;
  ScriptedPrompter m_prompter;

  void startWith(const QStringList &lines) {
    m_sshd = std::make_unique<TestSshd>();
    QCOMPARE(m_sshd->start(QStringList{QStringLiteral("UsePAM yes")} + lines), QString());
    m_sshd->writeKnownHosts();
  }

  Result<std::unique_ptr<Link>> connectWith(const QStringList &answers, const QString &key = {}) {
    m_prompter = {};
    m_prompter.answers = answers;
    Target target = m_sshd->target(key);
    target.user = m_user->name();
    return open(target, m_sshd->options(), m_prompter, "id -un");
  }

 private Q_SLOTS:
  void initTestCase() {
    qputenv("HOME", m_home.path().toUtf8());
    qunsetenv("SSH_AUTH_SOCK");
    TestSshd probe;
    if (const QString why = probe.start(); !why.isEmpty()) QSKIP(qPrintable(why));
    m_user = std::make_unique<TestUser>();
    if (!m_user->missing().isEmpty()) QSKIP(qPrintable(m_user->missing()));
  }
  void cleanupTestCase() { m_user.reset(); }

  void aPasswordLetsUsIn() {
    startWith({QStringLiteral("PasswordAuthentication yes")});
    auto link = connectWith({QStringLiteral("wrong"), m_user->password()});
    MUST(link);
    QCOMPARE(collect(**link).out.trimmed(), m_user->name().toUtf8());
    QCOMPARE(m_prompter.secrets.size(), 2);
    QCOMPARE(m_prompter.secrets.last().kind, SecretQuestion::Kind::Password);
    QCOMPARE(m_prompter.secrets.last().user, m_user->name());
    QCOMPARE(m_prompter.secrets.last().attempt, 2);
  }

  void aWrongPasswordEndsAfterThreeTries() {
    startWith({QStringLiteral("PasswordAuthentication yes"), QStringLiteral("KbdInteractiveAuthentication yes")});
    const QStringList wrong{QStringLiteral("a"), QStringLiteral("b"), QStringLiteral("c"), m_user->password()};
    MUST_FAIL(connectWith(wrong), Fault::Unreachable, QStringLiteral("the password: wrong"));
    QCOMPARE(m_prompter.secrets.size(), 3);
  }

  void aPasswordThatIsNotGivenSaysSo() {
    startWith({QStringLiteral("PasswordAuthentication yes")});
    MUST_FAIL(connectWith({}), Fault::Unreachable, QStringLiteral("the password: not given"));
  }

  void theServersQuestionsAreAskedInItsWords() {
    startWith({QStringLiteral("KbdInteractiveAuthentication yes")});
    auto link = connectWith({m_user->password()});
    MUST(link);
    QCOMPARE(collect(**link).out.trimmed(), m_user->name().toUtf8());
    QCOMPARE(m_prompter.secrets.size(), 1);
    QCOMPARE(m_prompter.secrets.first().prompt, QStringLiteral("Password:"));
    QVERIFY(!m_prompter.secrets.first().echo);
  }

  void aKeyAndAPasswordAreGivenWhereTheServerWantsBoth() {
    startWith(
        {QStringLiteral("PasswordAuthentication yes"), QStringLiteral("AuthenticationMethods publickey,password")});
    const QString key = m_sshd->makeKey(QStringLiteral("id"));
    m_sshd->stop();
    // The user cannot read our folder, so root reads the key for sshd.
    QCOMPARE(m_sshd->start({QStringLiteral("UsePAM yes"), QStringLiteral("PasswordAuthentication yes"),
                            QStringLiteral("AuthenticationMethods publickey,password"),
                            QStringLiteral("AuthorizedKeysCommand /bin/cat %1.pub").arg(key),
                            QStringLiteral("AuthorizedKeysCommandUser root")}),
             QString());
    MUST(connectWith({m_user->password()}, key));
    MUST_FAIL(connectWith({}, key), Fault::Unreachable, QStringLiteral("accepts a password"));
  }
};

QTEST_GUILESS_MAIN(PromptsTest)
#include "test_prompts.moc"
