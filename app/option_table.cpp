#include "app/command_sets.h"
#include "app/option_values.h"

namespace nightjar {

using namespace commandsets;

const QList<OptionRow> &optionTable() {
  static const QList<OptionRow> rows = {
      {"index", "URL", choosing,
       QT_TRANSLATE_NOOP("nightjar",
                         "the index to read, with everything below URL/VARIANT/PACKAGE/ (default: the official nightly "
                         "index; for practice its own)"),
       optionvalue::index},
      {"stable-index", "URL", choosing,
       QT_TRANSLATE_NOOP("nightjar",
                         "the index of stable releases, read only where no nightly fits (default: one level above the "
                         "nightly index)"),
       optionvalue::stableIndex},
      {"build", "BUILD", choosing,
       QT_TRANSLATE_NOOP("nightjar",
                         "newest, a date as YYYY-MM-DD, or a torch version (default: the recommended build)"),
       optionvalue::build},
      {"variant", "VARIANT", choosing,
       QT_TRANSLATE_NOOP("nightjar", "auto, cpu, xpu, cu130, rocm7.2, … (default: auto, what fits the runtime)"),
       optionvalue::variant},
      {"packages", "LIST", choosing,
       QT_TRANSLATE_NOOP("nightjar",
                         "torch and, parted by commas, torchvision and torchaudio (default: torch,torchvision)"),
       optionvalue::packages},
      {"python", "PYTHON", choosing,
       QT_TRANSLATE_NOOP("nightjar",
                         "a version like 3.12, or the absolute path of an interpreter on the runtime (default: the "
                         "best one there)"),
       optionvalue::python},
      {"facts", "FILE", builds,
       QT_TRANSLATE_NOOP(
           "nightjar",
           "in place of a TARGET: judge for the runtime that FILE describes, as detect --json printed it; "
           "- reads standard input. Connects to no runtime"),
       optionvalue::facts},
      {"root", "DIR", connecting,
       QT_TRANSLATE_NOOP("nightjar",
                         "where environments live on the runtime (default: ~/nightjar, on Colab /content/nightjar). A "
                         "relative one is below the home there, or, for local, below the folder you are in"),
       optionvalue::root},
      {"keep", "N", install,
       QT_TRANSLATE_NOOP("nightjar",
                         "how many verified environments stay once the new one, which counts, is in use: a number, or "
                         "all (default: 2). The one that was current before always stays, and one that is in use"),
       optionvalue::keep},
      {"identity", "FILE", connecting,
       QT_TRANSLATE_NOOP("nightjar", "the private key to log in with (default: ssh_config and the usual keys)"),
       optionvalue::identity},
      {"known-hosts", "FILE", connecting,
       QT_TRANSLATE_NOOP("nightjar", "the file of confirmed host keys (default: ssh_config, else ~/.ssh/known_hosts)"),
       optionvalue::knownHosts},
      {"accept-new-host-key", nullptr, connecting,
       QT_TRANSLATE_NOOP("nightjar",
                         "accept and remember the key of a host not seen before, without asking; a changed key is "
                         "refused all the same"),
       [](const QString &, CommandLine &into) -> Result<void> {
         into.connectOptions.acceptNewHostKey = true;
         return {};
       }},
      {"wheels", "DIR", connecting,
       QT_TRANSLATE_NOOP("nightjar", "for practice: serve the wheels in DIR instead of samples"), optionvalue::wheels},
      {"installer", "INSTALLER", install,
       QT_TRANSLATE_NOOP("nightjar",
                         "who resolves and unpacks: auto (uv where the runtime has it, pip for what it cannot do), uv "
                         "(only uv unpacks) or pip; default: auto"),
       optionvalue::installer},
      {"from-lock", "FILE", install,
       QT_TRANSLATE_NOOP("nightjar", "install exactly what FILE says, a lock or an archive, in place of a build"),
       optionvalue::fromLock},
      {"output", "FILE", lock,
       QT_TRANSLATE_NOOP("nightjar", "write it to FILE, whole or not at all (default: standard output)"),
       optionvalue::output},
      {"save-profile", "NAME", install, QT_TRANSLATE_NOOP("nightjar", "save the runtime and the build as a profile"),
       optionvalue::saveProfile},
      {"detach", nullptr, install,
       QT_TRANSLATE_NOOP("nightjar",
                         "start the install, print its job's id and return; see nightjar follow and nightjar cancel"),
       [](const QString &, CommandLine &into) -> Result<void> {
         into.detach = true;
         return {};
       }},
      {"raw", nullptr, follow,
       QT_TRANSLATE_NOOP("nightjar", "write the log's own bytes to standard output, and nothing else"),
       [](const QString &, CommandLine &into) -> Result<void> {
         into.raw = true;
         return {};
       }},
      {"from", "OFFSET", follow, QT_TRANSLATE_NOOP("nightjar", "with --raw: how many of the log's bytes to leave out"),
       optionvalue::rawFrom},
      {"yes", nullptr, install | changing,
       QT_TRANSLATE_NOOP(
           "nightjar",
           "start without asking about what will be done; never accepts a host key. Needed where there is no "
           "terminal to ask on"),
       [](const QString &, CommandLine &into) -> Result<void> {
         into.yes = true;
         return {};
       }},
      {"json", nullptr, reporting, QT_TRANSLATE_NOOP("nightjar", "print JSON for other programs"),
       [](const QString &, CommandLine &into) -> Result<void> {
         into.json = true;
         return {};
       }},
      {"verbose", nullptr, connecting, QT_TRANSLATE_NOOP("nightjar", "say more about what is done and found"),
       [](const QString &, CommandLine &into) -> Result<void> {
         into.verbose = true;
         return {};
       }},
      {"theme", "THEME", window,
       QT_TRANSLATE_NOOP("nightjar", "light, dark or system (default: system, what the desktop says)"),
       optionvalue::theme},
      {"help", nullptr, window | reporting, QT_TRANSLATE_NOOP("nightjar", "print this help, also as -h"),
       [](const QString &, CommandLine &into) -> Result<void> {
         into.command = Command::Help;
         return {};
       }},
      {"version", nullptr, window, QT_TRANSLATE_NOOP("nightjar", "print the program's version"),
       [](const QString &, CommandLine &into) -> Result<void> {
         into.command = Command::Version;
         return {};
       }},
  };
  return rows;
}

}  // namespace nightjar
