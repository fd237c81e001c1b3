#include "ui/widgets/marked_row_delegate.h"

#include <QApplication>
#include <QPainter>
#include <QTableView>

#include "ui/models/roles.h"
#include "ui/widgets/status_label.h"

namespace nightjar {

namespace {

int padX() {
  return space(2);
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

}  // namespace

void MarkedRowDelegate::paint(QPainter *painter, const QStyleOptionViewItem &given, const QModelIndex &index) const {
  QStyleOptionViewItem option = given;
  initStyleOption(&option, index);
  const QString text = std::exchange(option.text, QString());
  option.state.setFlag(QStyle::State_HasFocus, false);
  const QStyle *const style = option.widget ? option.widget->style() : QApplication::style();
  style->drawControl(QStyle::CE_ItemViewItem, &option, painter, option.widget);

  painter->save();
  const Colours colours = coloursOf(option.palette);
  QRect rest = option.rect.adjusted(padX(), padY(), -padX(), -padY());
  if (const int width = markWidth(option, index); width > 0) {
    const int side = option.fontMetrics.height();
    const QRect box(rest.left(), rest.top(), side, side);
    paintMark(*painter, QRectF(box).adjusted(1, 1, -1, -1), static_cast<Mark>(index.data(MarkRole).toInt()),
              colours.of(toneAt(index, MarkToneRole), option.palette));
    rest.setLeft(rest.left() + width);
  }
  painter->setFont(option.font);
  painter->setPen(colours.of(toneAt(index, ToneRole), option.palette));
  painter->drawText(rest, static_cast<int>(option.displayAlignment) | Qt::TextWordWrap, text);
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
  const bool wraps = table && room > 0 && oneLine.width() > room;
  const int height = wraps
                         ? option.fontMetrics.boundingRect(0, 0, room, 1 << 20, Qt::TextWordWrap, option.text).height()
                         : oneLine.height();
  return {oneLine.width() + around + 1, height + 2 * padY()};
}

}  // namespace nightjar
