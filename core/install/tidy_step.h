#pragma once

#include "core/install/plan.h"

namespace nightjar {

/// The step after activate that removes old environments, named in its title. The agent leaves out what is in use, is
/// current or was so until then. Its failure fails nothing: the new environment is in use already.
[[nodiscard]] PlanStep tidyStep(const QString &root, const QList<Environment> &removed);

}  // namespace nightjar
