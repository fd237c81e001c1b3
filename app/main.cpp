#include <QCoreApplication>
#include <QJsonObject>
#include <cstdio>

#include "app/command_table.h"
#include "app/commands.h"
#include "app/install_report.h"
#include "app/standard_streams.h"
#include "app/window.h"

namespace {

/// The command line is read before there is an application object: the window's and the terminal's differ.
QStringList argumentsFrom(int argc, char **argv) {
  QStringList arguments;
  for (int i = 0; i < argc; ++i) {
    arguments.append(QString::fromLocal8Bit(argv[i]));
  }
  return arguments;
}

/// What `--json` promises of a command that failed before it was understood.
QJsonObject errorFrame(nightjar::Command command) {
  using nightjar::Command;
  if (command == Command::Install) return nightjar::InstallReport::nothingDone();
  if (command == Command::Window) return {{"schema", QJsonValue()}};
  const QString name = QLatin1String(command == Command::Detect ? "runtime" : nightjar::rowOf(command).name);
  return {{"schema", QStringLiteral("nightjar.%1/1").arg(name)}};
}

}  // namespace

int main(int argc, char **argv) {
  using namespace nightjar;
  fillStandardStreams();
  QCoreApplication::setApplicationName(QStringLiteral("nightjar"));
  QCoreApplication::setApplicationVersion(QStringLiteral(NIGHTJAR_VERSION));
  const QStringList arguments = argumentsFrom(argc, argv);
  const auto line = parseCommandLine(arguments);
  if (!line) {
    const bool json = arguments.contains(QLatin1String("--json"));
    Output(json).error(line.error(), errorFrame(commandNamed(arguments)));
    return exitCode(line.error().fault);
  }
  if (line->command == Command::Window) {
    return showWindow(argc, argv, *line);
  }
  const QCoreApplication application(argc, argv);
  return runCommand(*line);
}
