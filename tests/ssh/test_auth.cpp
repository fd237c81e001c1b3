#include <QElapsedTimer>
#include <QLocalServer>
#include <QThread>
#include <latch>
#include <thread>

#include "core/base/shell_word.h"
#include "tests/ssh/ssh_case.h"
#include "tests/support/test_agent.h"

using namespace nightjar;

/// Logging in with keys.
class AuthTest : public QObject {
  Q_OBJECT

  std::unique_ptr<TestSshd> m_sshd;
  QTemporaryDir m_home;
  ScriptedPrompter m_prompter;

  Result<std::unique_ptr<Link>> connectWith(const QString &key, std::stop_token stop = {}) {
    return open(m_sshd->target(key), m_sshd->options(), m_prompter, "true", stop);
  }

 private Q_SLOTS:
  void initTestCase() {
    qputenv("HOME", m_home.path().toUtf8());
    qunsetenv("SSH_AUTH_SOCK");
  }

  void init() {
    m_sshd = std::make_unique<TestSshd>();
    if (const QString why = m_sshd->start(); !why.isEmpty()) QSKIP(qPrintable(why));
    m_sshd->writeKnownHosts();
    m_prompter = {};
  }

  void aKeyFileLetsUsIn_data() {
    QTest::addColumn<QString>("type");
    for (const char *type : {"ed25519", "ecdsa", "rsa"}) QTest::newRow(type) << QString::fromLatin1(type);
  }
  void aKeyFileLetsUsIn() {
    QFETCH(QString, type);
    const QString key = m_sshd->makeKey(QStringLiteral("id ü"), type);
    m_sshd->authorize(key);
    MUST(connectWith(key));
    QVERIFY(m_prompter.secrets.isEmpty());
  }

  void aUsualKeyInTheHomeFolderIsFound() {
    QDir(m_home.path()).mkpath(QStringLiteral(".ssh"));
    const QString key = m_sshd->makeKey(QStringLiteral("id"));
    m_sshd->authorize(key);
    const QString usual = m_home.filePath(QStringLiteral(".ssh/id_ed25519"));
    QVERIFY(QFile::copy(key, usual));
    MUST(connectWith({}));
    QVERIFY(QFile::remove(usual));
    QCOMPARE(QDir(m_home.filePath(QStringLiteral(".ssh"))).entryList(QDir::Files), QStringList());
  }

  void aLockedKeyOpensWithItsPassphrase() {
    const QString key = m_sshd->makeKey(QStringLiteral("id"), QStringLiteral("ed25519"), QStringLiteral("pass phräse"));
    m_sshd->authorize(key);
    m_prompter.answers = {QStringLiteral("wrong"), QStringLiteral("pass phräse")};
    MUST(connectWith(key));
    QCOMPARE(m_prompter.secrets.size(), 2);
    QCOMPARE(m_prompter.secrets.first().kind, SecretQuestion::Kind::Passphrase);
    QCOMPARE(m_prompter.secrets.first().keyFile, key);
    QCOMPARE(m_prompter.secrets.last().attempt, 2);
  }

  void aLockedKeyInTheOldFormatOpensToo() {
    const QString key = m_sshd->makeKey(QStringLiteral("id"), QStringLiteral("rsa"));
    m_sshd->authorize(key);
    runProgram(QStringLiteral("ssh-keygen"),
               {QStringLiteral("-q"), QStringLiteral("-p"), QStringLiteral("-m"), QStringLiteral("PEM"),
                QStringLiteral("-N"), QStringLiteral("secret"), QStringLiteral("-f"), key});
    QVERIFY(QFile::remove(key + QStringLiteral(".pub")));
    m_prompter.answers = {QStringLiteral("secret")};
    MUST(connectWith(key));
  }

