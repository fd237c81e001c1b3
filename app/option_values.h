#pragma once

#include "app/command_line.h"

/// One function a value: checks its form and puts it where it belongs. Errors: Usage, naming the value.
namespace nightjar::optionvalue {

/// http or https, nothing behind the path: `<URL>/<variant>/<package>/` is built from it.
[[nodiscard]] Result<void> index(const QString &value, CommandLine &into);
/// As an index.
[[nodiscard]] Result<void> stableIndex(const QString &value, CommandLine &into);
/// A file of this computer, or "-".
[[nodiscard]] Result<void> facts(const QString &value, CommandLine &into);
/// "newest", a date that exists, or a version (PEP 440).
[[nodiscard]] Result<void> build(const QString &value, CommandLine &into);
[[nodiscard]] Result<void> variant(const QString &value, CommandLine &into);
/// Known packages, torch among them; kept in the house's order, each once.
[[nodiscard]] Result<void> packages(const QString &value, CommandLine &into);
/// "3.12", "3.12.4", "3.13t" or an absolute path on the runtime.
[[nodiscard]] Result<void> python(const QString &value, CommandLine &into);
/// A number of bytes, from 0.
[[nodiscard]] Result<void> rawFrom(const QString &value, CommandLine &into);
/// "all", or how many environments stay: 1 and more.
[[nodiscard]] Result<void> keep(const QString &value, CommandLine &into);
[[nodiscard]] Result<void> root(const QString &value, CommandLine &into);
[[nodiscard]] Result<void> identity(const QString &value, CommandLine &into);
[[nodiscard]] Result<void> knownHosts(const QString &value, CommandLine &into);
[[nodiscard]] Result<void> wheels(const QString &value, CommandLine &into);
/// auto, pip or uv.
[[nodiscard]] Result<void> installer(const QString &value, CommandLine &into);
/// Files of this computer.
[[nodiscard]] Result<void> fromLock(const QString &value, CommandLine &into);
[[nodiscard]] Result<void> output(const QString &value, CommandLine &into);
/// Any name but those that TARGET already gives a meaning.
[[nodiscard]] Result<void> saveProfile(const QString &value, CommandLine &into);
[[nodiscard]] Result<void> theme(const QString &value, CommandLine &into);

}  // namespace nightjar::optionvalue
