#pragma once

#include "core/install/job_copies.h"

namespace nightjar {

/// What the install's page says of an end, and what its verb does from there.
struct InstallEnd {
  enum class Next { Onward, Start, GoBack };

  QString title;  ///< for the progress card; empty where the error stands in its place
  QString hint;   ///< under it; usually nothing
  QString subtitle;
  QString verb;
  Next next = Next::Start;
};

/// `left`: the job, where it goes on without us as far as we know. `seconds`: how long we saw it take; 0: not known.
[[nodiscard]] InstallEnd installEnd(const JobResult &result, const std::optional<KnownJob> &left, double seconds);

}  // namespace nightjar
