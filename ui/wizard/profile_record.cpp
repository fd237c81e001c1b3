#include "ui/wizard/profile_record.h"

namespace nightjar {

QString gpuName(const RuntimeFacts &facts) {
  if (facts.gpus.isEmpty()) return {};
  const QString first = facts.gpus.first().name;
  for (const Gpu &gpu : facts.gpus)
    if (gpu.name != first) return WizardModel::tr("%n GPU(s)", nullptr, static_cast<int>(facts.gpus.size()));
  return facts.gpus.size() == 1 ? first : QStringLiteral("%1 × %2").arg(QString::number(facts.gpus.size()), first);
}

namespace {

QString outcomeOf(const JobResult &result) {
  if (!result.error) return QStringLiteral("verified");
  return result.error->isCancelled() ? QStringLiteral("cancelled") : QStringLiteral("failed");
}

}  // namespace

Profile profileOf(const WizardModel &model, Profile start) {
  const SetupState &state = model.state();
  if (state.target) start.target = *state.target;
  if (!state.connectOptions.identityFile.isEmpty()) start.target.identityFile = state.connectOptions.identityFile;
  start.knownHostsFile = state.connectOptions.knownHostsFile;
  if (state.facts) start.gpu = gpuName(*state.facts);
  if (const auto &result = model.result()) {
    start.lastOutcome = outcomeOf(*result);
    if (!result->error && state.choice) {
      start.packages = state.choice->packages;
      start.variant = state.choice->build.variant;
      start.build = state.choice->build.id;
      start.torch = state.choice->build.torch;
      start.environment = result->environment;
    }
  }
  if (state.report && !state.report->ok) start.lastOutcome = QStringLiteral("failed");
  start.lastUsed = QDateTime::currentDateTimeUtc();
  return start;
}

}  // namespace nightjar
