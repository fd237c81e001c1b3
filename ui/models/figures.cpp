#include "ui/models/figures.h"

#include <QLocale>
#include <cmath>

#include "core/base/text.h"

namespace nightjar {

namespace {

QString twoDigits(qint64 number) {
  return QStringLiteral("%1").arg(number, 2, 10, QLatin1Char('0'));
}

}  // namespace

QString clockText(double seconds) {
  if (seconds < 59.95) return Text::tr("%1 s").arg(QLocale().toString(qMax(0.0, seconds), 'f', 1));
  const auto whole = static_cast<qint64>(seconds);
  const QString tail = twoDigits(whole % 60);
  if (whole < 3600) return QStringLiteral("%1:%2").arg(whole / 60).arg(tail);
  return QStringLiteral("%1:%2:%3").arg(whole / 3600).arg(twoDigits(whole / 60 % 60), tail);
}

QString durationText(double seconds) {
  if (seconds < 59.95) return clockText(seconds);
  const auto whole = static_cast<qint64>(seconds);
  if (whole < 3600) return Text::tr("%1 min %2 s").arg(whole / 60).arg(whole % 60);
  return Text::tr("%1 h %2 min").arg(whole / 3600).arg(whole / 60 % 60);
}

// Rounded coarsely: a guess that changes every second is worse than none.
QString timeLeftText(double seconds) {
  if (seconds < 0) return {};
  if (seconds < 10) return Text::tr("a few seconds left");
  if (seconds < 50) return Text::tr("about %1 seconds left").arg(10 * std::lround(seconds / 10));
  const auto minutes = std::lround(seconds / 60);
  if (minutes <= 1) return Text::tr("about 1 minute left");
  if (minutes < 90) return Text::tr("about %1 minutes left").arg(minutes);
  return Text::tr("about %1 hours left").arg(std::lround(seconds / 3600));
}

QString shortDateText(QDate date, QDate today) {
  const bool thisYear = date.year() == today.year();
  return QLocale().toString(date, thisYear ? QStringLiteral("d MMM") : QStringLiteral("d MMM yyyy"));
}

QString longDateText(QDate date, QDate today) {
  const bool thisYear = date.year() == today.year();
  return QLocale().toString(date, thisYear ? QStringLiteral("d MMMM") : QStringLiteral("d MMMM yyyy"));
}

QString variantText(const QString &variant) {
  if (variant == QLatin1String("cpu")) return Text::tr("CPU");
  if (variant == QLatin1String("xpu")) return Text::tr("Intel GPU");
  if (variant.startsWith(QLatin1String("rocm"))) return QStringLiteral("ROCm ") + variant.mid(4);
  const QString digits = variant.mid(2);  // cu130: all but the last digit are the major version
  if (!variant.startsWith(QLatin1String("cu")) || digits.size() < 2) return variant;
  return QStringLiteral("CUDA %1.%2").arg(digits.chopped(1), digits.right(1));
}

}  // namespace nightjar
