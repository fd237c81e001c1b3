#include "ui/widgets/card.h"

#include <QVBoxLayout>

namespace nightjar {

Card::Card(QWidget *parent, Tone tone) : QFrame(parent), m_body(new QVBoxLayout(this)) {
  setProperty("card", true);
  m_body->setContentsMargins(space(4), space(3.5), space(4), space(3.5));
  m_body->setSpacing(space(1));
  setTone(tone);
}

}  // namespace nightjar
