#pragma once

#include "app/command_line.h"

namespace nightjar {

/// What the words after a command's name mean, one function a shape. Errors: Usage, for a word too many or missing.
[[nodiscard]] Result<void> noWords(const QStringList &words, CommandLine &into);
[[nodiscard]] Result<void> oneTarget(const QStringList &words, CommandLine &into);
/// TARGET [ID]
/// TARGET FILE [ID]
[[nodiscard]] Result<void> targetFileMaybeId(const QStringList &words, CommandLine &into);
[[nodiscard]] Result<void> maybeTarget(const QStringList &words, CommandLine &into);
/// TARGET [JOB].
[[nodiscard]] Result<void> targetAndJob(const QStringList &words, CommandLine &into);
[[nodiscard]] Result<void> targetAndId(const QStringList &words, CommandLine &into);
[[nodiscard]] Result<void> targetMaybeId(const QStringList &words, CommandLine &into);
[[nodiscard]] Result<void> profilesWords(const QStringList &words, CommandLine &into);

/// What a TARGET may be, one a line, for help and errors.
[[nodiscard]] QString targetForms();

}  // namespace nightjar
