#include "app/install_from_lock.h"

#include <algorithm>

#include "app/transfer_report.h"
#include "core/base/text.h"
#include "core/choose/lock_fit.h"
#include "core/install/plan_from_lock.h"

namespace nightjar {

namespace {

FixedSet fixedSet(const Lock &lock) {
  FixedSet set{lock.variant, lock.python, {}, lock.sample};
  for (const LockedPackage &package : lock.packages) set.files.append(package.file);
  return set;
}

bool isThere(const WheelState &state) {
  return state.where == WheelState::Where::Present;
}

}  // namespace

Result<std::optional<LockedInstall>> readLockedInstall(Desk &desk) {
  if (desk.line.fromLock.isEmpty()) return std::optional<LockedInstall>();
  auto file = readLockFile(desk.line.fromLock);
  if (!file) return file.error();
  if (file->isArchive) {
    const auto sound = checkArchive(
        *file, [](qint64, qint64) {}, desk.stop);
    if (!sound) return sound.error();
  }
  return std::optional(LockedInstall{std::move(*file), {}});
}

Result<Plan> planLocked(LockedInstall &install, OpenRuntime &runtime, Desk &desk) {
  const Lock &lock = install.file.lock;
  const auto place = placeForFixedSet(runtime.facts, fixedSet(lock), runtime.wishes.python);
  if (!place) return place.error();
  auto states = checkLock(*runtime.connection.agent, runtime.facts, lock, !install.file.isArchive, desk.stop);
  if (!states) return states.error();
  install.states = std::move(*states);
  if (const auto error = contradiction(install.states)) return *error;
  if (const auto error = install.file.isArchive ? std::nullopt : obstacle(install.states)) return *error;
  Choice choice = choiceFromLock(lock);
  choice.installer = runtime.wishes.installer;
  choice.keep = keptOf(runtime.wishes.keep);
  choice.pythonPath = place->pythonPath;
  choice.pythonVersion = place->pythonVersion;
  choice.why += place->why;
  const bool complete = std::all_of(install.states.begin(), install.states.end(), isThere);
  if (complete || install.file.isArchive) choice.build.downloadBytes = {};
  return planFromLock(runtime.facts, lock, choice, complete || install.file.isArchive, stampNow());
}

Result<void> sendLocked(const LockedInstall &install, OpenRuntime &runtime, Desk &desk) {
  if (!install.file.isArchive || std::all_of(install.states.begin(), install.states.end(), isThere)) return {};
  desk.out.line(Text::tr("Sending the wheels"));
  TransferReport report(desk.out, QStringLiteral("send"));
  return sendWheels(
      *runtime.connection.agent, runtime.facts.disk.path, install.file, install.states,
      [&report](qint64 done, qint64 total) { report.take(done, total); }, desk.stop);
}

}  // namespace nightjar
