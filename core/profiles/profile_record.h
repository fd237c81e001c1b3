#pragma once

#include "core/profiles/profile_store.h"
#include "core/walk/asked.h"
#include "core/walk/setup_state.h"

namespace nightjar {

/// How the last install ended, if there was one.
enum class Ending { None, Done, Failed, Cancelled };
[[nodiscard]] Ending endingOf(const std::optional<Error> &error);

/// `start` brought up to date at `now` with what a walk found: how the runtime was reached, its GPUs, what came of it.
/// The build stays the last one that worked, since that is what a repeat should repeat. What only the asker knows
/// (name, root, both indexes, python) is `start`'s own.
[[nodiscard]] Profile recorded(Profile start, const SetupState &state, Ending ending, const QDateTime &now);

/// The GPUs as a person counts them: "Tesla T4", "4 × H100", "2 × L4, H100"; empty without one.
[[nodiscard]] QString gpuNames(const QList<Gpu> &gpus);

/// `given` for a walk that is about the saved runtime `profile`: what was asked for wins, the profile fills the rest.
[[nodiscard]] Asked withProfile(Asked given, const Profile &profile);

}  // namespace nightjar
