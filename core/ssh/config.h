#pragma once

#include <QList>
#include <QStringList>

#include "core/base/result.h"
#include "core/walk/target.h"

namespace nightjar {

/// Everything that decides how we connect, with ssh_config and the options taken into account.
struct SshConfig {
  QString typedHost;      ///< the name or alias the person typed
  QString host;           ///< what is looked up and connected to
  QString knownAs;        ///< the name known_hosts has it under: HostKeyAlias, else host
  bool hasAlias = false;  ///< `knownAs` is a HostKeyAlias: known_hosts has it without a port
  quint16 port = 22;
  QString user;
  QString explicitIdentity;     ///< asked for by the person; tried first
  QStringList identityFiles;    ///< from ssh_config, else the usual ones; may not exist
  bool identitiesOnly = false;  ///< then the agent comes after the files
  QString agentSocket;          ///< empty: no agent
  QStringList proxyArgv;        ///< a program whose stdin and stdout are the connection; empty: plain TCP
  QStringList knownHostsFiles;  ///< the first one is written to
  QStringList globalKnownHostsFiles;
  enum class Family { Any, V4, V6 } family = Family::Any;
  QList<std::pair<QString, QString>> algorithms;  ///< keyword (lower case), list
  QStringList notes;                              ///< plain sentences: lines of ssh_config that have no effect here
};

/// What `target` and `options` mean on this computer. The person's words win over ssh_config.
/// Errors: Unreachable for a host or user that must not reach a command line, or a proxy that cannot work.
[[nodiscard]] Result<SshConfig> resolveConfig(const Target &target, const ConnectOptions &options);

}  // namespace nightjar
