#include "core/install/plan_from_lock.h"

#include <QJsonArray>
#include <algorithm>

#include "core/base/text.h"

namespace nightjar {

namespace {

/// Takes resolve's place: what it would find out is known.
PlanStep fromLock(const PlanStep &resolve, const QString &wheels, const Lock &lock) {
  return {"lock",
          Text::tr("Take the exact set from the lock"),
          1,
          "lock",
          {{"packages", toJson(lock)[QLatin1String("packages")]}, {"dir", wheels}},
          false,
          resolve.environment};
}

/// Exact pins and nothing beside them: what the packages ask for does not decide.
QJsonArray exactly(const QString &python, const QString &wheels, const Lock &lock) {
  QStringList words{python,      "-m",           "pip",  "install",        "--no-index",
                    "--no-deps", "--find-links", wheels, "--progress-bar", "off"};
  for (const LockedPackage &package : lock.packages) words.append(package.name + "==" + package.version);
  return QJsonArray::fromStringList(words);
}

}  // namespace

Choice choiceFromLock(const Lock &lock) {
  Choice choice;
  choice.build.id = lock.build;
  choice.build.date = lock.date;
  choice.build.variant = lock.variant;
  for (const auto &[name, version] : {std::pair{"torch", &choice.build.torch},
                                      {"torchvision", &choice.build.torchvision},
                                      {"torchaudio", &choice.build.torchaudio}}) {
    const LockedPackage *package = lock.find(QLatin1String(name));
    if (!package) continue;
    *version = package->version;
    choice.packages.append(QLatin1String(name));
  }
  choice.build.python = QStringList{lock.python};
  choice.build.downloadBytes = lock.bytes();
  choice.indexUrl = lock.index;
  choice.sample = lock.sample;
  choice.why = QStringList{Text::tr("exactly the %1 packages of the lock").arg(lock.packages.size())};
  return choice;
}

Result<Plan> planFromLock(const RuntimeFacts &facts, const Lock &lock, Choice choice, bool offline,
                          const QString &stamp) {
  if (offline)
    choice.why.append(Text::tr("without a network: pip, setuptools and wheel stay as the environment brings them"));
  auto plan = planInstall(facts, choice, stamp);
  if (!plan) return plan;
  plan->note.clear();  // the lock names the files
  const QString wheels = plan->root + "/wheels/" + lock.build;
  for (PlanStep &step : plan->steps) {
    if (step.id == QLatin1String("resolve")) step = fromLock(step, wheels, lock);
    if (step.id == QLatin1String("install"))
      step.args["argv"] = exactly(plan->environment + "/bin/python", wheels, lock);
  }
  if (offline) plan->steps.removeIf([](const PlanStep &step) { return step.id == QLatin1String("tooling"); });
  return plan;
}

}  // namespace nightjar
