#pragma once

#include <QList>
#include <QString>
#include <QStringList>

namespace nightjar {

/// One line of an ssh_config that applies.
struct ConfigLine {
  QString keyword;     ///< lower case
  QStringList values;  ///< unquoted words; at least one
  QString rest;        ///< everything after the keyword, as written (commands)
  QString file;
  int line = 0;
};

/// A configuration file and where its relative Include paths start.
struct ConfigFile {
  QString path;
  QString includeFolder;
};

/// The lines of `files` that apply to `host` (as typed), in order: for most keywords the first one counts. Follows
/// ssh_config(5): Host with `*`, `?` and `!`, Match with all, host, originalhost, user and localuser, Include. Blocks
/// with other Match conditions (exec, final, …) do not apply; they are reported as a line with keyword "match".
/// libssh's own reader is not used: it refuses aliases with an underscore, gives back one IdentityFile only, ignores
/// IdentitiesOnly and HostKeyAlias, and runs Match exec without a way to cancel it (0.10.6).
[[nodiscard]] QList<ConfigLine> readSshConfig(const QList<ConfigFile> &files, const QString &host, const QString &user,
                                              const QString &localUser);

/// Whether `name` matches one of `patterns` and none of those negated with '!'. Case does not matter.
[[nodiscard]] bool matchesHostPatterns(const QString &name, const QStringList &patterns);

}  // namespace nightjar
