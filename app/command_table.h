#pragma once

#include <QList>

#include "app/command_line.h"

namespace nightjar {

/// A set of commands, one bit each.
using Commands = unsigned;
constexpr Commands only(Command command) {
  return 1U << static_cast<unsigned>(command);
}

/// One option of the program. Parsing, --help and the man page all read these rows and nothing else.
struct OptionRow {
  const char *name;       ///< without the dashes
  const char *valueName;  ///< "URL"; null for an option without a value
  Commands takenBy;
  const char *help;                                                ///< one sentence or two, through Text::tr
  Result<void> (*apply)(const QString &value, CommandLine &into);  ///< checks the value's form; Errors: Usage
};

/// One command of the program. Texts go through Text::tr.
struct CommandRow {
  Command command;
  const char *name;     ///< empty for the window
  const char *words;    ///< what follows the name: "TARGET"
  const char *summary;  ///< one line
  const char *about;    ///< paragraphs, parted by an empty line
  const char *json;     ///< what --json prints; null where the command has none
  const char *example;  ///< command lines, one a line
  Result<void> (*takeWords)(const QStringList &words, CommandLine &into);
};

/// What an exit code means, and for which commands.
struct ExitRow {
  int code;
  Commands of;
  const char *meaning;
};

/// What --json prints in place of a command's object when the command fails; `install` has its own way to say it.
constexpr const char *failedJson =
    QT_TRANSLATE_NOOP("nightjar", "When it fails, the object holds schema and error{what,why,fix,details}.");

[[nodiscard]] const QList<CommandRow> &commandTable();
[[nodiscard]] const QList<OptionRow> &optionTable();
[[nodiscard]] const QList<ExitRow> &exitTable();

[[nodiscard]] const CommandRow &rowOf(Command command);
/// Whether the command's words may hold a TARGET.
[[nodiscard]] bool takesTarget(const CommandRow &row);
/// The options a command takes, in the table's order.
[[nodiscard]] QList<OptionRow> optionsOf(Command command);

}  // namespace nightjar
