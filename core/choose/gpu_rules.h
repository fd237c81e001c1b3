#pragma once

#include "core/choose/compatibility.h"

namespace nightjar {

/// The rules about GPUs and drivers. Each speaks only about its own kind of variant.
[[nodiscard]] std::optional<Verdict> cpuRule(const Subject &subject);
[[nodiscard]] std::optional<Verdict> driverRule(const Subject &subject);
[[nodiscard]] std::optional<Verdict> cudaMinorRule(const Subject &subject);
[[nodiscard]] std::optional<Verdict> capabilityRule(const Subject &subject);
[[nodiscard]] std::optional<Verdict> amdRule(const Subject &subject);
[[nodiscard]] std::optional<Verdict> intelRule(const Subject &subject);
[[nodiscard]] std::optional<Verdict> kernelDriverRule(const Subject &subject);
[[nodiscard]] std::optional<Verdict> deviceFileRule(const Subject &subject);
[[nodiscard]] std::optional<Verdict> unknownVariantRule(const Subject &subject);

/// Their names, each once, for a sentence.
[[nodiscard]] QString namesOf(const QList<Gpu> &gpus);

/// Whether the variant's CUDA is a newer minor than the driver's.
[[nodiscard]] bool isAboveDriver(const Variant &variant, const RuntimeFacts &facts);

/// How many of the GPUs a variant is for it has code for; a GPU whose architecture is not known counts.
[[nodiscard]] int gpusWithCode(const Variant &variant, const RuntimeFacts &facts);

}  // namespace nightjar
