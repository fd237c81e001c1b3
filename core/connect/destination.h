#pragma once

#include "core/base/result.h"
#include "core/walk/target.h"

namespace nightjar {

/// One word that names a machine: `host`, `host:port`, `user@host`, `[2001:db8::1]:22`, `ssh://user@host:port`,
/// `tcp://host:port`. Fills user, host and port of a Target of kind Ssh, nothing else.
/// Host and user keep to letters, digits and a few signs: they may reach a ProxyCommand of ssh_config, which is shell
/// (CVE-2023-6004). Errors: Usage.
[[nodiscard]] Result<Target> parseDestination(const QString &word);

/// 1 to 65535 in plain digits. Errors: Usage.
[[nodiscard]] Result<quint16> parsePort(const QString &digits);

/// Whether `user` may be handed on (see parseDestination). Errors: Usage.
[[nodiscard]] Result<void> checkUser(const QString &user);

/// What somebody typed, fit to be quoted in a sentence: one line, printable, not too long.
[[nodiscard]] QString quotable(const QString &text);

/// A Usage error; `fix` says by default what a target looks like.
[[nodiscard]] Error targetError(const QString &what, const QString &why, const QString &fix = {});

}  // namespace nightjar
