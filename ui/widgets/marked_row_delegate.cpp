#include "ui/widgets/marked_row_delegate.h"

#include <QApplication>
#include <QPainter>
#include <QTableView>
#include <QTextLayout>
#include <QtMath>

#include "ui/models/roles.h"
#include "ui/widgets/status_label.h"

namespace nightjar {

namespace {

int padX() {
  return space(1.5);  // as the header's sections
}
int padY() {
  return space(1.5);
}

int markWidth(const QStyleOptionViewItem &option, const QModelIndex &index) {
  return index.data(MarkRole).isValid() ? option.fontMetrics.height() + space(2) : 0;
}

Tone toneAt(const QModelIndex &index, int role) {
  return static_cast<Tone>(index.data(role).toInt());
}

// Lays `text` out in `width`, breaking between words where that goes and inside a long path where not; 0 for one line.
// Returns its height.
qreal layOut(QTextLayout &layout, const QString &text, const QStyleOptionViewItem &option, int width) {
  QTextOption how(option.displayAlignment & Qt::AlignHorizontal_Mask);
  how.setWrapMode(width > 0 ? QTextOption::WrapAtWordBoundaryOrAnywhere : QTextOption::ManualWrap);
  layout.setText(QString(text).replace(QLatin1Char('\n'), QChar::LineSeparator));
  layout.setFont(option.font);
  layout.setTextOption(how);
  qreal height = 0;
  layout.beginLayout();
  for (QTextLine line = layout.createLine(); line.isValid(); line = layout.createLine()) {
    if (width > 0) line.setLineWidth(width);
    line.setPosition({0, height});
    height += line.height();
  }
  layout.endLayout();
  return height;
}

}  // namespace

void MarkedRowDelegate::paint(QPainter *painter, const QStyleOptionViewItem &given, const QModelIndex &index) const {
  QStyleOptionViewItem option = given;
  initStyleOption(&option, index);
  const QString text = std::exchange(option.text, QString());
  option.state.setFlag(QStyle::State_HasFocus, false);
  const QStyle *const style = option.widget ? option.widget->style() : QApplication::style();
  style->drawControl(QStyle::CE_ItemViewItem, &option, painter, option.widget);

  painter->save();
  const QPalette palette = QApplication::palette();  // the view's own is bent by the style sheet
  const Colours colours = coloursOf(palette);
  const int mark = markWidth(option, index);
  const QRect rest = option.rect.adjusted(padX() + mark, padY(), -padX(), -padY());
  QTextLayout layout;
  const qreal top = rest.top() + (rest.height() - layOut(layout, text, option, rest.width())) / 2;
  if (mark > 0) {
    const int side = option.fontMetrics.height();
    paintMark(*painter, QRectF(rest.left() - mark, top, side, side).adjusted(1, 1, -1, -1),
              static_cast<Mark>(index.data(MarkRole).toInt()), colours.of(toneAt(index, MarkToneRole), palette));
  }
  painter->setPen(colours.of(toneAt(index, ToneRole), palette));
  layout.draw(painter, QPointF(rest.left(), top));
  if (index.row() + 1 < index.model()->rowCount(index.parent())) {
    painter->setPen(colours.border);
    painter->drawLine(option.rect.bottomLeft(), option.rect.bottomRight());
  }
  painter->restore();
}

QSize MarkedRowDelegate::sizeHint(const QStyleOptionViewItem &given, const QModelIndex &index) const {
  QStyleOptionViewItem option = given;
  initStyleOption(&option, index);
  const int around = markWidth(option, index) + 2 * padX();
  const auto *const table = qobject_cast<const QTableView *>(option.widget);
  const int room = table ? table->columnWidth(index.column()) - around : 0;
  const QSize oneLine = option.fontMetrics.size(0, option.text);
  int height = oneLine.height();
  if (room > 0 && oneLine.width() > room) {
    QTextLayout layout;
    height = qCeil(layOut(layout, option.text, option, room));
  }
  return {oneLine.width() + around + 1, height + 2 * padY()};
}

}  // namespace nightjar
