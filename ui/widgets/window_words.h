#pragma once

#include <QString>

namespace nightjar {

/// Advice of core's, which names what can be given differently by its option in the terminal, in the window's own
/// words: "Choose a folder you own with --root." becomes "Choose a folder you own with “Change folder…” on Detect.".
/// Options inside a command, with a value behind them, stay.
[[nodiscard]] QString windowWords(const QString &advice);

}  // namespace nightjar
