#include "ui/widgets/side_by_side.h"

#include <QBoxLayout>
#include <QResizeEvent>

#include "ui/theme/theme.h"

namespace nightjar {

SideBySide::SideBySide(int narrow, QWidget *parent)
    : QWidget(parent), m_narrow(narrow), m_layout(new QBoxLayout(QBoxLayout::LeftToRight, this)) {
  m_layout->setContentsMargins(0, 0, 0, 0);
  m_layout->setSpacing(space(3));
}

// What a widget would like to have must not decide its share, or one long text would squeeze its neighbour.
void SideBySide::add(QWidget *widget, int share) {
  widget->setSizePolicy(QSizePolicy::Ignored, QSizePolicy::Preferred);
  m_layout->addWidget(widget, share);
}

void SideBySide::resizeEvent(QResizeEvent *event) {
  QWidget::resizeEvent(event);
  const bool stacked = event->size().width() < space(m_narrow);
  m_layout->setDirection(stacked ? QBoxLayout::TopToBottom : QBoxLayout::LeftToRight);
}

}  // namespace nightjar
