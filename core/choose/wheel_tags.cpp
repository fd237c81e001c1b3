#include "core/choose/wheel_tags.h"

#include <QRegularExpression>
#include <algorithm>
#include <array>

namespace nightjar {

namespace {

QList<QByteArrayView> splitAtDots(QByteArrayView set) {
  QList<QByteArrayView> parts;
  qsizetype from = 0;
  for (qsizetype dot = set.indexOf('.'); dot >= 0; dot = set.indexOf('.', from)) {
    parts.append(set.sliced(from, dot - from));
    from = dot + 1;
  }
  parts.append(set.sliced(from));
  return parts;
}

// "cp312" → 3.12; the first digit is the major version.
std::optional<PythonVersion> cpython(QByteArrayView tag) {
  if (!tag.startsWith("cp") || tag.size() < 4 || tag.size() > 6) return std::nullopt;
  bool ok = false;
  const int minor = tag.sliced(3).toInt(&ok);
  if (!ok || tag[2] < '2' || tag[2] > '9') return std::nullopt;
  return PythonVersion{tag[2] - '0', minor, false};
}

void addPython(QByteArrayView python, QByteArrayView abi, QList<PythonTag> &into) {
  if (python == "py3" && abi == "none") return into.append({PythonTag::Kind::Any, {}});
  auto version = cpython(python);
  if (!version) return;
  if (abi == "abi3" || abi == "none") return into.append({PythonTag::Kind::AtLeast, *version});
  version->freeThreaded = abi.endsWith('t');
  const QByteArrayView plain = version->freeThreaded ? abi.chopped(1) : abi;
  if (plain == python) into.append({PythonTag::Kind::Exactly, *version});
}

struct LegacyTag {
  QByteArrayView prefix;
  int glibcMinor;
};
constexpr std::array<LegacyTag, 4> legacyTags{{{"manylinux1_", 5},      // PEP 513
                                               {"manylinux2010_", 12},  // PEP 571
                                               {"manylinux2014_", 17},  // PEP 599
                                               {"linux_", -1}}};        // promises nothing about the C library

std::optional<PlatformTag> parsePlatform(QByteArrayView tag) {
  if (tag == "any") return PlatformTag{};
  for (const LegacyTag &legacy : legacyTags) {
    if (!tag.startsWith(legacy.prefix)) continue;
    const QByteArray arch = tag.sliced(legacy.prefix.size()).toByteArray();
    if (legacy.glibcMinor < 0) return PlatformTag{arch, false, 0, 0};
    return PlatformTag{arch, false, 2, legacy.glibcMinor};
  }
  static const QRegularExpression shape(QStringLiteral("^(many|musl)linux_([0-9]{1,3})_([0-9]{1,3})_([a-z0-9_]+)$"));
  const auto match = shape.match(QString::fromLatin1(tag));
  if (!match.hasMatch()) return std::nullopt;
  return PlatformTag{match.captured(4).toLatin1(), match.capturedView(1) == QLatin1String("musl"),
                     match.captured(2).toInt(), match.captured(3).toInt()};
}

}  // namespace

QString PythonVersion::text() const {
  return QStringLiteral("%1.%2%3").arg(major).arg(minor).arg(freeThreaded ? QStringLiteral("t") : QString());
}

std::optional<PythonVersion> parsePythonVersion(const QString &text, bool freeThreaded) {
  static const QRegularExpression shape(
      QStringLiteral("\\A([0-9]{1,2})\\.([0-9]{1,3})(?:\\.[0-9]{1,4})?(?:(?:a|b|rc)[0-9]+)?\\+?(t?)\\z"));
  const auto match = shape.match(text.trimmed());
  if (!match.hasMatch()) return std::nullopt;
  return PythonVersion{match.captured(1).toInt(), match.captured(2).toInt(),
                       freeThreaded || !match.capturedView(3).isEmpty()};
}

WheelTags parseWheelTags(QByteArrayView python, QByteArrayView abi, QByteArrayView platform) {
  WheelTags tags;
  for (const QByteArrayView p : splitAtDots(python))
    for (const QByteArrayView a : splitAtDots(abi)) addPython(p, a, tags.pythons);
  for (const QByteArrayView p : splitAtDots(platform))
    if (const auto parsed = parsePlatform(p)) tags.platforms.append(*parsed);
  return tags;
}

bool supports(const WheelTags &tags, const PythonVersion &python) {
  return std::any_of(tags.pythons.begin(), tags.pythons.end(), [&python](const PythonTag &tag) {
    switch (tag.kind) {
      case PythonTag::Kind::Exactly: return tag.version == python;
      // The stable ABI of a free-threaded build is another one (PEP 803), so abi3 wheels are not for it.
      case PythonTag::Kind::AtLeast:
        return !python.freeThreaded && tag.version <= python && tag.version.major == python.major;
      case PythonTag::Kind::Any: return python.major == 3;
    }
    return false;
  });
}

}  // namespace nightjar
