#include "core/choose/platform_rules.h"

#include <QVersionNumber>
#include <algorithm>
#include <set>

#include "core/base/text.h"
#include "core/choose/uv_pythons.h"

namespace nightjar {

namespace {

bool isArch(const PlatformTag &tag, const QString &arch) {
  return tag.arch.isEmpty() || arch.isEmpty() || QLatin1String(tag.arch) == arch;
}

// PEP 600: a manylinux_X_Y wheel runs on glibc X.Y and later, and on nothing but glibc.
bool isLibc(const PlatformTag &tag, const OsFacts &os) {
  const bool runtimeIsMusl = os.libc == QLatin1String("musl");
  if (tag.glibcMajor == 0) return true;
  if (tag.musl != runtimeIsMusl) return false;
  const auto version = QVersionNumber::fromString(os.libcVersion);
  return version.isNull() || version >= QVersionNumber(tag.glibcMajor, tag.glibcMinor);
}

bool runsOn(const WheelTags &wheel, const RuntimeFacts *facts) {
  return std::any_of(wheel.platforms.begin(), wheel.platforms.end(), [facts](const PlatformTag &tag) {
    return !facts || (isArch(tag, facts->os.arch) && isLibc(tag, facts->os));
  });
}

bool anyWheel(const Subject &subject, bool (*fits)(const PlatformTag &, const OsFacts &)) {
  return std::all_of(subject.wheels.begin(), subject.wheels.end(), [&](const QList<WheelTags> &package) {
    return std::any_of(package.begin(), package.end(), [&](const WheelTags &wheel) {
      return std::any_of(wheel.platforms.begin(), wheel.platforms.end(),
                         [&](const PlatformTag &tag) { return fits(tag, subject.facts.os); });
    });
  });
}

QString leastGlibc(const Subject &subject) {
  QVersionNumber least;
  for (const QList<WheelTags> &package : subject.wheels) {
    for (const WheelTags &wheel : package) {
      for (const PlatformTag &tag : wheel.platforms) {
        const QVersionNumber needs(tag.glibcMajor, tag.glibcMinor);
        if (isArch(tag, subject.facts.os.arch) && !tag.musl && (least.isNull() || needs < least)) least = needs;
      }
    }
  }
  return least.toString();
}

bool packageSupports(const QList<WheelTags> &package, const PythonVersion &python, const RuntimeFacts *facts) {
  return std::any_of(package.begin(), package.end(),
                     [&](const WheelTags &wheel) { return runsOn(wheel, facts) && supports(wheel, python); });
}

}  // namespace

std::optional<Verdict> architectureRule(const Subject &subject) {
  if (subject.facts.os.arch.isEmpty())
    return Verdict{Fits::Warning, Text::tr("the runtime's architecture is not known")};
  if (anyWheel(subject, [](const PlatformTag &tag, const OsFacts &os) { return isArch(tag, os.arch); })) return {};
  return Verdict{Fits::No, Text::tr("%1 has no wheels for %2").arg(subject.name, subject.facts.os.arch)};
}

std::optional<Verdict> libcRule(const Subject &subject) {
  const OsFacts &os = subject.facts.os;
  if (anyWheel(subject, [](const PlatformTag &tag, const OsFacts &facts) {
        return isArch(tag, facts.arch) && isLibc(tag, facts);
      }))
    return {};
  if (architectureRule(subject)) return {};  // said already
  if (os.libc == QLatin1String("musl"))
    return Verdict{Fits::No, Text::tr("the wheels are for glibc; this runtime has musl")};
  return Verdict{Fits::No,
                 Text::tr("needs glibc %1 or newer; this runtime has %2").arg(leastGlibc(subject), os.libcVersion)};
}

QStringList pythonsOf(const QList<QList<WheelTags>> &wheels, const RuntimeFacts *facts) {
  if (wheels.isEmpty()) return {};
  // Candidates are the Pythons some wheel names; abi3 and py3 wheels name a lowest one or none, so CPython's current
  // range is added for them.
  std::set<PythonVersion> candidates;
  for (const WheelTags &wheel : wheels.constFirst()) {
    for (const PythonTag &tag : wheel.pythons) {
      if (tag.kind == PythonTag::Kind::Exactly) candidates.insert(tag.version);
      const int from = tag.kind == PythonTag::Kind::Any ? 10 : tag.version.minor;
      if (tag.kind != PythonTag::Kind::Exactly)
        for (int minor = from; minor <= 15; ++minor) candidates.insert({3, minor, false});
    }
  }
  QStringList pythons;
  for (const PythonVersion &python : candidates) {
    if (std::all_of(wheels.begin(), wheels.end(),
                    [&](const QList<WheelTags> &package) { return packageSupports(package, python, facts); }))
      pythons.append(python.text());
  }
  return pythons;
}

// PEP 425: an interpreter installs wheels of its own tag only; a free-threaded one ("3.14t") is another interpreter.
std::optional<Verdict> pythonRule(const Subject &subject) {
  const QStringList wheels = pythonsOf(subject.wheels, &subject.facts);
  if (wheels.isEmpty()) return {};  // the platform rules have said why
  QStringList here;
  for (const PythonFacts &python : subject.facts.pythons) {
    const auto version = parsePythonVersion(python.version, python.freeThreaded);
    if (!version) continue;
    if (wheels.contains(version->text())) return {};
    if (!here.contains(version->text())) here.append(version->text());
  }
  if (const QString python = pythonFromUv(wheels, subject.facts); !python.isEmpty())
    return Verdict{Fits::Yes, pythonFromUvText(python)};
  const QString has = wheels.join(QStringLiteral(", "));
  if (here.isEmpty()) return Verdict{Fits::No, Text::tr("no Python was found here; the wheels are for %1").arg(has)};
  return Verdict{Fits::No,
                 Text::tr("no wheel for Python %1; the wheels are for %2").arg(here.join(QStringLiteral(", ")), has)};
}

}  // namespace nightjar
