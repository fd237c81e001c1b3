#include "core/install/install_args.h"

#include <QJsonArray>

#include "core/base/text.h"

namespace nightjar {

namespace {

QJsonArray argv(const QStringList &words) {
  return QJsonArray::fromStringList(words);
}

/// What uv runs to install from the exact set, without the packages' names; empty where pip is to do it.
QStringList uvFrom(const InstallSite &site, const QString &installer, const QString &uvPath) {
  if (uvPath.isEmpty() || installer == QLatin1String("pip")) return {};
  // Without a cache uv unpacks into the job's temporary folder, on the environment's own file system, and moves its
  // files over as hard links; that folder goes with the job.
  return {uvPath,       "--no-config", "--no-cache", "--offline",    "--no-progress", "pip",
          "install",    "--python",    site.python,  "--no-index",   "--find-links",  site.exact,
          "--no-build", "--link-mode", "hardlink",   "--prerelease", "allow",         "--no-deps"};
}

}  // namespace

QJsonObject installArgs(const InstallSite &site, const QString &installer, const QString &uvPath) {
  const auto pipFrom = [&site](const QString &folder) {
    return QStringList{site.python,      "-m", "pip", "install", "--no-index", "--find-links", folder,
                       "--progress-bar", "off"};
  };
  const QStringList exact{"--no-deps", "--requirement", site.resolved};
  QJsonObject args{{"python", site.python},
                   {"argv", argv(pipFrom(site.wheels) + site.requirements)},
                   {"argv_resolved", argv(pipFrom(site.exact) + exact)},
                   {"exact", site.exact},
                   {"resolved", site.resolved},
                   {"dir", site.wheels}};
  const QStringList uv = uvFrom(site, installer, uvPath);
  if (uv.isEmpty()) return args;
  args["argv_uv"] = argv(uv + QStringList{"--requirement", site.resolved});
  args["uv_only"] = installer == QLatin1String("uv");
  return args;
}

QJsonObject withUnpackingAhead(QJsonObject args, const InstallSite &site, const QString &installer,
                               const QString &uvPath) {
  const QStringList uv = uvFrom(site, installer, uvPath);
  if (uv.isEmpty()) return args;
  args["ahead"] = argv(uv);
  args["exact"] = site.exact;
  return args;
}

Error noUv() {
  return {Text::tr("uv is not on this runtime."),
          Text::tr("--installer uv was asked for, and no uv was found there."),
          Text::tr("Install uv there, or leave the choice to Nightjar with --installer auto."),
          {}};
}

}  // namespace nightjar
