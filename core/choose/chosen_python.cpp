#include "core/choose/chosen_python.h"

#include "core/base/text.h"
#include "core/choose/chosen_build.h"
#include "core/choose/uv_pythons.h"

namespace nightjar {

namespace {

QString pythonsHere(const RuntimeFacts &facts) {
  QStringList versions;
  for (const PythonFacts &python : facts.pythons) {
    const QString text = python.freeThreaded ? python.version + QLatin1Char('t') : python.version;
    if (!versions.contains(text)) versions.append(text);
  }
  if (versions.isEmpty()) return Text::tr("This runtime has no Python.");
  return Text::tr("This runtime has Python %1.").arg(versions.join(QStringLiteral(", ")));
}

}  // namespace

std::optional<Error> absentPython(const RuntimeFacts &facts, const ParsedWishes &wishes) {
  const QString asked = wishes.pythonPath.isEmpty() ? wishes.pythonText : wishes.pythonPath;
  if (asked.isEmpty() || findPython(facts.pythons, wishes, {}) >= 0) return {};
  if (wishes.pythonPath.isEmpty() && !pythonFromUv({asked}, facts, asked).isEmpty()) return {};
  return noBuild(Text::tr("There is no Python %1 on this runtime.").arg(asked), pythonsHere(facts),
                 Text::tr("Use one of these with --python, or install it."));
}

Result<PythonFacts> pickPython(const Build &build, const RuntimeFacts &facts, const ParsedWishes &wishes) {
  if (const int found = findPython(facts.pythons, wishes, build.python); found >= 0) return facts.pythons.at(found);
  const QString asked = wishes.pythonPath.isEmpty() ? wishes.pythonText : wishes.pythonPath;
  const int here = asked.isEmpty() ? -1 : findPython(facts.pythons, wishes, {});
  const QString fromUv =
      here < 0 && wishes.pythonPath.isEmpty() ? pythonFromUv(build.python, facts, wishes.pythonText) : QString();
  if (!fromUv.isEmpty()) return PythonFacts{{}, fromUv, false, false, false};
  const QString version = here >= 0 ? facts.pythons.at(here).version : QString();
  return noBuild(version.isEmpty() ? Text::tr("No wheel of %1 is for a Python of this runtime.").arg(build.id)
                                   : Text::tr("There is no wheel for Python %1.").arg(version),
                 Text::tr("%1 has wheels for Python %2. %3")
                     .arg(build.id, build.python.join(QStringLiteral(", ")), pythonsHere(facts)),
                 Text::tr("Use another Python with --python, or install one of these."));
}

// A wish may have made it another Python than the one that was advised.
void setPython(Choice &choice, const PythonFacts &python) {
  choice.pythonPath = python.path;
  choice.pythonVersion = python.version;
  if (!python.path.isEmpty()) return;
  for (const QString &other : choice.build.python) choice.why.removeAll(pythonFromUvText(other));
  choice.why.append(pythonFromUvText(python.version));
}

}  // namespace nightjar
