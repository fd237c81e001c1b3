#pragma once

#include "core/walk/runtime_facts.h"
#include "ui/widgets/card.h"

namespace nightjar {

/// The runtime's GPUs, each kind with its name, what it can and whether it is ready; or that there is none.
class GpuCard : public Card {
  Q_OBJECT
 public:
  GpuCard(const RuntimeFacts &facts, QWidget *parent);
};

}  // namespace nightjar
