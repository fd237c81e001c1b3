#include "ui/widgets/elided_label.h"

#include <QResizeEvent>

#include "ui/widgets/foreign_text.h"

namespace nightjar {

ElidedLabel::ElidedLabel(const QString &text, TextSize size, Tone tone, QWidget *parent, bool bold) : QLabel(parent) {
  setTextFormat(Qt::PlainText);
  setFont(fontOf(size, bold));
  setSizePolicy(QSizePolicy::Preferred, QSizePolicy::Fixed);
  nightjar::setTone(this, tone);
  setWhole(text);
}

void ElidedLabel::setWhole(const QString &text) {
  m_whole = foreignText(text).simplified();
  setAccessibleName(m_whole);
  updateGeometry();
  elide();
}

QSize ElidedLabel::sizeHint() const {
  return {fontMetrics().horizontalAdvance(m_whole) + space(1), fontMetrics().height()};
}

QSize ElidedLabel::minimumSizeHint() const {
  return {qMin(sizeHint().width(), fontMetrics().height() * 3), fontMetrics().height()};
}

void ElidedLabel::resizeEvent(QResizeEvent *event) {
  QLabel::resizeEvent(event);
  elide();
}

void ElidedLabel::elide() {
  const QString shown = fontMetrics().elidedText(m_whole, Qt::ElideRight, width());
  // A tool tip would read HTML: escaped, what came from outside stays what it is.
  setToolTip(shown == m_whole ? QString() : m_whole.toHtmlEscaped());
  if (shown != text()) setText(shown);
}

}  // namespace nightjar
