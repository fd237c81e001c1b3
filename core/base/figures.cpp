#include "core/base/figures.h"

#include <QLocale>

#include "core/base/text.h"

namespace nightjar {

namespace {

QString onlyNumber(const QString &size) {
  return size.section(QLatin1Char(' '), 0, 0);
}

QString count(qint64 number, const QString &one, const QString &more) {
  return number == 1 ? one : more.arg(number);
}

}  // namespace

// A gigabyte's tenth matters, and so does a small megabyte's; more digits are noise. Each limit is where the coarser
// form would round up to.
QString sizeText(qint64 bytes) {
  const auto in = [bytes](double unit, int digits) {
    return QLocale().toString(static_cast<double>(bytes) / unit, 'f', digits);
  };
  if (bytes < 1000) return bytes == 1 ? Text::tr("1 byte") : Text::tr("%1 bytes").arg(bytes);
  if (bytes < 999'500) return Text::tr("%1 kB").arg(in(1e3, 0));
  if (bytes < 999'500'000) return Text::tr("%1 MB").arg(in(1e6, bytes < 9'950'000 ? 1 : 0));
  return Text::tr("%1 GB").arg(in(1e9, 1));
}

QString sizeOfText(qint64 done, qint64 total) {
  if (total <= 0) return sizeText(done);
  const QString all = sizeText(total);
  const QString some = sizeText(done);
  const bool sameUnit = some.section(QLatin1Char(' '), 1) == all.section(QLatin1Char(' '), 1);
  return Text::tr("%1 of %2").arg(sameUnit ? onlyNumber(some) : some, all);
}

QString speedText(double bytesPerSecond) {
  return Text::tr("%1/s").arg(sizeText(static_cast<qint64>(bytesPerSecond)));
}

QString ageText(qint64 seconds) {
  if (seconds < 60) return Text::tr("less than a minute");
  if (seconds < 3600) return count(seconds / 60, Text::tr("1 minute"), Text::tr("%1 minutes"));
  if (seconds < 48 * 3600) return count(seconds / 3600, Text::tr("1 hour"), Text::tr("%1 hours"));
  return Text::tr("%1 days").arg(seconds / 86400);
}

QString agoText(qint64 seconds) {
  return seconds < 60 ? Text::tr("just now") : Text::tr("%1 ago").arg(ageText(seconds));
}

}  // namespace nightjar
