#pragma once

#include "core/install/plan.h"

namespace nightjar {

/// A plan that was read back from a job (planFromJob), to be run once more: the same steps, into an environment of a
/// new name. What a job's choice does not tell (its Python, who unpacks, a lock, what is kept) is in its steps, so they
/// are taken as they are. The root may be reached by another path now (a link, a folder that was moved): the job says
/// today's, its environment the one of then. Errors: Failed for a job that made no environment.
[[nodiscard]] Result<Plan> planAgain(const RuntimeFacts &facts, const Plan &plan, const QString &stamp);

}  // namespace nightjar
