#include <QJsonArray>

#include "core/install/plan.h"

// A plan as the job it becomes, and read back from it by whoever follows a job that another program started.

namespace nightjar {

namespace {

Choice choiceFrom(const QJsonObject &manifest) {
  const auto text = [&manifest](const char *key) { return manifest[QLatin1String(key)].toString(); };
  const QJsonObject versions = manifest[QLatin1String("versions")].toObject();
  const auto version = [&versions](const char *package) { return versions[QLatin1String(package)].toString(); };
  Choice choice;
  choice.build.id = text("build");
  choice.build.date = QDate::fromString(text("date"), Qt::ISODate);
  choice.build.variant = text("variant");
  choice.build.torch = version("torch");
  choice.build.torchvision = version("torchvision");
  choice.build.torchaudio = version("torchaudio");
  choice.indexUrl = text("index");
  choice.packages = versions.keys();
  choice.pythonVersion = text("python");
  choice.sample = manifest[QLatin1String("sample")].toBool();
  return choice;
}

PlanStep stepFrom(const QJsonObject &object) {
  PlanStep step;
  step.id = object[QLatin1String("id")].toString();
  step.title = object[QLatin1String("title")].toString();
  step.weight = object[QLatin1String("weight")].toDouble(1);
  step.verb = object[QLatin1String("verb")].toString();
  step.args = object[QLatin1String("args")].toObject();
  step.optional = object[QLatin1String("optional")].toBool();
  step.environment = object[QLatin1String("environment")].toString(step.environment);
  return step;
}

}  // namespace

QJsonObject manifestOf(const Choice &choice) {
  QJsonObject versions;
  const auto chosen = chosenVersions(choice);
  for (auto it = chosen.cbegin(); it != chosen.cend(); ++it) {
    versions.insert(it.key(), it.value());
  }
  return {{"schema", "nightjar.environment/1"},
          {"build", choice.build.id},
          {"date", choice.build.date.toString(Qt::ISODate)},
          {"variant", choice.build.variant},
          {"versions", versions},
          {"index", choice.indexUrl},
          {"python", choice.pythonVersion},
          {"sample", choice.sample}};
}

QJsonObject jobFromPlan(const Plan &plan, const QString &id) {
  QJsonArray steps;
  for (const PlanStep &step : plan.steps) {
    steps.append(QJsonObject{{"id", step.id},
                             {"title", step.title},
                             {"weight", step.weight},
                             {"verb", step.verb},
                             {"args", step.args},
                             {"optional", step.optional},
                             {"environment", step.environment}});
  }
  return {{"id", id},
          {"title", plan.title},
          {"root", plan.root},
          {"environment", plan.environment},
          {"work", plan.work},
          {"manifest", manifestOf(plan.choice)},
          {"step_environment", plan.stepEnvironment},
          {"steps", steps}};
}

Plan planFromJob(const QJsonObject &job) {
  const auto text = [&job](const char *key) { return job[QLatin1String(key)].toString(); };
  Plan plan;
  plan.title = text("title");
  plan.stamp = text("id").section(QLatin1Char('-'), 0, 1);
  plan.root = text("root");
  plan.environment = text("environment");
  plan.work = text("work");
  plan.choice = choiceFrom(job[QLatin1String("manifest")].toObject());
  const QJsonArray steps = job[QLatin1String("steps")].toArray();
  for (const auto step : steps) plan.steps.append(stepFrom(step.toObject()));
  plan.isFromJob = true;
  plan.stepEnvironment = job[QLatin1String("step_environment")].toObject();
  return plan;
}

}  // namespace nightjar
