#include "core/install/read_lock.h"

#include <algorithm>

#include "core/base/text.h"
#include "core/install/releases.h"

namespace nightjar {

Result<Lock> readLock(Agent &agent, const RuntimeFacts &facts, const QString &id, std::stop_token stop) {
  QString path = facts.currentEnvironment;
  if (!id.isEmpty()) {
    const auto &present = facts.environments;
    const auto named =
        std::find_if(present.begin(), present.end(), [&](const Environment &one) { return one.id == id; });
    if (named == present.end()) return unknownEnvironment(present, id);
    path = named->path;
  }
  if (path.isEmpty()) {
    return Error{
        Text::tr("There is no environment in use."),
        Text::tr("Nothing has been installed under %1 yet, or its link `current` is gone.").arg(facts.disk.path),
        Text::tr("Install a nightly first, or name the ID of an environment: nightjar environments TARGET"),
        {}};
  }
  return readLockAt(agent, facts.disk.path, path, std::move(stop));
}

Result<Lock> readLockAt(Agent &agent, const QString &root, const QString &environment, std::stop_token stop) {
  const auto manifest =
      agent.request(QStringLiteral("manifest"), {{"root", root}, {"environment", environment}}, std::move(stop));
  if (!manifest) return manifest.error();
  return lockFromManifest(*manifest);
}

}  // namespace nightjar
