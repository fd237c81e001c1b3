#pragma once

#include <QByteArray>

#include "core/base/result.h"
#include "core/walk/runtime_facts.h"

namespace nightjar {

/// The most a saved report may hold; a real one has a few kilobytes.
constexpr qint64 mostFactsBytes = 4LL * 1024 * 1024;

/// Reads what `nightjar detect --json` printed (schema nightjar.runtime/1), the opposite of toJson(RuntimeFacts). Every
/// field a decision rests on has to be there and of its kind; null is a fact that is not known. Texts are kept plain.
/// Errors: Usage, naming what is wrong: no JSON, another schema, a report of a failure, a field missing or odd.
[[nodiscard]] Result<RuntimeFacts> factsFromJson(const QByteArray &json);

/// The same from the file `path`, or from standard input where it is "-".
/// Errors: Usage, also for a file that cannot be read or is larger than mostFactsBytes.
[[nodiscard]] Result<RuntimeFacts> readFactsFile(const QString &path);

}  // namespace nightjar
