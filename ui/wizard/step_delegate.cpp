#include "ui/wizard/step_delegate.h"

#include <QGuiApplication>
#include <QPainter>

#include "ui/theme/theme.h"
#include "ui/widgets/status_label.h"
#include "ui/wizard/step_list_model.h"

namespace nightjar {

namespace {

void paintBadge(QPainter &painter, const QRectF &box, const QModelIndex &index, const QPalette &palette) {
  const Colours colours = coloursOf(palette);
  const bool done = index.data(StepListModel::DoneRole).toBool();
  const bool current = index.data(StepListModel::CurrentRole).toBool();
  const QColor inside = palette.color(QPalette::Active, QPalette::HighlightedText);
  if (done && !current) {
    painter.setPen(Qt::NoPen);
    painter.setBrush(colours.good);
    painter.drawEllipse(box);
    const double inset = box.width() * 0.25;
    return paintMark(painter, box.adjusted(inset, inset, -inset, -inset), Mark::Tick, inside);
  }
  painter.setPen(current ? Qt::NoPen : QPen(colours.muted, qMax(1.0, box.width() / 18)));
  painter.setBrush(current ? QBrush(colours.accent) : QBrush(Qt::NoBrush));
  painter.drawEllipse(box);
  painter.setPen(current ? inside : colours.muted);
  painter.setFont(fontOf(TextSize::Small, current));
  painter.drawText(box, Qt::AlignCenter, QString::number(index.data(StepListModel::NumberRole).toInt()));
}

}  // namespace

void StepDelegate::paint(QPainter *painter, const QStyleOptionViewItem &option, const QModelIndex &index) const {
  // Not the option's palette: the style sheet has put its selection colours there.
  const QPalette palette = QGuiApplication::palette();
  const Colours colours = coloursOf(palette);
  const bool current = index.data(StepListModel::CurrentRole).toBool();
  const bool ahead = !current && !index.data(StepListModel::DoneRole).toBool();
  painter->save();
  painter->setRenderHint(QPainter::Antialiasing);
  const QRectF row = QRectF(option.rect).adjusted(1, 1, -1, -1);
  const bool focused = option.state.testFlag(QStyle::State_HasFocus);
  painter->setPen(focused ? QPen(colours.accent, 1) : QPen(Qt::NoPen));
  painter->setBrush(current ? QBrush(colours.accentSoft) : QBrush(Qt::NoBrush));
  if (current || focused) painter->drawRoundedRect(row, space(1.5), space(1.5));

  const double badge = space(5), left = row.left() + space(2.5);
  const QFont titleFont = fontOf(TextSize::Body, !ahead);
  const QFontMetrics title(titleFont);
  const double top = row.top() + space(2);
  paintBadge(*painter, QRectF(left, top + (title.height() - badge) / 2, badge, badge), index, palette);

  const int textLeft = qRound(left + badge) + space(2.5);
  const int width = qRound(row.right()) - textLeft - space(1);
  painter->setFont(titleFont);
  painter->setPen(ahead ? colours.muted : palette.color(QPalette::WindowText));
  painter->drawText(QRectF(textLeft, top, width, title.height()), Qt::AlignVCenter,
                    title.elidedText(index.data().toString(), Qt::ElideRight, width));
  const QString summary = index.data(StepListModel::SummaryRole).toString();
  if (!summary.isEmpty()) {
    painter->setFont(fontOf(TextSize::Small));
    const QFontMetrics small(painter->font());
    painter->setPen(colours.muted);
    painter->drawText(QRectF(textLeft, top + title.height(), width, small.height()), Qt::AlignVCenter,
                      small.elidedText(summary, Qt::ElideRight, width));
  }
  painter->restore();
}

QSize StepDelegate::sizeHint(const QStyleOptionViewItem &option, const QModelIndex &index) const {
  Q_UNUSED(option)
  int height = QFontMetrics(fontOf(TextSize::Body, true)).height() + space(4.5);
  if (!index.data(StepListModel::SummaryRole).toString().isEmpty())
    height += QFontMetrics(fontOf(TextSize::Small)).height();
  return {space(10), height};
}

}  // namespace nightjar
