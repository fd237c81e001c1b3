#pragma once

#include <QString>
#include <QStringList>

namespace nightjar {

/// `text` from a runtime as it may be shown: no control characters or line breaks (each run becomes a space), trimmed,
/// at most `most` characters.
[[nodiscard]] QString plainText(const QString &text, qsizetype most = 200);

/// The first six of `words` in a sentence: "a, b and 3 more".
[[nodiscard]] QString fewOf(const QStringList &words);

/// Whether `path` may be used as it is: absolute, at most 4096 characters, without a NUL. Unlike text that is shown, a
/// path is never changed: another path would be another file.
[[nodiscard]] bool isUsablePath(const QString &path);

}  // namespace nightjar
