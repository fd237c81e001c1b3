#include "core/detect/system_findings.h"

#include <QVersionNumber>
#include <algorithm>

#include "core/base/figures.h"
#include "core/base/text.h"
#include "core/detect/plain_text.h"
#include "core/walk/space_needed.h"

namespace nightjar {

namespace {

// The variant whose space matters here: that of the GPU that goes first; the CPU's where there is none.
QString likelyVariant(const RuntimeFacts &facts) {
  struct Row {
    const char *vendor;
    const char *variant;
  };
  static constexpr Row rows[] = {{"nvidia", "cu"}, {"amd", "rocm"}, {"intel", "xpu"}};
  for (const Row &row : rows) {
    for (const Gpu &gpu : facts.gpus)
      if (gpu.vendor == QLatin1String(row.vendor) && !isSetAside(gpu)) return QString::fromLatin1(row.variant);
  }
  return QStringLiteral("cpu");
}

}  // namespace

std::optional<Finding> musl(const RuntimeReport &report) {
  if (report.facts.os.libc != QLatin1String("musl")) return {};
  return Finding{{},
                 Severity::Problem,
                 Text::tr("This system's C library is musl"),
                 Text::tr("PyTorch's wheels are made for glibc; none of them runs on musl (Alpine)."),
                 Text::tr("Use a runtime with Debian, Ubuntu or another system with glibc.")};
}

// The nightlies' platform tag is manylinux_2_28 (PEP 600).
std::optional<Finding> oldGlibc(const RuntimeReport &report) {
  const OsFacts &os = report.facts.os;
  if (os.libc != QLatin1String("glibc") || os.libcVersion.isEmpty()) return {};
  if (QVersionNumber::fromString(os.libcVersion) >= QVersionNumber(2, 28)) return {};
  return Finding{{},
                 Severity::Problem,
                 Text::tr("This system is too old for a nightly"),
                 Text::tr("The wheels need glibc 2.28 or newer; this runtime has %1.").arg(os.libcVersion),
                 Text::tr("Use a newer system: Debian 10, Ubuntu 20.04, RHEL 8 or later.")};
}

std::optional<Finding> noUsablePython(const RuntimeReport &report) {
  const QList<PythonFacts> &pythons = report.facts.pythons;
  if (std::any_of(pythons.begin(), pythons.end(), hasNightlies)) return {};
  QStringList versions;
  for (const PythonFacts &python : pythons) versions.append(python.version);
  versions.removeDuplicates();
  return Finding{{},
                 Severity::Problem,
                 Text::tr("No Python here that nightlies are made for"),
                 versions.isEmpty()
                     ? Text::tr("No Python was found; nightlies need 3.10 or newer.")
                     : Text::tr("Nightlies need Python 3.10 or newer; this runtime has %1.").arg(fewOf(versions)),
                 report.facts.uv.isEmpty() ? Text::tr("Install Python 3.12 with its venv package on the runtime.")
                                           : Text::tr("Install one there with: uv python install 3.12")};
}

std::optional<Finding> noVenv(const RuntimeReport &report) {
  const QList<PythonFacts> &pythons = report.facts.pythons;
  if (pythons.isEmpty() || !hasNightlies(pythons.constFirst()) || pythons.constFirst().hasVenv) return {};
  const PythonFacts &python = pythons.constFirst();
  const QString what = Text::tr("This Python has no venv module");
  const QString why = Text::tr("Python %1 cannot make an environment with pip by itself.").arg(python.version);
  if (!report.facts.uv.isEmpty()) {
    return Finding{
        {}, Severity::Note, what, Text::tr("Nightjar will make the environment with uv, which is here."), {}};
  }
  if (!report.virtualenv.isEmpty()) {
    return Finding{
        {}, Severity::Note, what, Text::tr("Nightjar will make the environment with virtualenv, which is here."), {}};
  }
  if (python.hasPip) {
    return Finding{{},
                   Severity::Note,
                   what,
                   Text::tr("Nightjar will make the environment without pip and put pip in with this Python's own."),
                   {}};
  }
  return Finding{{},
                 Severity::Problem,
                 what,
                 why,
                 Text::tr("Install the package python%1-venv on the runtime.")
                     .arg(python.version.section(QLatin1Char('.'), 0, 1))};
}

std::optional<Finding> littleDisk(const RuntimeReport &report) {
  const Disk &disk = report.facts.disk;
  const qint64 cpu = spaceNeeded(QStringLiteral("cpu"), false);
  const qint64 needed = spaceNeeded(likelyVariant(report.facts), false);
  if (disk.freeBytes < 0 || disk.freeBytes >= needed) return {};
  const QString takes = needed == cpu ? Text::tr("A CPU build takes %1 while it is installed.").arg(sizeText(cpu))
                                      : Text::tr("A build for this GPU takes %1 while it is installed, a CPU build %2.")
                                            .arg(sizeText(needed), sizeText(cpu));
  const QString why = Text::tr("%1 has %2 free. %3").arg(plainText(disk.path), sizeText(disk.freeBytes), takes);
  return Finding{{},
                 disk.freeBytes < cpu ? Severity::Problem : Severity::Warning,
                 Text::tr("Little disk space"),
                 why,
                 Text::tr("Free some space, or name a folder on another disk with --root.")};
}

std::optional<Finding> rootNotWritable(const RuntimeReport &report) {
  if (report.rootWritable) return {};
  return Finding{
      {},
      Severity::Problem,
      Text::tr("The folder for environments cannot be written"),
      Text::tr("%1 does not let %2 write.")
          .arg(plainText(report.facts.disk.path), report.facts.user.isEmpty() ? Text::tr("you") : report.facts.user),
      Text::tr("Name another folder with --root.")};
}

std::optional<Finding> foreignVariables(const RuntimeReport &report) {
  QStringList names;
  for (auto it = report.environment.begin(); it != report.environment.end(); ++it) {
    const bool steers = it.key().startsWith(QLatin1String("PIP_")) || it.key().startsWith(QLatin1String("UV_")) ||
                        it.key().startsWith(QLatin1String("PYTHON")) || it.key() == QLatin1String("LD_LIBRARY_PATH") ||
                        it.key() == QLatin1String("CONDA_PREFIX") || it.key() == QLatin1String("VIRTUAL_ENV");
    if (steers && it.key() != QLatin1String("PIP_CERT") && it.key() != QLatin1String("PIP_PROXY"))
      names.append(it.key());
  }
  if (names.isEmpty()) return {};
  return Finding{{},
                 Severity::Note,
                 Text::tr("Variables that steer Python and pip are set"),
                 Text::tr("%1: Nightjar keeps them out of what it installs.").arg(fewOf(names)),
                 {}};
}

std::optional<Finding> colabTerms(const RuntimeReport &report) {
  if (report.facts.kind != QLatin1String("colab")) return {};
  return Finding{{},
                 Severity::Note,
                 Text::tr("Colab allows SSH only with compute units"),
                 Text::tr("Without a positive balance remote control such as SSH is against Colab's terms, and Colab "
                          "may end the runtime. Nightjar cannot see the balance."),
                 Text::tr("Check your compute units in Colab before a long run.")};
}

std::optional<Finding> colabLifetime(const RuntimeReport &report) {
  if (report.facts.kind != QLatin1String("colab")) return {};
  return Finding{{},
                 Severity::Note,
                 Text::tr("This runtime does not last"),
                 Text::tr("Colab takes the machine back 20 to 25 minutes after the last contact and after 12 hours (24 "
                          "with Pro+); the disk goes with it."),
                 Text::tr("Save it as a profile: a new runtime is then one click away.")};
}

}  // namespace nightjar
