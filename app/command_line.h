#pragma once

#include <QProcessEnvironment>
#include <QString>
#include <QStringList>

#include "core/base/result.h"
#include "core/choose/choose.h"
#include "core/walk/target.h"

namespace nightjar {

enum class Command {
  Window,
  Detect,
  Builds,
  Install,
  Jobs,
  Follow,
  Cancel,
  Verify,
  Environments,
  Rollback,
  Remove,
  Lock,
  Archive,
  Profiles,
  Help,
  Version
};
enum class ProfilesVerb { List, Show, Remove };

/// What a person asked the program to do: the command line as a value. Values are checked for their form only; whether
/// a target, a profile or a build exists is found out by the command.
struct CommandLine {
  using Command = nightjar::Command;

  Command command = Command::Window;
  QString targetText;  ///< as typed: for parseTarget, or a profile's name; empty where `builds` got none
  ProfilesVerb profilesVerb = ProfilesVerb::List;
  QString profilesName;           ///< for show and remove
  Wishes wishes;                  ///< --index, --stable-index, --build, --variant, --packages, --python
  ConnectOptions connectOptions;  ///< --identity, --known-hosts, --accept-new-host-key, --wheels
  QString root;                   ///< --root; empty for the runtime's default
  QString factsFile;              ///< --facts: a saved report in place of a TARGET; "-" for standard input
  QString environment;            ///< the ID of an environment; may be empty but for remove
  QString fromLock;               ///< --from-lock: a lock or an archive to install
  QString outputFile;             ///< lock's --output, archive's FILE
  QString saveProfile;            ///< --save-profile; empty: do not save
  QString job;                    ///< for follow and cancel; empty: the one that is meant
  bool detach = false;            ///< --detach
  bool raw = false;               ///< --raw
  qint64 rawFrom = 0;             ///< --from: bytes
  bool yes = false;
  bool json = false;
  bool verbose = false;
  QString theme = QStringLiteral("system");  ///< "light", "dark" or "system"
  QString helpText;                          ///< for Help and Version: what to print, ends in '\n'
};

/// Understands `arguments`, the program's own name first, as QCoreApplication::arguments() gives them. No side effects.
/// `environment` is only looked at for passwords, which we refuse to take from there.
/// Errors: Usage, naming the word that is wrong and what was probably meant.
[[nodiscard]] Result<CommandLine> parseCommandLine(
    const QStringList &arguments, const QProcessEnvironment &environment = QProcessEnvironment::systemEnvironment());

/// The command that `arguments` seem to mean, for those that cannot be understood; Window where none is named.
[[nodiscard]] Command commandNamed(const QStringList &arguments);

}  // namespace nightjar
