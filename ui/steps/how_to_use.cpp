#include "ui/steps/how_to_use.h"

#include <QJsonArray>
#include <QJsonDocument>

#include "core/base/shell_word.h"
#include "core/base/text.h"

namespace nightjar {

namespace {

QString jsonString(const QString &text) {
  const QByteArray array = QJsonDocument(QJsonArray{text}).toJson(QJsonDocument::Compact);
  return QString::fromUtf8(array.mid(1, array.size() - 2));
}

}  // namespace

// IPython puts Python values in place of {x} and $x after "!"; doubled signs stand for themselves. "!" takes one line
// only, so a path with a line break goes into a cell of bash's own, where nothing is replaced.
QString notebookCell(const QString &command) {
  if (command.contains(QLatin1Char('\n'))) return QStringLiteral("%%bash\n") + command;
  QString cell = command;
  for (const QChar sign : {QLatin1Char('{'), QLatin1Char('}'), QLatin1Char('$')}) cell.replace(sign, QString(2, sign));
  return QLatin1Char('!') + cell;
}

QList<Usage> waysToUse(const QString &python, const QString &libraryPath) {
  const QString run = shellWord(python) + QStringLiteral(" train.py");
  const QString libraries = libraryPath.isEmpty()
                                ? QString()
                                : QStringLiteral("LD_LIBRARY_PATH=") + shellWord(libraryPath) + QLatin1Char(' ');
  return {
      {QStringLiteral("terminal"), Text::tr("Terminal"), libraries + run,
       Text::tr("In a shell on the runtime. The path stays the same when a newer nightly is installed.")},
      {QStringLiteral("notebook"), Text::tr("Notebook"), notebookCell(run),
       Text::tr("In a notebook cell on the runtime: your script runs in the new environment, not in the kernel's.")},
      {QStringLiteral("vscode"), Text::tr("VS Code"),
       QStringLiteral("\"python.defaultInterpreterPath\": ") + jsonString(python),
       Text::tr("In the settings of the remote window (Remote-SSH), or choose it with “Python: Select Interpreter”.")},
  };
}

}  // namespace nightjar
