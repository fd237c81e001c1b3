#include "core/install/plan.h"

#include <QDateTime>
#include <QJsonArray>

#include "core/base/text.h"
#include "core/install/install_args.h"
#include "core/install/reporting_pip.h"
#include "core/install/step_environment.h"
#include "core/install/tidy_step.h"
#include "core/install/unusable_root.h"
#include "core/install/venv_attempts.h"
#include "core/verify/checks.h"
#include "core/walk/space_needed.h"

namespace nightjar {

namespace {

/// What every step's builder reads.
struct Site {
  const RuntimeFacts &facts;
  const Choice &choice;
  QString root;
  QString environment;
  QString python;  ///< of the new environment
  QString work;
  QString wheels;
  QString report;
  QString resolved;  ///< requirements of the exact set, once the step resolve has found it
};

QJsonArray argv(const QStringList &words) {
  return QJsonArray::fromStringList(words);
}

/// Always `python -m pip`: a script's first line breaks where the path is long or has a space.
QStringList pip(const Site &site, const QStringList &words) {
  return QStringList{site.python, "-m", "pip"} + words;
}

QStringList requirements(const Choice &choice) {
  const auto versions = chosenVersions(choice);
  QStringList words;
  for (const QString &package : choice.packages) {
    if (versions.contains(package)) {
      words.append(package + "==" + versions[package]);
    }
  }
  return words;
}

/// Only --index-url, never --extra-index-url: a package of the same name elsewhere must not win (torchtriton, 2022).
QStringList fromIndex(const Site &site) {
  return {"--pre", "--only-binary", ":all:", "--index-url", site.choice.indexUrl};
}

PlanStep preflight(const Site &site) {
  QJsonObject args{{"root", site.root},
                   {"work", site.work},
                   {"need_bytes", spaceNeeded(site.choice.build.variant, site.choice.sample)}};
  if (!site.choice.pythonPath.isEmpty()) args["python"] = site.choice.pythonPath;
  return {"preflight", Text::tr("Check space and Python"), 1, "preflight", args};
}

PlanStep venv(const Site &site) {
  const bool fromUv = site.choice.pythonPath.isEmpty();
  return {"venv",
          Text::tr("Make the environment"),
          4,
          "venv",
          {{"path", site.environment},
           {"attempts", fromUv ? venvFromUv(site.facts, site.choice.pythonVersion, site.environment)
                               : venvAttempts(site.facts, site.choice.pythonPath, site.environment,
                                              site.choice.installer != QLatin1String("pip"))},
           {"check", argv({site.python, "-m", "pip", "--version"})}}};
}

/// Left out where the environment came with a pip that is new enough. In two commands, so that an index that stops
/// answering cannot leave a half-replaced pip behind.
PlanStep tooling(const Site &site) {
  const QString folder = site.work + "/tooling";
  const QStringList tools{"pip", "setuptools", "wheel"};
  const QStringList fetch{"download", "--timeout",     "10",    "--retries", "0",   "--progress-bar",
                          "off",      "--only-binary", ":all:", "--dest",    folder};
  const QStringList install{"install", "--no-index", "--find-links", folder, "--upgrade"};
  PlanStep step{
      "tooling",
      Text::tr("Upgrade pip, setuptools, wheel"),
      5,
      "run",
      {{"python", site.python},
       {"pip_enough", reportingPip},
       {"commands", QJsonArray{QJsonObject{{"argv", argv(pip(site, fetch + tools))}, {"silence_s", 15}},
                               QJsonObject{{"argv", argv(pip(site, install + tools))}, {"environment", "clean"}}}}}};
  step.optional = true;
  step.environment = QStringLiteral("tooling");
  return step;
}

InstallSite installSite(const Site &site) {
  return {site.python,
          site.choice.indexUrl,
          requirements(site.choice),
          site.work,
          site.wheels,
          site.resolved,
          uvFor(site.choice.installer, site.facts.uvPath),
          site.choice.installer == QLatin1String("uv")};
}

PlanStep resolve(const Site &site) {
  const QStringList words{"install", "--dry-run", "--ignore-installed", "--quiet", "--report", site.report};
  const QJsonObject args{
      {"python", site.python},     {"argv", argv(pip(site, words + fromIndex(site) + requirements(site.choice)))},
      {"report", site.report},     {"index", site.choice.indexUrl},
      {"resolved", site.resolved}, {"min_pip", reportingPip}};
  return {"resolve", Text::tr("Resolve the exact set"), 4, "resolve", withUvResolving(args, installSite(site))};
}

/// The agent fetches what the step resolve found; pip only where that was skipped.
PlanStep download(const Site &site) {
  const QStringList words = QStringList{"download", "--progress-bar", "off", "--dest", site.wheels} + fromIndex(site);
  const double seconds = static_cast<double>(spaceNeeded(site.choice.build.variant, site.choice.sample)) / 3 / 40e6;
  const QStringList told{"install",   "--dry-run",  "--ignore-installed", "--quiet",   "--report",
                         site.report, "--no-index", "--find-links",       site.wheels, "--pre"};
  const bool byPip = !hasReportingPip(site.choice.pythonVersion) && installSite(site).uv.isEmpty();
  const QJsonObject args{{"python", site.python},
                         {"argv", argv(pip(site, words + requirements(site.choice)))},
                         {"argv_report", argv(pip(site, told + requirements(site.choice)))},
                         {"report", site.report},
                         {"resolved", site.resolved},
                         {"index", site.choice.indexUrl},
                         {"dir", site.wheels}};
  return {
      "download",
      byPip ? Text::tr("Download (by pip: none for this Python can name the files beforehand)") : Text::tr("Download"),
      std::max(5.0, seconds), "download", withUnpackingAhead(args, installSite(site))};
}

PlanStep install(const Site &site) {
  const double seconds = static_cast<double>(spaceNeeded(site.choice.build.variant, site.choice.sample)) / 150e6;
  return {"install", Text::tr("Install"), std::max(5.0, seconds), "install", installArgs(installSite(site))};
}

PlanStep check(const Site &site) {
  return {"check", Text::tr("Check dependencies"), 1, "check", checkArgs(installSite(site))};
}

PlanStep verify(const Site &site) {
  const bool gpu = site.choice.build.variant != QLatin1String("cpu");
  const Expectation expected{chosenVersions(site.choice), site.choice.build.variant, site.facts.libraryPath};
  return {"verify", gpu ? Text::tr("Verify on the GPU") : Text::tr("Verify"), 15, "verify",
          verifyArgs(site.environment, expected)};
}

PlanStep activate(const Site &site) {
  return {"activate",
          Text::tr("Switch over"),
          1,
          "activate",
          {{"root", site.root}, {"environment", site.environment}, {"manifest", manifestOf(site.choice)}}};
}

/// A stable release has no night.
QString titleOf(const Build &build) {
  if (build.torch.contains(QLatin1String(".dev")))
    return Text::tr("Install the nightly of %1, %2").arg(build.date.toString(Qt::ISODate), build.variant);
  return Text::tr("Install PyTorch %1, %2").arg(build.torch.section(QLatin1Char('+'), 0, 0), build.variant);
}

using Builder = PlanStep (*)(const Site &);
constexpr Builder pipeline[] = {preflight, venv, tooling, resolve, download, install, check, verify, activate};

}  // namespace

QMap<QString, QString> chosenVersions(const Choice &choice) {
  const QMap<QString, QString> all{{"torch", choice.build.torch},
                                   {"torchvision", choice.build.torchvision},
                                   {"torchaudio", choice.build.torchaudio}};
  QMap<QString, QString> versions;
  for (const QString &package : choice.packages) {
    if (!all.value(package).isEmpty()) {
      versions.insert(package, all.value(package));
    }
  }
  return versions;
}

QString stampNow() {
  return QDateTime::currentDateTimeUtc().toString(QStringLiteral("yyyyMMdd-HHmmss"));
}

Result<Plan> planInstall(const RuntimeFacts &facts, const Choice &choice, const QString &stamp) {
  const QString root = facts.disk.path;
  if (const auto error = unusableRoot(root)) return *error;
  const bool hasPython = !choice.pythonPath.isEmpty() || (!choice.pythonVersion.isEmpty() && !facts.uvPath.isEmpty());
  if (!hasPython || requirements(choice).isEmpty()) {
    return Error{Text::tr("This build cannot be installed here."),
                 Text::tr("No Python of the runtime has a wheel of it."),
                 Text::tr("Choose another build or Python."),
                 {},
                 Fault::NoBuild};
  }
  if (choice.installer == QLatin1String("uv") && facts.uvPath.isEmpty()) return noUv();
  const QString name = choice.build.id + '-' + stamp;
  const QString environment = root + "/envs/" + name;
  const QString work = root + "/tmp/" + name;
  const Site site{facts,
                  choice,
                  root,
                  environment,
                  environment + "/bin/python",
                  work,
                  root + "/wheels/" + choice.build.id,
                  work + "/report.json",
                  work + "/resolved.txt"};
  Plan plan{titleOf(choice.build),
            stamp,
            root,
            environment,
            work,
            choice,
            {},
            stepEnvironment(facts, work, choice.indexUrl),
            {},
            {},
            mayDownloadByPip(facts, choice)};
  for (const Builder build : pipeline) {
    plan.steps.append(build(site));
  }
  plan.removed = outdated(facts.environments, choice.keep);
  if (!plan.removed.isEmpty()) plan.steps.append(tidyStep(root, plan.removed));
  plan.wayToSpace = wayToSpace(facts.environments, root, facts.home);
  return plan;
}

QString stepTitle(const Plan &plan, const QString &id) {
  for (const PlanStep &step : plan.steps)
    if (step.id == id) return step.title;
  return id;
}

}  // namespace nightjar
