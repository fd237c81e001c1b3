#include "ui/widgets/rows_view.h"

#include <QEvent>
#include <QHeaderView>

#include "ui/models/roles.h"
#include "ui/theme/theme.h"
#include "ui/widgets/marked_row_delegate.h"

namespace nightjar {

namespace {

constexpr qsizetype mostMeasured = 20'000;  // a window that is resized asks for every width on the way

}  // namespace

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
  // Before the view's own connections: it asks for sizes as soon as it hears of a change.
  forgetSizes();
  connect(rows, &QAbstractItemModel::modelReset, this, &RowsView::forgetSizes);
  connect(rows, &QAbstractItemModel::layoutChanged, this, &RowsView::forgetSizes);
  connect(rows, &QAbstractItemModel::dataChanged, this, &RowsView::forgetSizes);
  connect(rows, &QAbstractItemModel::rowsInserted, this, &RowsView::forgetSizes);
  connect(rows, &QAbstractItemModel::rowsRemoved, this, &RowsView::forgetSizes);
  connect(rows, &QAbstractItemModel::rowsMoved, this, &RowsView::forgetSizes);
  QTableView::setModel(rows);
  connect(rows, &QAbstractItemModel::modelReset, this, &RowsView::updateGeometry);
  connect(rows, &QAbstractItemModel::rowsInserted, this, &RowsView::updateGeometry);
}

QSize RowsView::measured(const QModelIndex &index, bool wraps) const {
  const QVariant font = index.data(Qt::FontRole);
  const QString key = QString::number(wraps ? columnWidth(index.column()) : 0) + QLatin1Char(' ') +
                      (font.isValid() ? font.value<QFont>().key() : QString()) +
                      QLatin1Char(index.data(MarkRole).isValid() ? '*' : ' ') + index.data().toString();
  if (const auto known = m_measured.constFind(key); known != m_measured.constEnd()) return *known;
  if (m_measured.size() > mostMeasured) m_measured.clear();
  QStyleOptionViewItem option;
  initViewItemOption(&option);
  if (!wraps) option.widget = nullptr;  // without a column's width nothing wraps
  return *m_measured.insert(key, itemDelegate()->sizeHint(option, index));
}

QSize RowsView::unwrapped(const QModelIndex &index) const {
  const int columns = model()->columnCount();
  const qsizetype cells = qsizetype{model()->rowCount()} * columns;
  if (m_unwrapped.size() != cells) m_unwrapped = QList<QSize>(cells);
  QSize &size = m_unwrapped[qsizetype{index.row()} * columns + index.column()];
  if (!size.isValid()) size = measured(index, false);
  return size;
}

int RowsView::sizeHintForRow(int row) const {
  if (!model()) return -1;
  int height = 0;
  for (int column = 0; column < model()->columnCount(); ++column) {
    if (isColumnHidden(column)) continue;
    const QModelIndex index = model()->index(row, column);
    QSize size = unwrapped(index);
    if (size.width() > columnWidth(column)) size = measured(index, true);
    height = std::max(height, size.height());
  }
  return height;
}

int RowsView::sizeHintForColumn(int column) const {
  if (!model()) return -1;
  int width = 0;
  for (int row = 0; row < model()->rowCount(); ++row)
    width = std::max(width, unwrapped(model()->index(row, column)).width());
  return width;
}

void RowsView::changeEvent(QEvent *event) {
  if (event->type() == QEvent::FontChange || event->type() == QEvent::StyleChange) forgetSizes();
  QTableView::changeEvent(event);
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
