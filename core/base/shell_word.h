#pragma once

#include <QString>

namespace nightjar {

/// `text` as one word for a person to paste into a POSIX shell; quoted only where it has to be. For showing only: we
/// run no shell.
[[nodiscard]] QString shellWord(const QString &text);

}  // namespace nightjar
