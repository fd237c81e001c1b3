#pragma once

#include <QString>

#include "app/command_line.h"

namespace nightjar {

/// `nightjar --help`: what the program is and what it can do. Plain text, at most 80 columns where words allow.
[[nodiscard]] QString helpText();

/// `nightjar COMMAND --help`: what it does, usage, every option it takes, what --json gives, exit codes.
[[nodiscard]] QString helpText(Command command);

/// "nightjar 0.1.0\n"
[[nodiscard]] QString versionText();

/// The man page nightjar(1) in roff, from the same tables as the help.
[[nodiscard]] QString manPage();

}  // namespace nightjar
