#include "core/runtime/bootstrap.h"

#include <QCryptographicHash>
#include <QFile>

#include "core/base/text.h"
#include "core/runtime/agent.h"

namespace nightjar {

namespace {

QByteArray resource(const char *name) {
  QFile file(QLatin1String(":/runtime/") + QLatin1String(name));
  return file.open(QIODevice::ReadOnly) ? file.readAll() : QByteArray();
}

QString plain(const QByteArray &bytes) {
  return QString::fromUtf8(bytes.left(4096));
}

/// What a runtime without an agent says → what it is. First match wins.
struct Sign {
  const char *text;
  const char *what;
  const char *why;
  const char *fix;
  Fault fault;
};

constexpr Sign signs[] = {
    {"NIGHTJAR-NO-PYTHON", QT_TRANSLATE_NOOP("nightjar", "The runtime has no python3."),
     QT_TRANSLATE_NOOP("nightjar", "Nightjar's helper there, and PyTorch itself, need Python."),
     QT_TRANSLATE_NOOP("nightjar",
                       "Install Python 3.10 or newer there (on Debian and Ubuntu: apt install python3 python3-venv)."),
     Fault::Failed},
    {"is not recognized as", QT_TRANSLATE_NOOP("nightjar", "The runtime is a Windows machine."),
     QT_TRANSLATE_NOOP("nightjar", "Its SSH server starts cmd.exe or PowerShell; Nightjar needs a POSIX shell."),
     QT_TRANSLATE_NOOP("nightjar", "Connect to WSL on that machine instead, or to a Linux runtime."), Fault::Failed},
    {"doesn't support PTY", QT_TRANSLATE_NOOP("nightjar", "This address only opens terminals."),
     QT_TRANSLATE_NOOP("nightjar", "It is a proxy that runs no commands."),
     QT_TRANSLATE_NOOP("nightjar", "On RunPod choose “SSH over exposed TCP” and paste that command."),
     Fault::Unreachable},
};

}  // namespace

QByteArray bootstrapCommand() {
  return resource("command.txt");
}

QStringList bootstrapArgv() {
  return {QStringLiteral("/bin/sh"), QStringLiteral("-c"), QString::fromLatin1(resource("bootstrap.txt")),
          QStringLiteral("nightjar"), QString::fromLatin1(resource("loader.txt"))};
}

QByteArray bootstrapPayload() {
  const QByteArray zip = resource("agent.pyz");
  const QByteArray hash = QCryptographicHash::hash(zip, QCryptographicHash::Sha256).toHex();
  return "NIGHTJAR-PAYLOAD " + QByteArray::number(zip.size()) + ' ' + hash + '\n' + zip;
}

Error noAgent(const QByteArray &out, const QByteArray &err, std::optional<int> exitStatus) {
  const QByteArray said = out + '\n' + err;
  for (const Sign &sign : signs) {
    if (said.contains(sign.text)) {
      return {Text::tr(sign.what), Text::tr(sign.why), Text::tr(sign.fix), plain(said), sign.fault};
    }
  }
  const QString status = exitStatus ? Text::tr("The shell there ended with exit code %1.").arg(*exitStatus)
                                    : Text::tr("The connection was closed before anything ran.");
  return {
      Text::tr("The runtime let us in, but does not run commands."), status,
      Text::tr("Try `ssh HOST true` in a terminal: it has to end without an error. A login file that ends the shell, "
               "or an account without a shell, shows there."),
      plain(said), Fault::Unreachable};
}

Error lostAgent(const QByteArray &err) {
  return {Text::tr("The connection to the runtime was lost."),
          Text::tr("The network, the tunnel or the machine went away. What was running there carries on."),
          Text::tr("Connect again."), plain(err), Fault::Unreachable};
}

Error silentLogin(std::chrono::milliseconds silence, const QByteArray &out, const QByteArray &err) {
  return {Text::tr("The runtime let us in, but nothing answers."),
          Text::tr("Its login shell has said nothing for %1 seconds: it may wait for a lock, a network disk or a key.")
              .arg(std::chrono::duration_cast<std::chrono::seconds>(silence).count()),
          Text::tr("Try `ssh HOST true` in a terminal: a login file that waits shows there."), plain(out + '\n' + err),
          Fault::Unreachable};
}

Error silentAgent(std::chrono::milliseconds silence, const QByteArray &err) {
  const auto seconds = std::chrono::duration_cast<std::chrono::seconds>(silence).count();
  return {
      Text::tr("The runtime has stopped answering."),
      Text::tr("Nothing came from it for %1 seconds: the network or the tunnel is gone, or the machine sleeps. What "
               "was running there carries on if it still runs.")
          .arg(seconds),
      Text::tr("Check the connection and connect again."), plain(err), Fault::Unreachable};
}

}  // namespace nightjar
