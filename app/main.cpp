#include <QCoreApplication>
#include <QJsonObject>
#include <cstdio>

#include "app/command_table.h"
#include "app/commands.h"
#include "app/install_report.h"
#include "app/standard_streams.h"
#include "app/usage_error.h"
#include "app/window.h"
#include "core/base/text.h"

namespace {

/// The command line is read before there is an application object: the window's and the terminal's differ.
QStringList argumentsFrom(int argc, char **argv) {
  QStringList arguments;
  for (int i = 0; i < argc; ++i) {
    arguments.append(QString::fromLocal8Bit(argv[i]));
  }
  return arguments;
}

/// The command line understood. A word that loses bytes on its way to text would name another file than was meant.
nightjar::Result<nightjar::CommandLine> understood(const QStringList &arguments, char **argv) {
  using nightjar::Text;
  for (qsizetype i = 1; i < arguments.size(); ++i) {
    if (arguments.at(i).toLocal8Bit() != argv[i]) {
      return nightjar::usageError(Text::tr("“%1” is no valid text.").arg(arguments.at(i)),
                                  Text::tr("Its bytes are not in the encoding of this system, UTF-8."),
                                  Text::tr("Rename what it names, or use another."));
    }
  }
  return nightjar::parseCommandLine(arguments);
}

/// What `--json` promises of a command that failed before it was understood.
QJsonObject errorFrame(nightjar::Command command) {
  using nightjar::Command;
  if (command == Command::Install || command == Command::Follow) return nightjar::InstallReport::nothingDone();
  if (command == Command::Window) return {{"schema", QJsonValue()}};
  const QString name = QLatin1String(command == Command::Detect ? "runtime" : nightjar::rowOf(command).name);
  return {{"schema", QStringLiteral("nightjar.%1/1").arg(name)}};
}

}  // namespace

// NOLINTNEXTLINE(bugprone-exception-escape): memory that ran out ends the program
int main(int argc, char **argv) {
  using namespace nightjar;
  fillStandardStreams();
  QCoreApplication::setApplicationName(QStringLiteral("nightjar"));
  QCoreApplication::setApplicationVersion(QStringLiteral(NIGHTJAR_VERSION));
  const QStringList arguments = argumentsFrom(argc, argv);
  const auto line = understood(arguments, argv);
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
