#pragma once

#include <QFrame>

#include "ui/theme/theme.h"

class QVBoxLayout;

namespace nightjar {

/// A rounded frame on the page with a vertical layout; its tone colours the border.
class Card : public QFrame {
  Q_OBJECT
 public:
  explicit Card(QWidget *parent, Tone tone = Tone::Plain);
  [[nodiscard]] QVBoxLayout *body() const { return m_body; }
  void setTone(Tone tone) { nightjar::setTone(this, tone); }

 private:
  QVBoxLayout *m_body;
};

}  // namespace nightjar
