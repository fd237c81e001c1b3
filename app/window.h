#pragma once

#include "app/command_line.h"

namespace nightjar {

/// Starts the assistant and returns when its window is closed.
[[nodiscard]] int showWindow(int argc, char **argv, const CommandLine &line);

}  // namespace nightjar
