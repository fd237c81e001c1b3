#include "core/install/releases.h"

#include "core/base/text.h"

namespace nightjar {

namespace {

/// With events, so that the agent is asked for a sign of life: a large tree takes its time to measure or to remove.
Result<QJsonObject> ask(Agent &agent, const char *verb, const QJsonObject &args, std::stop_token stop) {
  return agent.request(QLatin1String(verb), args, std::move(stop), [](const AgentEvent &) {});
}

QString idsOf(const QList<Environment> &present) {
  QStringList ids;
  for (const Environment &one : present) ids.append(one.id);
  return ids.join(QStringLiteral(", "));
}

Error notVerified(const Environment &one) {
  return {Text::tr("%1 was never verified.").arg(one.id),
          Text::tr("Only an environment that passed its checks is used."),
          Text::tr("Choose another one, or install its build again."),
          {}};
}

const Environment *findIn(const QList<Environment> &present, const QString &id) {
  const auto found = std::find_if(present.begin(), present.end(), [&](const Environment &one) { return one.id == id; });
  return found == present.end() ? nullptr : &*found;
}

}  // namespace

Error unknownEnvironment(const QList<Environment> &present, const QString &id) {
  return {Text::tr("There is no environment %1 on this runtime.").arg(id),
          present.isEmpty()
              ? Text::tr("It has none.")
              : Text::tr("It has %1. One that is still being made does not count yet.").arg(idsOf(present)),
          Text::tr("See them with: nightjar environments TARGET"),
          {},
          Fault::Usage};
}

Result<QList<Environment>> listEnvironments(Agent &agent, const QString &root, std::stop_token stop) {
  const auto reply = ask(agent, "environments", {{"root", root}}, std::move(stop));
  if (!reply) return reply.error();
  return environmentsFromJson((*reply)[QLatin1String("environments")].toArray());
}

Result<Environment> environmentBefore(const QList<Environment> &present, const QString &id) {
  if (!id.isEmpty()) {
    const Environment *named = findIn(present, id);
    if (named == nullptr) return unknownEnvironment(present, id);
    if (!named->verified) return notVerified(*named);
    return *named;
  }
  const bool hasCurrent =
      std::any_of(present.begin(), present.end(), [](const Environment &one) { return one.current; });
  bool older = !hasCurrent;
  for (const Environment &one : present) {
    if (older && one.verified) return one;
    older = older || one.current;
  }
  return Error{
      Text::tr("There is no environment to go back to."),
      hasCurrent ? Text::tr("None that is verified is older than the current one.") : Text::tr("None is verified."),
      Text::tr("Name another one, as nightjar environments lists them: nightjar rollback TARGET ID"),
      {}};
}

Result<Environment> environmentToRemove(const QList<Environment> &present, const QString &id) {
  const Environment *named = findIn(present, id);
  if (named == nullptr) return unknownEnvironment(present, id);
  if (named->current) {
    return Error{Text::tr("%1 is the current environment.").arg(id),
                 Text::tr("The link “current” points to it, and your programs start from there."),
                 Text::tr("Go back to another one first: nightjar rollback TARGET"),
                 {}};
  }
  return *named;
}

Result<Environment> rollBack(Agent &agent, const QString &root, const QString &id, std::stop_token stop) {
  const auto reply = ask(agent, "environment.activate", {{"root", root}, {"id", id}}, std::move(stop));
  if (!reply) return reply.error();
  const auto now = environmentFromJson(*reply);
  if (!now) {
    return Error{Text::tr("The runtime's answer cannot be understood."),
                 Text::tr("It should name an environment."),
                 Text::tr("Look with: nightjar environments TARGET"),
                 {}};
  }
  return *now;
}

Result<Freed> removeEnvironment(Agent &agent, const QString &root, const QString &id, std::stop_token stop) {
  const auto reply = ask(agent, "environment.remove", {{"root", root}, {"id", id}}, std::move(stop));
  if (!reply) return reply.error();
  const auto amount = [&](const char *key) { return std::max<qint64>(0, (*reply)[QLatin1String(key)].toInteger()); };
  return Freed{amount("freed_bytes"), amount("wheels_bytes")};
}

}  // namespace nightjar
