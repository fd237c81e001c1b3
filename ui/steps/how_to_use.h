#pragma once

#include <QList>
#include <QString>

namespace nightjar {

/// A way to use the environment: what to copy, and a sentence about it.
struct Usage {
  QString id;    ///< "terminal", "notebook", "vscode"
  QString name;  ///< "Terminal"
  QString code;
  QString note;
};

/// The ways to use the interpreter `python` (absolute path on the runtime). `libraryPath` is what LD_LIBRARY_PATH needs
/// there, empty where nothing. Every path is quoted for where it will be pasted.
[[nodiscard]] QList<Usage> waysToUse(const QString &python, const QString &libraryPath);

/// A notebook cell that runs `command`, a shell command, with IPython's own { } and $ switched off.
[[nodiscard]] QString notebookCell(const QString &command);

}  // namespace nightjar
