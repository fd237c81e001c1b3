#pragma once

#include "ui/wizard/step_page.h"

namespace nightjar {

/// The walk: one row a room, in order. The one place to add a step.
[[nodiscard]] QList<StepRow> wizardSteps();

}  // namespace nightjar
