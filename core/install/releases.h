#pragma once

#include "core/runtime/agent.h"
#include "core/walk/environment.h"

namespace nightjar {

/// What a removal gave back to the disk.
struct Freed {
  qint64 bytes = 0;   ///< all of it
  qint64 wheels = 0;  ///< the part that was downloads, which go with the last environment of their build
};

/// The environments below `root` (absolute), newest first. What a job has not finished is not among them.
/// Errors: the link's.
[[nodiscard]] Result<QList<Environment>> listEnvironments(Agent &agent, const QString &root, std::stop_token stop);

/// What is said of an id that no environment of `present` has; its fault is Usage.
[[nodiscard]] Error unknownEnvironment(const QList<Environment> &present, const QString &id);

/// The one to go back to: `id`, or the newest verified one older than the current. Nothing is asked of the runtime.
/// Errors: Usage where there is no such id; Failed where there is none to go back to, or it is not verified.
[[nodiscard]] Result<Environment> environmentBefore(const QList<Environment> &present, const QString &id);

/// The one to remove. Errors: Usage where there is no such id; Failed for the current one.
[[nodiscard]] Result<Environment> environmentToRemove(const QList<Environment> &present, const QString &id);

/// Points `current` to the environment `id`, by one rename. Errors: Failed (a job runs, not verified, gone),
/// Verification where its Python does not start; `current` stays as it was then.
[[nodiscard]] Result<Environment> rollBack(Agent &agent, const QString &root, const QString &id, std::stop_token stop);

/// Removes the environment `id`. A stop leaves it out of sight; the next job there ends the removal.
/// Errors: Failed (it is current, a job runs, a program uses it, files that stayed); the first three change nothing.
[[nodiscard]] Result<Freed> removeEnvironment(Agent &agent, const QString &root, const QString &id,
                                              std::stop_token stop);

}  // namespace nightjar
