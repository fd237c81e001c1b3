#pragma once

#include <QString>
#include <QStringList>
#include <QtGlobal>

namespace nightjar {

/// What a person typed to reach a runtime, understood but not yet tried.
struct Target {
  enum class Kind { Ssh, Local, Practice };
  Kind kind = Kind::Ssh;
  QString text;          ///< as it was typed; what lists and profiles show
  QString host;          ///< host name, address (IPv6 without brackets) or ssh_config alias
  quint16 port = 0;      ///< 0: from ssh_config, else 22
  QString user;          ///< empty: from ssh_config, else the local user
  QString identityFile;  ///< empty: ssh_config and the usual keys

  friend bool operator==(const Target &, const Target &) = default;
};

/// How to connect, beside where to.
struct ConnectOptions {
  QString identityFile;           ///< --identity; wins over the target's own
  QString knownHostsFile;         ///< --known-hosts; empty: ssh_config, else ~/.ssh/known_hosts
  QString configFile;             ///< empty: ~/.ssh/config and the system's
  bool acceptNewHostKey = false;  ///< accept an unknown key (never a changed one) without asking
  int timeoutSeconds = 10;        ///< until the TCP connection stands and the server has greeted
  QString wheelsDir;              ///< practice: serve these real wheels instead of samples
};

}  // namespace nightjar
