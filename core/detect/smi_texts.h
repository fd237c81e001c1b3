#pragma once

#include "core/detect/findings.h"

namespace nightjar {

/// A text by which nvidia-smi tells that a GPU cannot be used, and what it means.
struct SmiText {
  const char *id;
  const char *words;
  Finding (*say)(const RuntimeReport &report);
  bool gpuIsThere;  ///< nothing says so about a machine without an NVIDIA GPU
};

/// The texts we know, the more telling ones first. To add one: a function and a row.
[[nodiscard]] const QList<SmiText> &smiTexts();

/// The first row whose words nvidia-smi said, as a failure or inside an answer; null for none.
[[nodiscard]] const SmiText *smiTextOf(const RuntimeReport &report);

/// Whether the runtime shows an NVIDIA GPU, by whatever way.
[[nodiscard]] bool hasNvidia(const RuntimeReport &report);

}  // namespace nightjar
