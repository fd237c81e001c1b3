#include "core/profiles/profile_record.h"

namespace nightjar {

namespace {

QString outcomeOf(Ending ending) {
  switch (ending) {
    case Ending::None: break;
    case Ending::Done: return QStringLiteral("verified");
    case Ending::Failed: return QStringLiteral("failed");
    case Ending::Cancelled: return QStringLiteral("cancelled");
  }
  return {};
}

}  // namespace

Ending endingOf(const std::optional<Error> &error) {
  if (!error) return Ending::Done;
  return error->isCancelled() ? Ending::Cancelled : Ending::Failed;
}

QString gpuNames(const QList<Gpu> &gpus) {
  QStringList names;
  for (const Gpu &gpu : gpus) names << gpu.name;
  QStringList counted = names;
  counted.removeDuplicates();
  for (QString &name : counted) {
    const qsizetype count = names.count(name);
    if (count > 1) name = QString::number(count) + QStringLiteral(" × ") + name;
  }
  return counted.join(QStringLiteral(", "));
}

Profile recorded(Profile start, const SetupState &state, Ending ending, const QDateTime &now) {
  if (state.target) start.target = *state.target;
  const ConnectOptions &options = state.connectOptions;
  if (!options.identityFile.isEmpty()) start.target.identityFile = options.identityFile;
  start.knownHostsFile = options.knownHostsFile;
  if (state.facts) start.gpu = gpuNames(state.facts->gpus);
  if (ending == Ending::Done && state.choice) {
    start.packages = state.choice->packages;
    start.variant = state.choice->build.variant;
    start.build = state.choice->build.id;
    start.torch = state.choice->build.torch;
    // Where the lock could not be read, what is known of the same environment stays.
    if (!state.lock.isEmpty() || start.environment != state.environment) start.lock = state.lock;
    start.environment = state.environment;
  }
  if (ending != Ending::None) start.lastOutcome = outcomeOf(ending);
  // Checks may have run again after the install.
  if (state.report && !state.report->ok) start.lastOutcome = outcomeOf(Ending::Failed);
  start.lastUsed = now;
  return start;
}

Asked withProfile(Asked given, const Profile &profile) {
  const auto fill = [](QString &place, const QString &saved) {
    if (place.isEmpty()) place = saved;
  };
  fill(given.connect.knownHostsFile, profile.knownHostsFile);
  fill(given.root, profile.root);
  fill(given.wishes.index, profile.index);
  fill(given.wishes.stableIndex, profile.stableIndex);
  fill(given.wishes.python, profile.python);
  fill(given.wishes.keep, profile.keep);
  return given;
}

}  // namespace nightjar
