#pragma once

#include <optional>

#include "core/detect/runtime_report.h"

namespace nightjar {

/// A look at a runtime that ends in a Finding or in nothing.
struct FindingRule {
  const char *id;
  std::optional<Finding> (*look)(const RuntimeReport &);
};

/// The rules in the order in which their findings are shown, after what nvidia-smi said (smi_texts.h). To add one: a
/// function and a row here.
[[nodiscard]] const QList<FindingRule> &findingRules();

/// What is odd about the runtime: problems first, then warnings, then notes.
[[nodiscard]] QList<Finding> findingsOf(const RuntimeReport &report);

}  // namespace nightjar
