#include "ui/widgets/busy_card.h"

#include <QLabel>
#include <QProgressBar>
#include <QVBoxLayout>

namespace nightjar {

BusyCard::BusyCard(QWidget *parent) : Card(parent), m_text(makeLabel({}, TextSize::Body, Tone::Plain, this)) {
  setObjectName(QStringLiteral("busyCard"));
  m_text->setObjectName(QStringLiteral("busyText"));
  auto *bar = new QProgressBar(this);
  bar->setObjectName(QStringLiteral("busyBar"));
  bar->setAccessibleName(tr("Working"));
  bar->setRange(0, 0);
  bar->setTextVisible(false);
  body()->setSpacing(space(2));
  body()->addWidget(m_text);
  body()->addWidget(bar);
  hide();
}

void BusyCard::showText(const QString &text) {
  m_text->setText(text);
  show();
}

}  // namespace nightjar