  void aWrongPassphraseEndsAfterThreeTries() {
    const QString key = m_sshd->makeKey(QStringLiteral("id"), QStringLiteral("ed25519"), QStringLiteral("right"));
    m_sshd->authorize(key);
    m_prompter.answers = {QStringLiteral("a"), QString(), QStringLiteral("c"), QStringLiteral("right")};
    MUST_FAIL(connectWith(key), Fault::Unreachable, QStringLiteral("The passphrase does not open the key ") + key);
    QCOMPARE(m_prompter.secrets.size(), 3);
  }

  void aPassphraseThatIsNotGivenSaysSoAndHowToUnlockTheKey() {
    const QString key =
        m_sshd->makeKey(QStringLiteral("it's mine"), QStringLiteral("ed25519"), QStringLiteral("right"));
    m_sshd->authorize(key);
    MUST_FAIL(connectWith(key), Fault::Unreachable, QStringLiteral("ssh-add ") + shellWord(key));
  }

  void cancellingAtThePassphraseIsACancel() {
    struct Canceller : ScriptedPrompter {
      std::stop_source source;
      std::optional<QString> secret(const SecretQuestion &) override {
        source.request_stop();
        return std::nullopt;
      }
    } prompter;
    const QString key = m_sshd->makeKey(QStringLiteral("id"), QStringLiteral("ed25519"), QStringLiteral("right"));
    m_sshd->authorize(key);
    MUST_FAIL(open(m_sshd->target(key), m_sshd->options(), prompter, "true", prompter.source.get_token()),
              Fault::Cancelled, QString());
  }

  void nobodyIsAskedToUnlockAKeyTheServerDoesNotWant() {
    const QString key = m_sshd->makeKey(QStringLiteral("id"), QStringLiteral("ed25519"), QStringLiteral("right"));
    m_prompter.answers = {QStringLiteral("right")};
    MUST_FAIL(connectWith(key), Fault::Unreachable, key);
    QVERIFY(m_prompter.secrets.isEmpty());
  }

  void theAgentsKeyLetsUsInAndSparesThePassphrase() {
    TestAgent agent;
    const QString key = m_sshd->makeKey(QStringLiteral("id"));
    m_sshd->authorize(key);
    agent.add(key);
    MUST(connectWith({}));
    runProgram(QStringLiteral("ssh-keygen"), {QStringLiteral("-q"), QStringLiteral("-p"), QStringLiteral("-N"),
                                              QStringLiteral("secret"), QStringLiteral("-f"), key});
    MUST(connectWith(key));
    QVERIFY(m_prompter.secrets.isEmpty());
  }

