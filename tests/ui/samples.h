#pragma once

#include "core/install/job_copies.h"
#include "core/profiles/profile_store.h"
#include "core/walk/setup_state.h"

/// Values as real runtimes gave them, for page tests and pictures.
namespace nightjar::samples {

[[nodiscard]] RuntimeFacts colabT4();
[[nodiscard]] QList<Environment> environments(const QString &root);
[[nodiscard]] RuntimeFacts withoutGpu();
/// Everything a hostile or broken host could put into a fact: markup, control characters, endless words.
[[nodiscard]] RuntimeFacts hostile();
[[nodiscard]] QList<Profile> profiles();
[[nodiscard]] Target sshTarget();
[[nodiscard]] Error refused();
[[nodiscard]] BuildList builds();
[[nodiscard]] BuildList nothingFits();
[[nodiscard]] Plan plan();
[[nodiscard]] VerifyReport report();
/// Of the saved runtime "lab-4090".
[[nodiscard]] KnownJob runningJob();
[[nodiscard]] Error linkBroken();
/// Another program's install holds the folder.
[[nodiscard]] Error busy();

}  // namespace nightjar::samples
