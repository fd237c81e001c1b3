#pragma once

#include <QList>
#include <QString>
#include <QStringList>

#include "app/command_table.h"

namespace nightjar {

/// The arguments sorted into words and options, before anything is known about the command.
struct SortedArguments {
  struct Option {
    const OptionRow *row;
    QString value;
  };
  QStringList words;
  QList<Option> options;
  QString unknown;  ///< the first option that no row names, as typed
};

/// Sorts `arguments`, the program's own name first. "--" ends the options; `--name value` and `--name=value` are the
/// same. Errors: Usage, for a value that is missing or not wanted.
[[nodiscard]] Result<SortedArguments> sortArguments(const QStringList &arguments);

/// "--name", as a person types it.
[[nodiscard]] QString dashed(const QString &name);

}  // namespace nightjar
