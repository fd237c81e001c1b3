#include "core/install/install_args.h"

#include <QJsonArray>

#include "core/base/text.h"
#include "core/install/step_environment.h"

namespace nightjar {

namespace {

QJsonArray argv(const QStringList &words) {
  return QJsonArray::fromStringList(words);
}

QString exactFolder(const InstallSite &site) {
  return site.work + "/exact";
}

/// Without a cache uv unpacks into the job's temporary folder, on the environment's own file system, and moves its
/// files over as hard links; that folder goes with the job.
QStringList uvPip(const InstallSite &site, const QStringList &words) {
  return QStringList{site.uv, "--no-config", "--no-cache", "--no-progress", "pip"} + words;
}

/// What uv runs to install from the exact set, without the packages' names.
QStringList uvInstall(const InstallSite &site) {
  return uvPip(site, {"install", "--offline", "--python", site.python, "--no-index", "--find-links", exactFolder(site),
                      "--no-build", "--link-mode", "hardlink", "--prerelease", "allow", "--no-deps"});
}

}  // namespace

QString uvFor(const QString &installer, const QString &uvPath) {
  return installer == QLatin1String("pip") ? QString() : uvPath;
}

QJsonObject withUvResolving(QJsonObject args, const InstallSite &site) {
  // What comes over plain http could be anybody's. pip refuses such an index; uv does not.
  const bool safe = site.index.startsWith(QLatin1String("https:"), Qt::CaseInsensitive) || isOnTheRuntime(site.index);
  if (site.uv.isEmpty() || !safe) return args;
  const QStringList compile{"compile", "--quiet",     "--python", site.python,     "--no-build", "--prerelease",
                            "allow",   "--index-url", site.index, "--no-annotate", "--no-header"};
  args["uv"] = QJsonObject{
      {"argv", argv(uvPip(site, compile))}, {"requirements", argv(site.requirements)}, {"folder", site.work + "/uv"}};
  return args;
}

QJsonObject withUnpackingAhead(QJsonObject args, const InstallSite &site) {
  if (site.uv.isEmpty()) return args;
  args["ahead"] = argv(uvInstall(site));
  args["exact"] = exactFolder(site);
  return args;
}

QJsonObject installArgs(const InstallSite &site) {
  const auto pipFrom = [&site](const QString &folder) {
    return QStringList{site.python,      "-m", "pip", "install", "--no-index", "--find-links", folder,
                       "--progress-bar", "off"};
  };
  const QStringList exact{"--no-deps", "--requirement", site.resolved};
  QJsonObject args{{"python", site.python},
                   {"argv", argv(pipFrom(site.wheels) + site.requirements)},
                   {"argv_resolved", argv(pipFrom(exactFolder(site)) + exact)},
                   {"exact", exactFolder(site)},
                   {"resolved", site.resolved},
                   {"dir", site.wheels}};
  if (site.uv.isEmpty()) return args;
  args["argv_uv"] = argv(uvInstall(site) + QStringList{"--requirement", site.resolved});
  args["uv_only"] = site.uvOnly;
  return args;
}

QJsonObject checkArgs(const InstallSite &site) {
  QJsonObject args{{"argv", argv({site.python, "-m", "pip", "check"})}};
  if (!site.uv.isEmpty()) args["argv_uv"] = argv(uvPip(site, {"check", "--python", site.python}));
  return args;
}

Error noUv() {
  return {Text::tr("uv is not on this runtime."),
          Text::tr("--installer uv was asked for, and no uv that answers was found there."),
          Text::tr("Install uv there, or leave the choice to Nightjar with --installer auto."),
          {}};
}

}  // namespace nightjar
