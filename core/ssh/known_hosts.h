#pragma once

#include <QStringList>

#include "core/ssh/config.h"
#include "core/ssh/handles.h"

namespace nightjar {

/// What the known_hosts files say about a host's key.
struct KnownHost {
  /// In rising order: where several lines are about the host, the last of these decides.
  enum class State { Unknown, OtherType, Changed, Known, Revoked };
  State state = State::Unknown;
  QString file;  ///< where the line that decided is; empty for Unknown
  int line = 0;
  QString recordedType;  ///< the key type of that line
};

/// Looks `key` up in all known_hosts files, hashed names included. A line that cannot be read never hides one that
/// can (in libssh 0.10 it makes a changed key look like an unknown one).
[[nodiscard]] KnownHost lookUpHostKey(const SshConfig &config, ssh_key key);

/// The key types recorded for the host, to ask the server for one of these.
[[nodiscard]] QStringList recordedKeyTypes(const SshConfig &config);

/// Adds `key` to the first known_hosts file, which is made (0600, folder 0700) where it is missing.
/// Errors: Unreachable, as the connection ends there: the file cannot be written.
[[nodiscard]] Result<void> rememberHostKey(const SshConfig &config, ssh_key key);

/// The name lines carry: "host", or "[host]:port" for another port than 22.
[[nodiscard]] QString knownHostsName(const SshConfig &config);

}  // namespace nightjar
