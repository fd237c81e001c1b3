#include <QCoreApplication>
#include <cstdio>

#include "app/commands.h"
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

}  // namespace

int main(int argc, char **argv) {
  using namespace nightjar;
  QCoreApplication::setApplicationName(QStringLiteral("nightjar"));
  QCoreApplication::setApplicationVersion(QStringLiteral(NIGHTJAR_VERSION));
  const auto line = parseCommandLine(argumentsFrom(argc, argv));
  if (!line) {
    Output(false).error(line.error());
    return exitCode(line.error().fault);
  }
  if (line->command == Command::Window) {
    return showWindow(argc, argv, *line);
  }
  const QCoreApplication application(argc, argv);
  return runCommand(*line);
}
