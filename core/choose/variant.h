#pragma once

#include <QString>

namespace nightjar {

enum class VariantKind { Cpu, Cuda, Rocm, Xpu, Unknown };

/// A variant's name taken apart: "cu130" is Cuda 13.0, "rocm7.2" is Rocm 7.2, "cpu" and "xpu" have no numbers.
struct Variant {
  VariantKind kind = VariantKind::Unknown;
  int major = 0;
  int minor = 0;
};

/// A name of a kind we have never seen gives Unknown: it is listed, never recommended.
[[nodiscard]] Variant parseVariant(const QString &name);

/// Whether `name` can be a variant at all: it becomes part of an address, so only lower-case letters, digits, '.',
/// '_' and '-', at most 32 characters, beginning with a letter.
[[nodiscard]] bool isVariantName(const QString &name);

/// As a person reads it: "CUDA 13.0", "ROCm 7.2", "CPU", "Intel GPU", else the name itself.
[[nodiscard]] QString variantTitle(const QString &name);

/// Whether `a` is listed before `b`: CUDA, ROCm, xpu, cpu, unknown; the newer version first.
[[nodiscard]] bool variantBefore(const QString &a, const QString &b);

}  // namespace nightjar
