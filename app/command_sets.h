#pragma once

#include "app/command_table.h"

/// Names for the sets of commands that the tables' rows speak of.
namespace nightjar::commandsets {

constexpr Commands window = only(Command::Window);
constexpr Commands detect = only(Command::Detect);
constexpr Commands builds = only(Command::Builds);
constexpr Commands install = only(Command::Install);
constexpr Commands jobs = only(Command::Jobs);
constexpr Commands follow = only(Command::Follow);
constexpr Commands cancel = only(Command::Cancel);
constexpr Commands verify = only(Command::Verify);
constexpr Commands environments = only(Command::Environments);
constexpr Commands rollback = only(Command::Rollback);
constexpr Commands removing = only(Command::Remove);
constexpr Commands changing = rollback | removing;
constexpr Commands lock = only(Command::Lock);
constexpr Commands archive = only(Command::Archive);
constexpr Commands profiles = only(Command::Profiles);
constexpr Commands connecting =
    detect | builds | install | jobs | follow | cancel | verify | environments | changing | lock | archive;
constexpr Commands choosing = builds | install;
constexpr Commands reporting = connecting | profiles;

}  // namespace nightjar::commandsets
