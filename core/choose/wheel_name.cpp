#include "core/choose/wheel_name.h"

#include <algorithm>
#include <array>

namespace nightjar {

namespace {

bool isAlnum(char c) {
  return (c >= '0' && c <= '9') || (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z');
}

bool allOf(QByteArrayView text, QByteArrayView alsoAllowed) {
  return !text.isEmpty() &&
         std::all_of(text.begin(), text.end(), [alsoAllowed](char c) { return isAlnum(c) || alsoAllowed.contains(c); });
}

// The characters of a PEP 440 version; nothing else may reach a command line later.
bool isVersion(QByteArrayView text) {
  return allOf(text, "._+!") && text.count('!') <= 1 && text.front() >= '0' && text.front() <= '9' &&
         text.count('+') <= 1 && text.back() != '+';
}

// Cuts `name` at every '-'. More than six parts cannot be a wheel: 0.
int splitAtDashes(QByteArrayView name, std::array<QByteArrayView, 6> &parts) {
  size_t count = 0;
  qsizetype from = 0;
  while (true) {
    const qsizetype dash = name.indexOf('-', from);
    if (count == parts.size()) return 0;
    parts[count++] = name.sliced(from, (dash < 0 ? name.size() : dash) - from);
    if (dash < 0) return static_cast<int>(count);
    from = dash + 1;
  }
}

}  // namespace

std::optional<WheelName> parseWheelName(QByteArrayView fileName) {
  if (fileName.size() > 255 || !fileName.endsWith(".whl")) return std::nullopt;
  std::array<QByteArrayView, 6> parts;
  const int count = splitAtDashes(fileName.chopped(4), parts);
  if (count != 5 && count != 6) return std::nullopt;
  const size_t tags = static_cast<size_t>(count) - 3;

  WheelName wheel{parts[0], parts[1], {}, {}, parts[tags], parts[tags + 1], parts[tags + 2], {}};
  if (count == 6) wheel.build = parts[2];
  if (!allOf(wheel.distribution, "._") || !isVersion(wheel.version)) return std::nullopt;
  // PEP 427: a build tag begins with a digit; that is how it is told from a stray '-'.
  if (count == 6 && (!allOf(wheel.build, "._") || wheel.build.front() < '0' || wheel.build.front() > '9'))
    return std::nullopt;
  if (!allOf(wheel.python, "._") || !allOf(wheel.abi, "._") || !allOf(wheel.platform, "._")) return std::nullopt;

  if (const qsizetype plus = wheel.version.indexOf('+'); plus >= 0) wheel.local = wheel.version.sliced(plus + 1);
  wheel.tags = QByteArrayView(wheel.python.begin(), wheel.platform.end());
  return wheel;
}

QDate nightlyDate(QByteArrayView version) {
  const qsizetype dev = version.indexOf(".dev");
  if (dev < 0) return {};
  QByteArrayView digits = version.sliced(dev + 4);
  const auto end = std::find_if(digits.begin(), digits.end(), [](char c) { return c < '0' || c > '9'; });
  if (end - digits.begin() != 8) return {};
  int number = 0;
  for (const char c : digits.first(8)) number = number * 10 + (c - '0');
  const QDate date(number / 10000, number / 100 % 100, number % 100);
  // PyTorch's first nightlies are of 2018; a year like 9999 is a joke or an attack on sorting by date.
  return date.isValid() && date.year() >= 2018 && date.year() < 2100 ? date : QDate();
}

}  // namespace nightjar
