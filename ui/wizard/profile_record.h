#pragma once

#include "ui/wizard/wizard_model.h"

namespace nightjar {

/// `start` brought up to date with what the walk in `model` found: the target, the choice, what came of it.
[[nodiscard]] Profile profileOf(const WizardModel &model, Profile start);

/// The GPUs as a person counts them: "Tesla T4", "4 × H100", empty without one.
[[nodiscard]] QString gpuName(const RuntimeFacts &facts);

}  // namespace nightjar
