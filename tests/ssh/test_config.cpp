#include <QDir>

#include "core/ssh/config.h"
#include "core/ssh/untrusted.h"
#include "tests/ssh/ssh_case.h"

using namespace nightjar;

/// What an ssh_config means, without connecting anywhere.
class ConfigTest : public QObject {
  Q_OBJECT

  QTemporaryDir m_home;

  Result<SshConfig> resolved(const QByteArray &content, const QString &host, const QString &user = {},
                             quint16 port = 0) {
    writeFile(m_home.filePath(QStringLiteral("config")), content);
    Target target;
    target.host = host;
    target.user = user;
    target.port = port;
    ConnectOptions options;
    options.configFile = m_home.filePath(QStringLiteral("config"));
    return resolveConfig(target, options);
  }

 private Q_SLOTS:
  void initTestCase() {
    qputenv("HOME", m_home.path().toUtf8());
    qputenv("USER", "me");
  }

  void withoutAConfigTheUsualThingsCount() {
    auto config = resolved("", QStringLiteral("example.org"));
    MUST(config);
    QCOMPARE(config->host, QStringLiteral("example.org"));
    QCOMPARE(config->port, 22);
    QCOMPARE(config->user, QStringLiteral("me"));
    QVERIFY(config->identityFiles.contains(m_home.path() + QStringLiteral("/.ssh/id_ed25519")));
    QCOMPARE(config->knownHostsFiles.first(), m_home.path() + QStringLiteral("/.ssh/known_hosts"));
    QVERIFY(config->proxyArgv.isEmpty());
  }

  void theFirstValueThatAppliesCountsAndThePersonsWordsWin() {
    const QByteArray content =
        "Host *.lab !secret.lab\n  User lab\n  Port 2200\n"
        "Host my_gpu\n  HostName=gpu7.lab\n  User \"jo\"\n  Port 2222 # comment\n  IdentityFile ~/a\n"
        "Host *\n  User late\n  Port 9\n  IdentityFile %d/b\n";
    auto config = resolved(content, QStringLiteral("my_gpu"));
    MUST(config);
    QCOMPARE(config->host, QStringLiteral("gpu7.lab"));
    QCOMPARE(config->user, QStringLiteral("jo"));
    QCOMPARE(config->port, 2222);
    const QStringList keys{m_home.path() + QStringLiteral("/a"), m_home.path() + QStringLiteral("/b")};
    QCOMPARE(config->identityFiles, keys);
    MUST(config = resolved(content, QStringLiteral("secret.lab")));
    QCOMPARE(config->user, QStringLiteral("late"));
    MUST(config = resolved(content, QStringLiteral("x.lab"), QStringLiteral("typed"), 7));
    QCOMPARE(config->user, QStringLiteral("typed"));
    QCOMPARE(config->port, 7);
  }

  void matchAndIncludeAreFollowedAndWhatCannotBeJudgedIsSaid() {
    writeFile(m_home.filePath(QStringLiteral("more.conf")), "Host inner\n  Port 77\n");
    const QByteArray content = "Include " + m_home.path().toUtf8() +
                               "/*.conf\nMatch host inner user jo\n  User joanna\n"
                               "Match originalhost inner exec \"touch " +
                               m_home.path().toUtf8() + "/ran\"\n  Port 1\n";
    auto config = resolved(content, QStringLiteral("inner"), QStringLiteral("jo"));
    MUST(config);
    QCOMPARE(config->port, 77);
    QVERIFY(!QFileInfo::exists(m_home.filePath(QStringLiteral("ran"))));
    QCOMPARE(config->notes.size(), 1);
    QVERIFY(config->notes.first().contains(QStringLiteral("match")));
  }

  void whatHasNoEffectHereIsNoted() {
    auto config = resolved(
        "CertificateFile c\nStrictHostKeyChecking no\nHostKeyAlias Pod\nIdentitiesOnly yes\n"
        "IdentityAgent none\n",
        QStringLiteral("h"));
    MUST(config);
    QCOMPARE(config->notes.size(), 2);
    QCOMPARE(config->knownAs, QStringLiteral("pod"));
    QVERIFY(config->identitiesOnly);
    QVERIFY(config->agentSocket.isEmpty());
  }

  void jumpsBecomeAnArgvWithTheNearestHopLast() {
    auto config = resolved("ProxyCommand late\n", QStringLiteral("h"));
    MUST(config);
    QCOMPARE(config->proxyArgv.value(2), QStringLiteral("exec late"));
    MUST(config = resolved("ProxyJump a,jo@b:2222\nProxyCommand late\n", QStringLiteral("h"), {}, 5));
    const QStringList argv{QStringLiteral("ssh"),   QStringLiteral("-F"), m_home.filePath(QStringLiteral("config")),
                           QStringLiteral("-J"),    QStringLiteral("a"),  QStringLiteral("-W"),
                           QStringLiteral("[h]:5"), QStringLiteral("--"), QStringLiteral("ssh://jo@b:2222")};
    QCOMPARE(config->proxyArgv, argv);
    MUST(config = resolved("ProxyJump none\nProxyCommand late\n", QStringLiteral("h")));
    QVERIFY(config->proxyArgv.isEmpty());
  }

  void aProxyCommandGetsItsTokensOnce() {
    auto config =
        resolved("HostName x%%h\nProxyCommand p %h %p %r %n %%h\n", QStringLiteral("h"), QStringLiteral("u%p"));
    MUST(config);
    QCOMPARE(config->proxyArgv.value(2), QStringLiteral("exec p x%h 22 u%p h %h"));
  }

  void namesThatCouldBeShellNeverReachACommandLine_data() {
    QTest::addColumn<QString>("host");
    QTest::addColumn<QString>("user");
    for (const char *bad :
         {"-oProxyCommand=x", "a;b", "$(x)", "`x`", "a b", "a'b", "a|b", "a\nb", "a\\b", "ä", "a/b"}) {
      QTest::addRow("host %s", bad) << QString::fromUtf8(bad) << QStringLiteral("u");
      QTest::addRow("user %s", bad) << QStringLiteral("h") << QString::fromUtf8(bad);
    }
    QTest::addRow("no host") << QString() << QStringLiteral("u");
  }
  void namesThatCouldBeShellNeverReachACommandLine() {
    QFETCH(QString, host);
    QFETCH(QString, user);
    MUST_FAIL(resolved("ProxyCommand p %h %r\n", host, user), Fault::Unreachable, QStringLiteral("cannot be used"));
    MUST_FAIL(resolved("Host alias\nHostName \"" + host.toUtf8().replace('\n', "\x01") + "-;\"\n",
                       QStringLiteral("alias"), user),
              Fault::Unreachable, QStringLiteral("cannot be used"));
  }

  void textFromAServerIsMadePlain() {
    QCOMPARE(plainText("\x1b[31mred\x1b[0m\r\nnext\x07 \xe2\x80\xaexyz\xff "),
             QStringLiteral("[31mred[0m\nnext xyz\uFFFD"));
    QCOMPARE(plainText(QByteArray(5000, 'x'), 100).size(), 100);
  }
};

QTEST_GUILESS_MAIN(ConfigTest)
#include "test_config.moc"
