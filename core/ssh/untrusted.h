#pragma once

#include <QByteArray>
#include <QString>

namespace nightjar {

/// Text a server sent, made fit to show as plain text: UTF-8, control and direction-changing characters removed
/// (newlines and tabs stay), no longer than `limit` characters.
[[nodiscard]] QString plainText(const QByteArray &fromServer, qsizetype limit = 2000);

/// Whether `host` (a name, an address or an ssh_config alias) may be looked up, matched and put into a ProxyCommand.
/// Names with shell characters or a leading '-' may not (CVE-2023-6004).
[[nodiscard]] bool isSafeHost(const QString &host);
/// The same for a user name; '@' may be in it ("me@corp").
[[nodiscard]] bool isSafeUser(const QString &user);

}  // namespace nightjar
