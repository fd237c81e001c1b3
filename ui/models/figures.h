#pragma once

#include <QDate>
#include <QString>

#include "core/base/figures.h"

namespace nightjar {

/// "0.3 s", "24.0 s", "1:24", "1:02:03": short enough for a column.
[[nodiscard]] QString clockText(double seconds);
/// "3.2 s", "3 min 12 s", "1 h 2 min": for a sentence.
[[nodiscard]] QString durationText(double seconds);
/// "about 20 seconds left", "about 1 minute left"; empty where `seconds` is negative.
[[nodiscard]] QString timeLeftText(double seconds);
/// "21 Nov", with the year where it is not `today`'s.
[[nodiscard]] QString shortDateText(QDate date, QDate today);
/// "21 November", with the year where it is not `today`'s.
[[nodiscard]] QString longDateText(QDate date, QDate today);
/// "CUDA 13.0", "ROCm 7.2", "Intel GPU", "CPU": a variant as people call it.
[[nodiscard]] QString variantText(const QString &variant);

}  // namespace nightjar
