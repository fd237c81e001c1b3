#include "core/connect/practice_process.h"

#include <unistd.h>

#include <QDeadlineTimer>
#include <QFile>
#include <QJsonDocument>
#include <QJsonObject>
#include <QStandardPaths>

#include "core/base/text.h"

namespace nightjar {

namespace {

constexpr int startMs = 30000;  // keys, server and pages take well under a second; a loaded machine gets patience
constexpr int stopGrainMs = 50;
constexpr int tidyMs = 30000;  // removing a real torch environment takes seconds on a slow disk

Error notStarted(const QString &why, const QString &details) {
  return {Text::tr("The practice runtime did not start."), why,
          Text::tr("Check that python3 works on this computer and that its disk is not full, then try again."), details,
          Fault::Failed};
}

QString textOf(const QString &file) {
  QFile log(file);
  return log.open(QIODevice::ReadOnly) ? QString::fromUtf8(log.read(8192)) : QString();
}

}  // namespace

Result<std::unique_ptr<PracticeProcess>> PracticeProcess::start(const QString &folder, const QString &wheelsDir,
                                                                std::stop_token stop) {
  const QString python = QStandardPaths::findExecutable(QStringLiteral("python3"));
  if (python.isEmpty()) {
    return Error{Text::tr("This computer has no python3."),
                 Text::tr("The practice runtime is run by Python."),
                 Text::tr("Install python3 with your system's package manager and try again."),
                 {},
                 Fault::Failed};
  }
  auto process = std::make_unique<PracticeProcess>();
  const QString logFile = folder + QStringLiteral("/practice.log");
  QStringList arguments{QStringLiteral("-I"), QStringLiteral("-B"), folder + QStringLiteral("/index"),
                        QStringLiteral("--folder"), folder};
  if (!wheelsDir.isEmpty()) arguments << QStringLiteral("--wheels") << wheelsDir;
  process->m_process.setStandardErrorFile(logFile);
  // Ctrl-C in the terminal is for us; it ends when we do, and tidies up.
  process->m_process.setChildProcessModifier([] { ::setsid(); });
  process->m_process.start(python, arguments);
  if (const auto ready = process->awaitReady(logFile, stop); !ready) {
    Error error = ready.error();
    if (!wheelsDir.isEmpty() && !error.isCancelled())
      error.fix = Text::tr("Name a folder with wheels of torch, or leave the option out to practise with samples.");
    return error;
  }
  return process;
}

Result<void> PracticeProcess::awaitReady(const QString &logFile, std::stop_token stop) {
  const QDeadlineTimer deadline(startMs);
  while (!m_process.canReadLine()) {
    if (stop.stop_requested()) return cancelled();
    if (m_process.state() == QProcess::NotRunning) {
      return notStarted(Text::tr("Its process ended at once."), m_process.errorString() + u'\n' + textOf(logFile));
    }
    if (deadline.hasExpired()) return notStarted(Text::tr("It did not answer in time."), textOf(logFile));
    m_process.waitForReadyRead(stopGrainMs);
  }
  return takeReady(m_process.readLine(), logFile);
}

Result<void> PracticeProcess::takeReady(const QByteArray &line, const QString &logFile) {
  const QJsonObject ready = QJsonDocument::fromJson(line).object();
  if (ready.contains(QStringLiteral("error"))) {
    return notStarted(ready[QStringLiteral("error")].toString(), textOf(logFile));
  }
  indexPort = static_cast<quint16>(ready[QStringLiteral("index_port")].toInt());
  if (indexPort == 0) return notStarted(Text::tr("Its answer makes no sense."), QString::fromUtf8(line));
  const QJsonObject ssh = ready[QStringLiteral("ssh")].toObject();
  sshPort = static_cast<quint16>(ssh[QStringLiteral("port")].toInt());
  sshUser = ssh[QStringLiteral("user")].toString();
  sshProblem = ready[QStringLiteral("ssh_problem")].toString();
  return {};
}

PracticeProcess::~PracticeProcess() {
  if (m_process.state() == QProcess::NotRunning) return;
  m_process.closeWriteChannel();
  if (!m_process.waitForFinished(tidyMs)) {
    m_process.kill();
    m_process.waitForFinished();
  }
}

}  // namespace nightjar
