#include "core/install/plan_again.h"

#include <QJsonArray>

#include "core/base/text.h"
#include "core/install/step_environment.h"

namespace nightjar {

namespace {

/// `value` with `name` for `before` in all its texts.
QJsonValue renamed(const QJsonValue &value, const QString &before, const QString &name) {
  if (value.isString()) return value.toString().replace(before, name);
  if (value.isArray()) {
    QJsonArray changed;
    const QJsonArray array = value.toArray();
    for (const auto one : array) changed.append(renamed(one, before, name));
    return changed;
  }
  if (value.isObject()) {
    QJsonObject object = value.toObject();
    for (auto it = object.begin(); it != object.end(); ++it) it.value() = renamed(it.value(), before, name);
    return object;
  }
  return value;
}

}  // namespace

Result<Plan> planAgain(const RuntimeFacts &facts, const Plan &plan, const QString &stamp) {
  const QString before = plan.environment.section(QLatin1Char('/'), -1);
  const QString name = plan.choice.build.id + '-' + stamp;
  if (plan.steps.isEmpty() || !before.startsWith(plan.choice.build.id + '-')) {
    return Error{Text::tr("This install cannot be repeated."),
                 Text::tr("What it was to make is not known any more."),
                 Text::tr("Choose a build and install it."),
                 {}};
  }
  Plan again = plan;
  again.stamp = stamp;
  again.environment = plan.root + "/envs/" + name;
  again.work = plan.root + "/tmp/" + name;
  for (PlanStep &step : again.steps) step.args = renamed(step.args, before, name).toObject();
  again.stepEnvironment = stepEnvironment(facts, again.work, plan.choice.indexUrl);
  return again;
}

}  // namespace nightjar
