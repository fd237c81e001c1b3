#include "core/install/read_lock.h"

#include "core/base/text.h"

namespace nightjar {

namespace {

Error noEnvironment(const QString &why) {
  return {Text::tr("There is no such environment."),
          why,
          Text::tr("Install a nightly first, or name the ID of an environment."),
          {}};
}

}  // namespace

Result<Lock> readLock(Agent &agent, const RuntimeFacts &facts, const QString &id, std::stop_token stop) {
  QString path = facts.currentEnvironment;
  if (!id.isEmpty()) {
    if (id.startsWith(QLatin1Char('.')) || id.contains(QLatin1Char('/')) || id.contains(QChar::Null))
      return noEnvironment(Text::tr("“%1” is no ID of one.").arg(id));
    path = facts.disk.path + "/envs/" + id;
  }
  if (path.isEmpty())
    return noEnvironment(
        Text::tr("Nothing has been installed under %1 yet, or its link `current` is gone.").arg(facts.disk.path));
  const auto manifest =
      agent.request(QStringLiteral("manifest"), {{"root", facts.disk.path}, {"environment", path}}, stop);
  if (!manifest) return manifest.error();
  return lockFromManifest(*manifest);
}

}  // namespace nightjar
