#include "core/choose/variant.h"

#include <QRegularExpression>
#include <tuple>

#include "core/base/text.h"

namespace nightjar {

Variant parseVariant(const QString &name) {
  if (name == QLatin1String("cpu")) return {VariantKind::Cpu};
  if (name == QLatin1String("xpu")) return {VariantKind::Xpu};
  // The last digit is the minor version: cu92 was CUDA 9.2, cu130 is 13.0.
  static const QRegularExpression cuda(QStringLiteral("^cu([0-9]{1,3})([0-9])$"));
  if (const auto match = cuda.match(name); match.hasMatch())
    return {VariantKind::Cuda, match.captured(1).toInt(), match.captured(2).toInt()};
  static const QRegularExpression rocm(QStringLiteral("^rocm([0-9]{1,3})(?:\\.([0-9]{1,3}))?(?:\\.[0-9]{1,3})*$"));
  if (const auto match = rocm.match(name); match.hasMatch())
    return {VariantKind::Rocm, match.captured(1).toInt(), match.captured(2).toInt()};
  return {};
}

bool isVariantName(const QString &name) {
  static const QRegularExpression shape(QStringLiteral("\\A[a-z][a-z0-9._-]{0,31}\\z"));
  return shape.match(name).hasMatch() && !name.contains(QLatin1String(".."));
}

QString variantTitle(const QString &name) {
  const Variant variant = parseVariant(name);
  switch (variant.kind) {
    case VariantKind::Cpu: return Text::tr("CPU");
    case VariantKind::Xpu: return Text::tr("Intel GPU");
    case VariantKind::Cuda: return Text::tr("CUDA %1.%2").arg(variant.major).arg(variant.minor);
    case VariantKind::Rocm: return Text::tr("ROCm %1").arg(name.mid(4));
    case VariantKind::Unknown: return name;
  }
  return name;
}

bool variantBefore(const QString &a, const QString &b) {
  const auto key = [](const QString &name) {
    const Variant v = parseVariant(name);
    const int rank = v.kind == VariantKind::Cuda   ? 0
                     : v.kind == VariantKind::Rocm ? 1
                     : v.kind == VariantKind::Xpu  ? 2
                     : v.kind == VariantKind::Cpu  ? 3
                                                   : 4;
    return std::tuple(rank, -v.major, -v.minor);
  };
  return std::tuple(key(a), a) < std::tuple(key(b), b);
}

}  // namespace nightjar
