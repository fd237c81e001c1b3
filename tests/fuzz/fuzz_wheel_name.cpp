#include "core/choose/variant.h"
#include "core/choose/wheel_name.h"
#include "core/choose/wheel_tags.h"
#include "targets.h"

namespace nightjar::fuzz {

namespace {

bool isInside(QByteArrayView part, QByteArrayView whole) {
  return part.isEmpty() || (part.begin() >= whole.begin() && part.end() <= whole.end());
}

void readTags(const WheelName &wheel) {
  const WheelTags tags = parseWheelTags(wheel.python, wheel.abi, wheel.platform);
  for (const PythonTag &tag : tags.pythons) {
    if (tag.kind == PythonTag::Kind::Any) continue;
    require(tag.version.major >= 2 && tag.version.major <= 9 && tag.version.minor >= 0, "a Python version is one");
    require(supports(tags, tag.version) || tag.kind == PythonTag::Kind::AtLeast, "a wheel runs on its own Python");
  }
  for (const PlatformTag &tag : tags.platforms)
    require(tag.glibcMajor >= 0 && tag.glibcMajor < 1000 && tag.glibcMinor < 1000, "a glibc version is one");
}

}  // namespace

void wheelName(const QByteArray &input) {
  if (const QDate night = nightlyDate(input); night.isValid())
    require(night.year() >= 2018 && night.year() < 2100, "a night is of PyTorch's time");
  const QString text = QString::fromLatin1(input);
  if (const auto version = parsePythonVersion(text)) require(!version->text().isEmpty(), "a version has a text");
  const Variant variant = parseVariant(text);
  require(variant.major >= 0 && variant.minor >= 0, "a variant's version is one");
  const QString other = text.section(QLatin1Char('\n'), 1);
  require(!variantBefore(text, other) || !variantBefore(other, text), "variants have an order");
  require(!variantBefore(text, text), "no variant is before itself");
  const auto wheel = parseWheelName(input);
  if (!wheel) return;
  require(!wheel->distribution.isEmpty() && !wheel->version.isEmpty(), "a wheel has a name and a version");
  for (const QByteArrayView part : {wheel->distribution, wheel->version, wheel->local, wheel->build, wheel->python,
                                    wheel->abi, wheel->platform, wheel->tags})
    require(isInside(part, input), "the parts are inside the name");
  readTags(*wheel);
}

}  // namespace nightjar::fuzz
