#include "core/install/plan_again.h"

#include <QJsonArray>

#include "core/base/text.h"
#include "core/install/step_environment.h"

namespace nightjar {

namespace {

/// What becomes of the old environment's name and of the root as it was spelled then.
struct Change {
  QString name, newName;
  QString root, newRoot;

  [[nodiscard]] QString of(QString text) const {
    if (text == root || text.startsWith(root + '/')) text.replace(0, root.size(), newRoot);
    return text.replace(name, newName);
  }
};

/// `value` with the change in all its texts.
QJsonValue changed(const QJsonValue &value, const Change &change) {
  if (value.isString()) return change.of(value.toString());
  if (value.isArray()) {
    QJsonArray all;
    const QJsonArray array = value.toArray();
    for (const auto one : array) all.append(changed(one, change));
    return all;
  }
  if (value.isObject()) {
    QJsonObject object = value.toObject();
    for (auto it = object.begin(); it != object.end(); ++it) it.value() = changed(it.value(), change);
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
  const Change change{before, name, plan.environment.section(QLatin1Char('/'), 0, -3), plan.root};
  for (PlanStep &step : again.steps) step.args = changed(step.args, change).toObject();
  again.stepEnvironment = stepEnvironment(facts, again.work, plan.choice.indexUrl);
  return again;
}

}  // namespace nightjar
