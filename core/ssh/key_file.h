#pragma once

#include <QString>

#include "core/base/result.h"
#include "core/ssh/handles.h"

namespace nightjar {

/// A private key file, read but perhaps still locked.
struct KeyFile {
  QString path;
  QByteArray content;
  KeyHandle publicKey;   ///< null where neither the file nor its .pub tells it without the passphrase
  KeyHandle privateKey;  ///< null while it is locked by a passphrase
};

/// Reads the key in `path` and checks what OpenSSH would check. Nothing is asked.
/// Errors: Unreachable (missing, unreadable, a public key, readable by others, not a key this program can use).
[[nodiscard]] Result<KeyFile> readKeyFile(const QString &path);

/// Unlocks the key. False for a wrong passphrase.
[[nodiscard]] bool unlock(KeyFile &key, const QString &passphrase);

}  // namespace nightjar
