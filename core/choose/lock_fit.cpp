#include "core/choose/lock_fit.h"

#include "core/base/text.h"
#include "core/choose/compatibility.h"
#include "core/choose/uv_pythons.h"
#include "core/choose/wheel_name.h"
#include "core/choose/wishes.h"

namespace nightjar {

namespace {

Error doesNotFit(const QString &why, const QString &fix) {
  return {Text::tr("This lock does not fit the runtime."), why, fix, {}, Fault::NoBuild};
}

/// `isThere`: of the wished one; `doesWithout`: with no wish at all the lock would fit.
Error noPython(const QString &python, const QString &wished, bool isThere, bool doesWithout) {
  QString why =
      Text::tr("Its wheels are for Python %1. The runtime has none, and no uv that could bring it.").arg(python);
  if (!wished.isEmpty()) {
    why = isThere
              ? Text::tr("Its wheels are for Python %1. %2 is not one of that kind there.").arg(python, wished)
              : Text::tr("Its wheels are for Python %1. There is no %2 on the runtime, or it may be one of several.")
                    .arg(python, wished);
  }
  const QString fix =
      doesWithout
          ? Text::tr("Leave the wish for a Python (--python) out: the runtime can give %1.").arg(python)
          : Text::tr("Install Python %1 or uv on the runtime, or install another build without the lock.").arg(python);
  return doesNotFit(why, fix);
}

/// The tags of each wheel; Error for a file whose name says nothing.
Result<QList<QList<WheelTags>>> tagsOf(const QStringList &files) {
  QList<QList<WheelTags>> wheels;
  for (const QString &file : files) {
    const QByteArray bytes = file.toLatin1();
    const auto name = parseWheelName(bytes);
    if (!name) {
      return doesNotFit(Text::tr("%1 is no wheel's name.").arg(file),
                        Text::tr("Export the lock again: nightjar lock TARGET"));
    }
    wheels.append({parseWheelTags(name->python, name->abi, name->platform)});
  }
  return wheels;
}

/// The first wheel that this Python cannot use, for a lock that contradicts itself.
QString unusable(const QStringList &files, const QList<QList<WheelTags>> &wheels, const QString &python) {
  const auto version = parsePythonVersion(python);
  for (qsizetype number = 0; number < wheels.size(); ++number)
    if (!version || !supports(wheels[number].first(), *version)) return files[number];
  return {};
}

}  // namespace

Result<FixedPlace> placeForFixedSet(const RuntimeFacts &facts, const FixedSet &set, const QString &wished) {
  const auto wheels = tagsOf(set.files);
  if (!wheels) return wheels.error();
  if (const QString file = unusable(set.files, *wheels, set.python); !file.isEmpty()) {
    return doesNotFit(Text::tr("It contradicts itself: %1 is not for Python %2.").arg(file, set.python),
                      Text::tr("Export the lock again: nightjar lock TARGET"));
  }
  Wishes wishes;
  wishes.python = wished;
  const auto parsed = parseWishes(wishes);
  if (!parsed) return parsed.error();
  FixedPlace place;
  if (const int found = findPython(facts.pythons, *parsed, {set.python}); found >= 0) {
    place.pythonPath = facts.pythons.at(found).path;
    place.pythonVersion = facts.pythons.at(found).version;
  } else {
    const QString asked = parsed->pythonPath.isEmpty() ? parsed->pythonText : parsed->pythonPath;
    const bool any = asked.isEmpty() || asked == set.python;
    place.pythonVersion = any ? pythonFromUv({set.python}, facts, set.python) : QString();
    if (place.pythonVersion.isEmpty()) {
      const bool doesWithout = !any && placeForFixedSet(facts, set, {});
      return noPython(set.python, any ? QString() : asked, findPython(facts.pythons, *parsed, {}) >= 0, doesWithout);
    }
  }
  const Judgement judgement = judge({facts, set.variant, parseVariant(set.variant), *wheels, set.sample});
  if (judgement.fits == Fits::No) {
    QString why = judgement.reasons.join(QStringLiteral("; ")) + '.';
    why[0] = why[0].toUpper();
    return doesNotFit(why,
                      Text::tr("Make room where that is what lacks, or choose another folder with --root; else see "
                               "what fits: nightjar builds TARGET"));
  }
  place.why = judgement.reasons;
  return place;
}

}  // namespace nightjar
