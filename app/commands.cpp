#include "app/commands.h"

#include <array>

#include "app/interrupt.h"

namespace nightjar {

namespace {

struct Row {
  Command command;
  int (*run)(Desk &desk);
};

constexpr std::array rows{Row{Command::Detect, runDetect},     Row{Command::Builds, runBuilds},
                          Row{Command::Install, runInstall},   Row{Command::Jobs, runJobs},
                          Row{Command::Follow, runFollow},     Row{Command::Cancel, runCancel},
                          Row{Command::Verify, runVerify},     Row{Command::Environments, runEnvironments},
                          Row{Command::Rollback, runRollback}, Row{Command::Remove, runRemove},
                          Row{Command::Lock, runLock},         Row{Command::Archive, runArchive},
                          Row{Command::Profiles, runProfiles}};

}  // namespace

int runCommand(const CommandLine &line) {
  const Interrupt interrupt;
  const ProfileStore profiles;
  TerminalPrompter prompter(interrupt.source());
  Output out(line.json);
  Desk desk{line, profiles, prompter, out, interrupt.source().get_token()};
  for (const Row &row : rows) {
    if (row.command == line.command) {
      return out.close(row.run(desk));
    }
  }
  out.text(line.helpText);
  return out.close(0);
}

}  // namespace nightjar
