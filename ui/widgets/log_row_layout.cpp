#include "ui/widgets/log_row_layout.h"

#include <QFontMetricsF>
#include <QPainter>

namespace nightjar {

LogRowLayout::LogRowLayout(const QString &text, const QFont &font) : m_layout(text, font) {
  QTextOption option;
  option.setWrapMode(QTextOption::NoWrap);
  option.setTextDirection(Qt::LeftToRight);
  option.setTabStopDistance(8 * QFontMetricsF(font).horizontalAdvance(QLatin1Char(' ')));
  m_layout.setTextOption(option);
  m_layout.beginLayout();
  m_layout.createLine();
  m_layout.endLayout();
}

qreal LogRowLayout::xOf(qsizetype column) const {
  return m_layout.lineAt(0).cursorToX(static_cast<int>(column));
}

qsizetype LogRowLayout::columnAt(qreal x) const {
  return m_layout.lineAt(0).xToCursor(x);
}

qreal LogRowLayout::width() const {
  return m_layout.lineAt(0).naturalTextWidth();
}

void LogRowLayout::mark(const QString &needle, const QPalette &palette) {
  if (needle.isEmpty()) return;
  QColor colour = palette.color(QPalette::Highlight);
  colour.setAlphaF(0.35F);
  QTextCharFormat format;
  format.setBackground(colour);
  const QString text = m_layout.text();
  for (qsizetype at = text.indexOf(needle, 0, Qt::CaseInsensitive); at >= 0;
       at = text.indexOf(needle, at + needle.size(), Qt::CaseInsensitive)) {
    m_formats.append({static_cast<int>(at), static_cast<int>(needle.size()), format});
  }
}

void LogRowLayout::select(qsizetype from, qsizetype to, const QPalette &palette) {
  QTextCharFormat format;
  format.setBackground(palette.brush(QPalette::Highlight));
  format.setForeground(palette.brush(QPalette::HighlightedText));
  m_formats.append({static_cast<int>(from), static_cast<int>(to - from), format});
}

void LogRowLayout::paint(QPainter &painter, QPointF topLeft) const {
  m_layout.draw(&painter, topLeft, m_formats);
}

}  // namespace nightjar
