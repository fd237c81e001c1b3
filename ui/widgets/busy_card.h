#pragma once

#include "ui/widgets/card.h"

class QLabel;

namespace nightjar {

/// "Connecting…" over a bar that moves: work whose length nobody knows. Hidden until it is told what is going on.
class BusyCard : public Card {
  Q_OBJECT
 public:
  explicit BusyCard(QWidget *parent);
  void showText(const QString &text);

 private:
  QLabel *m_text;
};

}  // namespace nightjar
