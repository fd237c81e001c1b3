#include "ui/widgets/rows_view.h"

#include <QHeaderView>

#include "ui/theme/theme.h"
#include "ui/widgets/marked_row_delegate.h"

namespace nightjar {

RowsView::RowsView(QWidget *parent) : QTableView(parent) {
  setItemDelegate(new MarkedRowDelegate(this));
  setShowGrid(false);
  setWordWrap(true);
  setEditTriggers(QAbstractItemView::NoEditTriggers);
  setSelectionBehavior(QAbstractItemView::SelectRows);
  setSelectionMode(QAbstractItemView::NoSelection);
  setTabKeyNavigation(false);
  setVerticalScrollMode(QAbstractItemView::ScrollPerPixel);
  setHorizontalScrollBarPolicy(Qt::ScrollBarAlwaysOff);
  setCornerButtonEnabled(false);
  verticalHeader()->hide();
  verticalHeader()->setSectionResizeMode(QHeaderView::ResizeToContents);
  horizontalHeader()->hide();
  horizontalHeader()->setHighlightSections(false);
  horizontalHeader()->setSectionResizeMode(QHeaderView::ResizeToContents);
  horizontalHeader()->setDefaultAlignment(Qt::AlignLeft | Qt::AlignVCenter);
  connect(verticalHeader(), &QHeaderView::geometriesChanged, this, &RowsView::updateGeometry);
  connect(verticalHeader(), &QHeaderView::sectionResized, this, &RowsView::updateGeometry);
}

void RowsView::setModel(QAbstractItemModel *rows) {
  QTableView::setModel(rows);
  connect(rows, &QAbstractItemModel::modelReset, this, &RowsView::updateGeometry);
  connect(rows, &QAbstractItemModel::rowsInserted, this, &RowsView::updateGeometry);
}

void RowsView::stretch(int column) {
  horizontalHeader()->setSectionResizeMode(column, QHeaderView::Stretch);
}

void RowsView::setWholeHeight(bool whole) {
  m_wholeHeight = whole;
  setVerticalScrollBarPolicy(whole ? Qt::ScrollBarAlwaysOff : Qt::ScrollBarAsNeeded);
  setSizePolicy(QSizePolicy::Expanding, whole ? QSizePolicy::Fixed : QSizePolicy::Expanding);
}

void RowsView::setFrameless() {
  setStyleSheet(QStringLiteral("QTableView { border: none; background: transparent; }"));
}

QSize RowsView::sizeHint() const {
  if (!m_wholeHeight) return QTableView::sizeHint();
  return {QTableView::sizeHint().width(), verticalHeader()->length() + height() - viewport()->height()};
}

QSize RowsView::minimumSizeHint() const {
  return {space(20), m_wholeHeight ? sizeHint().height() : space(24)};
}

}  // namespace nightjar
