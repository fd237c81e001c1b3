#pragma once

#include <QFile>

namespace nightjar {

/// Opens `file` to be read, or written to as it is, without waiting for a partner where it is a named pipe: one that
/// nobody writes to is empty, one that nobody reads cannot be opened. False with the system's words in `why`. Its
/// fileName() is empty afterwards (QFile's way with what was opened by number).
[[nodiscard]] bool openAtOnce(QFile &file, QIODevice::OpenMode mode, QString &why);

}  // namespace nightjar
