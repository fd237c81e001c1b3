#pragma once

#include <QStyledItemDelegate>

namespace nightjar {

/// Paints a row as RowRoles describe it: a mark, then plain wrapped text in a tone, a fine line beneath.
class MarkedRowDelegate : public QStyledItemDelegate {
  Q_OBJECT

 public:
  using QStyledItemDelegate::QStyledItemDelegate;

  void paint(QPainter *painter, const QStyleOptionViewItem &option, const QModelIndex &index) const override;
  [[nodiscard]] QSize sizeHint(const QStyleOptionViewItem &option, const QModelIndex &index) const override;
};

}  // namespace nightjar
