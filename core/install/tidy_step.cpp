#include "core/install/tidy_step.h"

#include <QJsonArray>

#include "core/base/text.h"

namespace nightjar {

PlanStep tidyStep(const QString &root, const QList<Environment> &removed) {
  QStringList ids;
  for (const Environment &one : removed) ids.append(one.id);
  const QString named = ids.size() <= 2 ? ids.join(QStringLiteral(", "))
                                        : Text::tr("%1 and %2 more").arg(ids.first()).arg(ids.size() - 1);
  PlanStep step{"tidy",
                Text::tr("Remove old environments: %1").arg(named),
                2,
                "tidy",
                {{"root", root}, {"ids", QJsonArray::fromStringList(ids)}}};
  step.optional = true;
  return step;
}

}  // namespace nightjar
