#pragma once

#include <stop_token>

#include "app/command_line.h"
#include "app/output.h"
#include "app/terminal_prompter.h"
#include "core/profiles/profile_store.h"

namespace nightjar {

/// What a command works with.
struct Desk {
  const CommandLine &line;
  const ProfileStore &profiles;
  TerminalPrompter &prompter;
  Output &out;
  std::stop_token stop;
};

/// Each runs one command to its end, prints what it has to say, and returns the exit code.
[[nodiscard]] int runDetect(Desk &desk);
[[nodiscard]] int runBuilds(Desk &desk);
[[nodiscard]] int runInstall(Desk &desk);
[[nodiscard]] int runJobs(Desk &desk);
[[nodiscard]] int runFollow(Desk &desk);
[[nodiscard]] int runCancel(Desk &desk);
[[nodiscard]] int runVerify(Desk &desk);
[[nodiscard]] int runEnvironments(Desk &desk);
[[nodiscard]] int runRollback(Desk &desk);
[[nodiscard]] int runRemove(Desk &desk);
[[nodiscard]] int runLock(Desk &desk);
[[nodiscard]] int runArchive(Desk &desk);
[[nodiscard]] int runProfiles(Desk &desk);

/// Runs the command that `line` names (not Window).
[[nodiscard]] int runCommand(const CommandLine &line);

}  // namespace nightjar