  void aCancelIsServedWhileTheAgentKeepsSilent() {
    const QString socket = m_sshd->path(QStringLiteral("silent-agent"));
    std::stop_source source;
    QElapsedTimer timer;
    std::latch listening(1);
    std::latch over(1);
    const std::unique_ptr<QThread> agent(QThread::create([&] {
      QLocalServer silent;
      const bool ready = silent.listen(socket);
      listening.count_down();
      if (ready) static_cast<void>(silent.waitForNewConnection(30'000));
      timer.start();
      source.request_stop();
      over.wait();
    }));
    agent->start();
    listening.wait();
    qputenv("SSH_AUTH_SOCK", socket.toUtf8());
    const auto link = connectWith({}, source.get_token());
    const qint64 took = timer.elapsed();
    over.count_down();
    agent->wait();
    qunsetenv("SSH_AUTH_SOCK");
    QVERIFY2(took < 5000, qPrintable(QString::number(took)));
    MUST_FAIL(link, Fault::Cancelled, QString());
  }

  void tooManyKeysInTheAgentAreExplained() {
    m_sshd->stop();
    QCOMPARE(m_sshd->start({QStringLiteral("MaxAuthTries 2")}), QString());
    TestAgent agent;
    for (const char *name : {"a", "b", "c", "d"}) agent.add(m_sshd->makeKey(QString::fromLatin1(name)));
    MUST_FAIL(connectWith({}), Fault::Unreachable, QStringLiteral("allows only a few tries"));
  }

  void theExplicitKeyGoesBeforeTheAgents() {
    m_sshd->stop();
    QCOMPARE(m_sshd->start({QStringLiteral("MaxAuthTries 2")}), QString());
    TestAgent agent;
    for (const char *name : {"a", "b", "c", "d"}) agent.add(m_sshd->makeKey(QString::fromLatin1(name)));
    const QString key = m_sshd->makeKey(QStringLiteral("id"));
    m_sshd->authorize(key);
    MUST(connectWith(key));
  }

  void twoKeysAreGivenWhereTheServerWantsTwo() {
    m_sshd->stop();
    QCOMPARE(m_sshd->start({QStringLiteral("AuthenticationMethods publickey,publickey")}), QString());
    TestAgent agent;
    const QString first = m_sshd->makeKey(QStringLiteral("first"));
    const QString second = m_sshd->makeKey(QStringLiteral("second"));
    m_sshd->authorize(first);
    m_sshd->authorize(second);
    agent.add(second);
    MUST(connectWith(first));
  }

  void aKeyTheServerDoesNotKnowIsNamedWithWhatWasOffered() {
    const QString key = m_sshd->makeKey(QStringLiteral("id"));
    const auto link = connectWith(key);
    MUST_FAIL(link, Fault::Unreachable, QStringLiteral("did not let us in"));
    QVERIFY(link.error().why.contains(key));
    QVERIFY(link.error().why.contains(QStringLiteral("accepts a key")));
  }

  void aWrongUserIsNamed() {
    const QString key = m_sshd->makeKey(QStringLiteral("id"));
    m_sshd->authorize(key);
    Target target = m_sshd->target(key);
    target.user = QStringLiteral("nobody-here");
    MUST_FAIL(open(target, m_sshd->options(), m_prompter), Fault::Unreachable,
              QStringLiteral("\"nobody-here\" may be wrong"));
  }

  void aServersBannerIsShownAsPlainText() {
    writeFile(m_sshd->path(QStringLiteral("banner")), "Members \x1b[2Jonly\n");
    m_sshd->stop();
    QCOMPARE(m_sshd->start({QStringLiteral("Banner ") + m_sshd->path(QStringLiteral("banner"))}), QString());
    const auto link = connectWith(m_sshd->makeKey(QStringLiteral("id")));
    MUST_FAIL(link, Fault::Unreachable, QStringLiteral("Members [2Jonly"));
    QVERIFY(!link.error().details.contains(QChar(0x1b)));
  }

  void aKeyFileThatCannotBeUsedIsExplainedBeforeAnythingIsConnected_data() {
    QTest::addColumn<QByteArray>("content");
    QTest::addColumn<int>("mode");
    QTest::addColumn<QString>("words");
    QTest::newRow("missing") << QByteArray() << 0 << QStringLiteral("is not there");
    QTest::newRow("public") << QByteArray("ssh-ed25519 AAAA me") << 0600 << QStringLiteral("is a public key");
    QTest::newRow("open to others") << QByteArray("x") << 0644 << QStringLiteral("chmod 600");
    QTest::newRow("garbage") << QByteArray("hello\n") << 0600 << QStringLiteral("is no private key");
    QTest::newRow("cut off") << QByteArray("-----BEGIN OPENSSH PRIVATE KEY-----\nb3Bl\n") << 0600
                             << QStringLiteral("is no private key");
    QTest::newRow("PuTTY") << QByteArray("PuTTY-User-Key-File-3: ssh-ed25519\n") << 0600 << QStringLiteral("puttygen");
  }
  void aKeyFileThatCannotBeUsedIsExplainedBeforeAnythingIsConnected() {
    QFETCH(QByteArray, content);
    QFETCH(int, mode);
    QFETCH(QString, words);
    const QString path = m_sshd->path(QStringLiteral("odd key"));
    if (mode != 0) {
      writeFile(path, content);
      runProgram(QStringLiteral("chmod"), {QString::number(mode, 8), path});
    }
    MUST_FAIL(connectWith(path), Fault::Unreachable, words);
    QVERIFY(!m_sshd->log().contains("Connection from"));
  }
};

QTEST_GUILESS_MAIN(AuthTest)
#include "test_auth.moc"
