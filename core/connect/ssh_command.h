#pragma once

#include <QStringList>

#include "core/base/result.h"
#include "core/walk/target.h"

namespace nightjar {

/// Splits a command line as a shell would, without being one: quotes, backslashes, line continuations; no variables,
/// no substitutions. A word that begins like a Windows path (`C:\`) keeps its backslashes.
/// Errors: Usage for a quote that is never closed.
[[nodiscard]] Result<QStringList> splitWords(const QString &text);

/// Understands a pasted `ssh …` command: where it goes, as whom and with which key. Options that do not change that
/// are dropped, as is the remote command; those that lead elsewhere (-J, -F, ProxyCommand) are refused by name.
/// `words` begins with the word after `ssh`. Errors: Usage.
[[nodiscard]] Result<Target> parseSshCommand(const QStringList &words);

}  // namespace nightjar
