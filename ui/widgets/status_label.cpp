#include "ui/widgets/status_label.h"

#include <QPaintEvent>
#include <QPainterPath>

#include "ui/widgets/foreign_text.h"

namespace nightjar {

void paintMark(QPainter &painter, const QRectF &box, Mark mark, const QColor &colour) {
  painter.save();
  painter.setRenderHint(QPainter::Antialiasing);
  const double side = qMin(box.width(), box.height());
  const QPointF centre = box.center();
  const auto at = [&](double x, double y) { return centre + QPointF(x, y) * side / 2; };
  painter.setPen(QPen(colour, side * 0.13, Qt::SolidLine, Qt::RoundCap, Qt::RoundJoin));
  switch (mark) {
    case Mark::None: break;
    case Mark::Dot:
      painter.setPen(Qt::NoPen);
      painter.setBrush(colour);
      painter.drawEllipse(centre, side * 0.34, side * 0.34);
      break;
    case Mark::Ring: painter.drawEllipse(centre, side * 0.3, side * 0.3); break;
    case Mark::Tick: painter.drawPolyline(QPolygonF({at(-0.62, 0.06), at(-0.18, 0.48), at(0.62, -0.44)})); break;
    case Mark::Cross:
      painter.drawLine(at(-0.48, -0.48), at(0.48, 0.48));
      painter.drawLine(at(-0.48, 0.48), at(0.48, -0.48));
      break;
    case Mark::Dash: painter.drawLine(at(-0.5, 0), at(0.5, 0)); break;
    case Mark::Warning:
      painter.drawPolygon(QPolygonF({at(0, -0.72), at(0.78, 0.62), at(-0.78, 0.62)}));
      painter.drawLine(at(0, -0.2), at(0, 0.16));
      painter.drawPoint(at(0, 0.4));
      break;
  }
  painter.restore();
}

StatusLabel::StatusLabel(QWidget *parent) : QWidget(parent) {
  setSizePolicy(QSizePolicy::Preferred, QSizePolicy::Fixed);
}

void StatusLabel::setStatus(Mark mark, Tone tone, const QString &text) {
  m_mark = mark;
  m_tone = tone;
  m_text = foreignText(text).simplified();
  setAccessibleName(m_text);
  setToolTip(QString());
  updateGeometry();
  update();
}

QSize StatusLabel::sizeHint() const {
  const int height = fontMetrics().height();
  return {height + space(1) + fontMetrics().horizontalAdvance(m_text) + space(1), height};
}

QSize StatusLabel::minimumSizeHint() const {
  return {fontMetrics().height() * 3, fontMetrics().height()};
}

void StatusLabel::paintEvent(QPaintEvent *event) {
  Q_UNUSED(event)
  QPainter painter(this);
  const QColor colour = coloursOf(palette()).of(m_tone, palette());
  const double side = fontMetrics().height();
  paintMark(painter, QRectF(0, (height() - side) / 2, side, side).adjusted(1, 1, -1, -1), m_mark, colour);
  const int left = qRound(side) + space(1);
  painter.setPen(colour);
  const QString shown = fontMetrics().elidedText(m_text, Qt::ElideRight, width() - left);
  painter.drawText(QRect(left, 0, width() - left, height()), Qt::AlignVCenter | Qt::AlignLeft, shown);
}

}  // namespace nightjar
