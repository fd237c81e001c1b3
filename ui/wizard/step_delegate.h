#pragma once

#include <QStyledItemDelegate>

namespace nightjar {

/// Paints a step of the sidebar: its number, or a tick once it is done, its title, and what it found below.
class StepDelegate : public QStyledItemDelegate {
  Q_OBJECT
 public:
  using QStyledItemDelegate::QStyledItemDelegate;
  void paint(QPainter *painter, const QStyleOptionViewItem &option, const QModelIndex &index) const override;
  [[nodiscard]] QSize sizeHint(const QStyleOptionViewItem &option, const QModelIndex &index) const override;
};

}  // namespace nightjar
