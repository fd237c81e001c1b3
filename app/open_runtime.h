#pragma once

#include <optional>
#include <stop_token>

#include "app/commands.h"
#include "core/base/prompter.h"
#include "core/connect/connect.h"
#include "core/profiles/profile_store.h"
#include "core/walk/runtime_facts.h"

namespace nightjar {

/// What every command that has a TARGET starts from.
struct Place {
  std::optional<Profile> profile;  ///< where TARGET named one
  Target target;
  ConnectOptions options;
  QString root;
  Wishes wishes;
};

/// TARGET understood: local and practice, then a saved profile's name, then everything else that parseTarget takes.
/// What the command line says wins over the profile. Errors: Usage; Failed for a profile that cannot be read.
[[nodiscard]] Result<Place> placeOf(const CommandLine &line, const ProfileStore &profiles);

/// How to run `command` on the same runtime and root, by the same keys, to paste into a shell: "nightjar verify me@lab
/// --root /data/nightjar".
[[nodiscard]] QString commandLine(const Desk &desk, const char *command);

/// A connected runtime with its facts.
struct OpenRuntime {
  Place place;    ///< as it was asked for: what a profile keeps
  Wishes wishes;  ///< with the runtime's own index, where it brings one (practice)
  Connection connection;
  RuntimeFacts facts;
};

/// Connects and detects; a practice runtime brings its own index and root. Notes go to `out`.
[[nodiscard]] Result<OpenRuntime> openRuntime(Place place, Prompter &prompter, Output &out, std::stop_token stop);

/// The command line's TARGET, as both of these. `prompter` asks in place of the desk's own where it remembers.
[[nodiscard]] Result<OpenRuntime> openTarget(Desk &desk, Prompter &prompter);

}  // namespace nightjar
