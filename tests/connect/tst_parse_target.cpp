#include <QDir>
#include <QTest>

#include "core/connect/parse_target.h"

using nightjar::Fault;
using nightjar::parseTarget;
using nightjar::Target;

/// What people paste (FACTS §4), and what must never get through.
class ParseTargetTest : public QObject {
  Q_OBJECT

 private Q_SLOTS:
  void understandsWhatPeoplePaste_data();
  void understandsWhatPeoplePaste();
  void refusesWithOneClearUsageError_data();
  void refusesWithOneClearUsageError();
  void keepsWhatWasTypedOnOneLine();
  void knowsTheTwoTargetsThatNeedNoHost();
};

void ParseTargetTest::understandsWhatPeoplePaste_data() {
  QTest::addColumn<QString>("text");
  QTest::addColumn<QString>("user");
  QTest::addColumn<QString>("host");
  QTest::addColumn<int>("port");
  QTest::addColumn<QString>("identity");
  const QString home = QDir::homePath();
  const auto row = [](const char *text, const char *user, const char *host, int port, const QString &identity = {}) {
    QTest::newRow(text) << QString::fromUtf8(text) << QString::fromUtf8(user) << QString::fromUtf8(host) << port
                        << identity;
  };
  row("gpu-box", "", "gpu-box", 0);
  row("my_alias.2", "", "my_alias.2", 0);
  row("  gpu-box\n", "", "gpu-box", 0);
  row("root@1.2.3.4", "root", "1.2.3.4", 0);
  row("first.last@corp@host", "first.last@corp", "host", 0);
  row("1.2.3.4:12345", "", "1.2.3.4", 12345);
  row("user@host:2222", "user", "host", 2222);
  row("localhost:65535", "", "localhost", 65535);
  row("bore.pub:4321", "", "bore.pub", 4321);
  row("tcp://0.tcp.ngrok.io:12345", "", "0.tcp.ngrok.io", 12345);
  row("root@tcp.example.com:22", "root", "tcp.example.com", 22);
  row("ssh://user@host:22", "user", "host", 22);
  row("SSH://user@host/", "user", "host", 0);
  row("ssh://user@[2001:db8::1]:22", "user", "2001:db8::1", 22);
  row("[2001:db8::1]:22", "", "2001:db8::1", 22);
  row("[2001:db8::1]", "", "2001:db8::1", 0);
  row("root@2001:db8::1", "root", "2001:db8::1", 0);
  row("[fe80::1%eth0]:22", "", "fe80::1%eth0", 22);
  row("local-gpu", "", "local-gpu", 0);
  row("local:22", "", "local", 22);

  row("ssh root@1.2.3.4 -p 12345 -i ~/.ssh/id_ed25519", "root", "1.2.3.4", 12345, home + "/.ssh/id_ed25519");
  row("ssh -p 40022 root@ssh5.vast.ai -L 8080:localhost:8080", "root", "ssh5.vast.ai", 40022);
  row("ssh -i '~/.ssh/lambda key.pem' ubuntu@1.2.3.4", "ubuntu", "1.2.3.4", 0, home + "/.ssh/lambda key.pem");
  row("ssh -i \"$HOME/.ssh/id\" a@b", "a", "b", 0, home + "/.ssh/id");
  row("ssh -i my\\ key a@b", "a", "b", 0, "my key");
  row("ssh -i C:\\Users\\me\\.ssh\\id_rsa root@host", "root", "host", 0, "C:\\Users\\me\\.ssh\\id_rsa");
  row("ssh.exe -i \"C:\\My Keys\\id\" root@host", "root", "host", 0, "C:\\My Keys\\id");
  row("ssh -i %USERPROFILE%\\.ssh\\id root@host", "root", "host", 0, home + "\\.ssh\\id");
  row("/usr/bin/ssh -p22 host", "", "host", 22);
  row("$ ssh -vvtp 22 host", "", "host", 22);
  row("ssh \\\n  -p 22 \\\n  host", "", "host", 22);
  row("ssh -l admin host", "admin", "host", 0);
  row("ssh -l first second@host", "first", "host", 0);
  row("ssh -p 1 -p 2 host:3", "", "host", 1);
  row("ssh host -o StrictHostKeyChecking=no -o Port=77 -oUser=me", "me", "host", 77);
  row("ssh -o 'IdentityFile ~/.ssh/k' host", "", "host", 0, home + "/.ssh/k");
  row("ssh -N -D 1080 -R 1:localhost:2 host", "", "host", 0);
  row("ssh root@host nvidia-smi -L", "root", "host", 0);
  row("ssh root@host -- -J elsewhere", "root", "host", 0);
  row("ssh ssh://user@host:2222", "user", "host", 2222);
  row("root@1.2.3.4 -p 2299", "root", "1.2.3.4", 2299);
  row("root@host -i ~/.ssh/id_ed25519 -p 22 ", "root", "host", 22, home + "/.ssh/id_ed25519");
}

