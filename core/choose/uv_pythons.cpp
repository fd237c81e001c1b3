#include "core/choose/uv_pythons.h"

#include <QVersionNumber>
#include <algorithm>

#include "core/base/text.h"
#include "core/choose/wheel_tags.h"

namespace nightjar {

namespace {

// CPythons that `uv python install` brings on Linux (x86_64 and aarch64, glibc), newest first, with the uv that first
// had the finished release: astral-sh/uv changelogs/0.4.x.md (0.4.20: 3.13.0 final; 3.10 to 3.12 before), 0.9.x.md
// (0.9.0: 3.14), 0.13.x.md (0.13.0: 3.15). 3.15 is only for those who ask for it: nightlies for it have holes, so it
// is never the better choice. Free-threaded ones are a choice for people, not for programs.
struct UvRow {
  const char *python;
  const char *uv;
  bool offered = true;  ///< to those who ask for no Python
};
constexpr UvRow uvTable[] = {{"3.15", "0.13.0", false}, {"3.14", "0.9.0"}, {"3.13", "0.4.20"},
                             {"3.12", "0.4.0"},         {"3.11", "0.4.0"}, {"3.10", "0.4.0"}};

}  // namespace

QString pythonFromUv(const QStringList &wheels, const RuntimeFacts &facts, const QString &wished) {
  if (facts.uv.isEmpty() || facts.os.libc != QLatin1String("glibc")) return {};
  const auto uv = QVersionNumber::fromString(facts.uv);
  for (const UvRow &row : uvTable) {
    QString python = QString::fromLatin1(row.python);
    if (uv < QVersionNumber::fromString(QString::fromLatin1(row.uv)) || !wheels.contains(python)) continue;
    if (wished.isEmpty() ? row.offered : wished == python) return python;
  }
  return {};
}

bool hasPythonFor(const QStringList &wheels, const RuntimeFacts &facts) {
  return std::any_of(facts.pythons.begin(), facts.pythons.end(), [&wheels](const PythonFacts &python) {
    const auto version = parsePythonVersion(python.version, python.freeThreaded);
    return version && wheels.contains(version->text());
  });
}

bool canRun(const QStringList &wheels, const RuntimeFacts &facts) {
  return hasPythonFor(wheels, facts) || !pythonFromUv(wheels, facts).isEmpty();
}

QString pythonFromUvText(const QString &python) {
  return Text::tr("with Python %1, which uv will install").arg(python);
}

}  // namespace nightjar
