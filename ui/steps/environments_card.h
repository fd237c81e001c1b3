#pragma once

#include "core/walk/environment.h"
#include "ui/widgets/card.h"

namespace nightjar {

/// The environments that stand on the runtime, newest first, and what can be done with each. Asks nothing by itself.
class EnvironmentsCard : public Card {
  Q_OBJECT
 public:
  EnvironmentsCard(const QList<Environment> &environments, QWidget *parent);

 Q_SIGNALS:
  void returnWanted(const nightjar::Environment &environment);
  void removeWanted(const nightjar::Environment &environment);

 private:
  void addRow(const Environment &environment, int number);
};

/// The environment as a sentence names it: "21 November, cu130 (7.9 GB)".
[[nodiscard]] QString environmentName(const Environment &environment);

}  // namespace nightjar
