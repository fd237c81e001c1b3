#include "tests/support/test_sshd.h"

#ifdef Q_OS_LINUX
#include <sys/prctl.h>
#endif
#include <unistd.h>

#include <QDir>
#include <QElapsedTimer>
#include <QFile>
#include <QFileInfo>
#include <QTcpServer>
#include <csignal>

namespace nightjar {

namespace {

constexpr auto sshdProgram = "/usr/sbin/sshd";
constexpr int startLimit = 20'000;  // milliseconds; sanitizers and a loaded machine included

bool isRoot() {
  return ::geteuid() == 0;
}

}  // namespace

TestSshd::TestSshd() {
  m_process.setProcessChannelMode(QProcess::MergedChannels);
#ifdef Q_OS_LINUX
  // A test program that crashes leaves no server behind.
  m_process.setChildProcessModifier([] { ::prctl(PR_SET_PDEATHSIG, SIGTERM); });
#endif
}

TestSshd::~TestSshd() {
  stop();
}

QString TestSshd::start(const QStringList &extraLines) {
  if (!QFileInfo(QLatin1String(sshdProgram)).isExecutable()) {
    return QStringLiteral("OpenSSH's server is not installed (%1).").arg(QLatin1String(sshdProgram));
  }
  // Where sshd separates privileges; its package's start script makes it, and no such script ran here.
  if (isRoot()) QDir().mkpath(QStringLiteral("/run/sshd"));
  if (!QFileInfo::exists(path(QStringLiteral("host_key")))) changeHostKey();
  for (int attempt = 0; attempt < 5; ++attempt) {
    if (m_port == 0) m_port = freePort();
    writeConfig(extraLines);
    m_process.start(QLatin1String(sshdProgram), {QStringLiteral("-D"), QStringLiteral("-e"), QStringLiteral("-f"),
                                                 path(QStringLiteral("sshd_config"))});
    m_log.clear();
    QElapsedTimer timer;
    timer.start();
    while (m_process.waitForReadyRead(static_cast<int>(startLimit - timer.elapsed()))) {
      m_log += m_process.readAll();
      if (m_log.contains("Server listening on")) return {};
    }
    stop();
    if (!m_log.contains("Address already in use")) break;
    m_port = 0;
  }
  return QStringLiteral("sshd did not start: %1").arg(QString::fromUtf8(m_log));
}

void TestSshd::stop() {
  if (m_process.state() == QProcess::NotRunning) return;
  m_process.terminate();
  if (!m_process.waitForFinished(5000)) m_process.kill();
  m_process.waitForFinished();
  m_log += m_process.readAll();
}

void TestSshd::writeConfig(const QStringList &extraLines) {
  QStringList lines = extraLines;  // first: sshd takes the first value of a keyword
  lines << QStringLiteral("ListenAddress 127.0.0.1") << QStringLiteral("Port %1").arg(m_port)
        << QStringLiteral("HostKey %1").arg(path(QStringLiteral("host_key")))
        << QStringLiteral("AuthorizedKeysFile %1").arg(path(QStringLiteral("authorized_keys")))
        << QStringLiteral("PidFile none") << QStringLiteral("StrictModes no") << QStringLiteral("UsePAM no")
        << QStringLiteral("PasswordAuthentication no") << QStringLiteral("KbdInteractiveAuthentication no")
        << QStringLiteral("PermitRootLogin yes") << QStringLiteral("MaxStartups 100")
        << QStringLiteral("LogLevel VERBOSE") << QStringLiteral("UseDNS no") << QStringLiteral("PrintMotd no");
  writeFile(path(QStringLiteral("sshd_config")), lines.join(u'\n').toUtf8() + '\n');
}

void TestSshd::changeHostKey(const QString &type) {
  QFile::remove(path(QStringLiteral("host_key")));
  QFile::remove(path(QStringLiteral("host_key.pub")));
  static_cast<void>(makeKey(QStringLiteral("host_key"), type));
}

QString TestSshd::makeKey(const QString &name, const QString &type, const QString &passphrase) {
  QStringList arguments{QStringLiteral("-q"),   QStringLiteral("-t"), type,
                        QStringLiteral("-N"),   passphrase,           QStringLiteral("-C"),
                        QStringLiteral("test"), QStringLiteral("-f"), path(name)};
  if (type == u"rsa") arguments << QStringLiteral("-b") << QStringLiteral("2048");
  runProgram(QStringLiteral("ssh-keygen"), arguments);
  return path(name);
}

void TestSshd::authorize(const QString &keyPath) {
  QFile file(path(QStringLiteral("authorized_keys")));
  if (!file.open(QIODevice::Append)) qFatal("cannot write authorized_keys");
  file.write(readFile(keyPath + QStringLiteral(".pub")));
}

QString TestSshd::fingerprint() const {
  const QByteArray line = runProgram(
      QStringLiteral("ssh-keygen"), {QStringLiteral("-l"), QStringLiteral("-f"), path(QStringLiteral("host_key.pub"))});
  return QString::fromLatin1(line.split(' ').value(1));
}

void TestSshd::writeKnownHosts() const {
  const QByteArray key = readFile(path(QStringLiteral("host_key.pub")));
  writeFile(knownHosts(), "[127.0.0.1]:" + QByteArray::number(m_port) + ' ' + key);
}

Target TestSshd::target(const QString &identity) const {
  Target target;
  target.text = currentUser() + QStringLiteral("@127.0.0.1:%1").arg(m_port);
  target.host = QStringLiteral("127.0.0.1");
  target.port = m_port;
  target.user = currentUser();
  target.identityFile = identity;
  return target;
}

ConnectOptions TestSshd::options() const {
  ConnectOptions options;
  options.knownHostsFile = knownHosts();
  options.configFile = QStringLiteral("none");
  return options;
}

QByteArray TestSshd::log() {
  m_process.waitForReadyRead(0);
  m_log += m_process.readAll();
  return m_log;
}

QByteArray runProgram(const QString &program, const QStringList &arguments, const QByteArray &input) {
  QProcess process;
  process.start(program, arguments);
  process.write(input);
  process.closeWriteChannel();
  const bool finished = process.waitForFinished(60'000);
  if (!finished || process.exitStatus() != QProcess::NormalExit || process.exitCode() != 0) {
    qFatal("%s %s: %s", qPrintable(program), qPrintable(arguments.join(u' ')),
           process.readAllStandardError().constData());
  }
  return process.readAllStandardOutput();
}

quint16 freePort() {
  QTcpServer server;
  if (!server.listen(QHostAddress::LocalHost)) qFatal("no free port");
  return server.serverPort();
}

QString currentUser() {
  return QString::fromUtf8(runProgram(QStringLiteral("id"), {QStringLiteral("-un")})).trimmed();
}

void writeFile(const QString &path, const QByteArray &content) {
  QFile file(path);
  if (!file.open(QIODevice::WriteOnly) || file.write(content) != content.size())
    qFatal("cannot write %s", qPrintable(path));
}

QByteArray readFile(const QString &path) {
  QFile file(path);
  if (!file.open(QIODevice::ReadOnly)) qFatal("cannot read %s", qPrintable(path));
  return file.readAll();
}

}  // namespace nightjar