void ParseTargetTest::understandsWhatPeoplePaste() {
  QFETCH(QString, text);
  const auto target = parseTarget(text);
  QVERIFY2(bool(target), target ? "" : qPrintable(target.error().what + target.error().why));
  QCOMPARE(target->kind, Target::Kind::Ssh);
  QTEST(target->user, "user");
  QTEST(target->host, "host");
  QTEST(int(target->port), "port");
  QTEST(target->identityFile, "identity");
}

void ParseTargetTest::refusesWithOneClearUsageError_data() {
  QTest::addColumn<QString>("text");
  QTest::addColumn<QString>("says");  ///< words that the error must hold, so that it is about the right thing
  const auto row = [](const char *text, const char *says) {
    QTest::newRow(text) << QString::fromUtf8(text) << QString::fromUtf8(says);
  };
  row("", "No target");
  row(" \n", "No target");
  row("a b", "several words");
  row("scp -P 22 root@host", "several words");
  row("root@host nvidia-smi", "several words");
  row("-p 22 root@host", "several words");
  row("root@host -J elsewhere", "not understood");
  row("root@host -oProxyCommand=x", "not understood");
  row("user@", "host is missing");
  row("@host", "not a user");
  row(":22", "host is missing");
  row("host:", "not a port");
  row("host:0", "not a port");
  row("host:65536", "not a port");
  row("host:+22", "not a port");
  row("host:ssh", "not a port");
  row("host:4294967318", "not a port");
  row("[2001:db8::1", "brackets");
  row("[2001:db8::1]22", "brackets");
  row("[host]:22", "not a host");
  row("2001:db8::g", "not a host");
  row("-oProxyCommand=touch /tmp/x", "several words");
  row("-oProxyCommand=x", "not a host");
  row("user@-oProxyCommand=x", "not a host");
  row("-l@host", "not a user");
  row("host;id", "not a host");
  row("$(id)@host", "not a user");
  row("`id`", "not a host");
  row("a'b@host", "not a user");
  row("us%r@host", "not a user");
  row("ho%h", "not a host");
  row("host\\name", "not a host");
  row("host|x", "not a host");
  row("münchen.example", "not a host");
  row("user:secret@host", "password");
  row("ssh://user:secret@host:22", "password");
  row("http://example.com", "ssh://");
  row("ssh://host/path", "not a host");
  row("https://some-words-here.trycloudflare.com", "cloudflared access");
  row("root@name.trycloudflare.com", "cloudflared access");
  row("colab ssh -s NAME", "ProxyCommand");
  row("/root/.local/bin/colab ssh --proxy-mode -s NAME", "ProxyCommand");
  row("Host gpu\n  HostName 1.2.3.4\n  User root", "~/.ssh/config");
  row("# mine\nhost gpu", "~/.ssh/config");
  row("abc-64411@ssh.runpod.io", "exposed TCP");
  row("ssh abc-64411@ssh.runpod.io -i ~/.ssh/id_ed25519", "exposed TCP");
  row("ssh -v", "no host");
  row("ssh -p", "missing");
  row("ssh -p x host", "not a port");
  row("ssh -J jump host", "-J");
  row("ssh -vJjump host", "-J");
  row("ssh -F other host", "-F");
  row("ssh -o ProxyCommand='nc %h %p' host", "ProxyCommand");
  row("ssh -oproxyjump=a host", "proxyjump");
  row("ssh -o 'HostName 1.2.3.4' host", "HostName");
  row("ssh --port 22 host", "not an option");
  row("ssh -i '' host", "not a key file");
  row("ssh -i -oProxyCommand=x host", "not a key file");
  row("ssh -i 'a\nb' host", "not a key file");
  row("ssh 'host", "never closed");
  row("ssh host\\;id", "not a host");
  row("ssh -l '-x' host", "not a user");
}

void ParseTargetTest::refusesWithOneClearUsageError() {
  QFETCH(QString, text);
  QFETCH(QString, says);
  const auto target = parseTarget(text);
  QVERIFY2(!target, qPrintable(target ? target->host : QString()));
  const auto &error = target.error();
  QCOMPARE(error.fault, Fault::Usage);
  QVERIFY(!error.what.isEmpty() && !error.why.isEmpty() && !error.fix.isEmpty());
  const QString all = error.what + u' ' + error.why + u' ' + error.fix;
  QVERIFY2(all.contains(says), qPrintable(all));
  QVERIFY2(!all.contains(QStringLiteral("secret")), qPrintable(all));
}

void ParseTargetTest::keepsWhatWasTypedOnOneLine() {
  const auto target = parseTarget(QStringLiteral(" ssh \\\n -p 22  host "));
  QVERIFY(bool(target));
  QCOMPARE(target->text, QStringLiteral("ssh \\ -p 22 host"));
}

void ParseTargetTest::knowsTheTwoTargetsThatNeedNoHost() {
  const auto local = parseTarget(QStringLiteral(" local "));
  QVERIFY(bool(local));
  QCOMPARE(local->kind, Target::Kind::Local);
  const auto practice = parseTarget(QStringLiteral("practice"));
  QVERIFY(bool(practice));
  QCOMPARE(practice->kind, Target::Kind::Practice);
  QVERIFY(practice->host.isEmpty());
}

QTEST_APPLESS_MAIN(ParseTargetTest)
#include "tst_parse_target.moc"
