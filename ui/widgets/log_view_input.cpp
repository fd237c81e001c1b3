// How a person moves and selects in the log: keys, pointer, context menu.

#include <QApplication>
#include <QClipboard>
#include <QContextMenuEvent>
#include <QMenu>
#include <QMouseEvent>
#include <QScrollBar>
#include <QTimerEvent>

#include "ui/widgets/log_row_layout.h"
#include "ui/widgets/log_view.h"

namespace nightjar {

namespace {

constexpr int kDragScrollMs = 40;

struct SelectingKey {
  QKeySequence::StandardKey key;
  LogMove move;
};

constexpr SelectingKey kSelectingKeys[] = {
    {QKeySequence::SelectPreviousChar, LogMove::Left},     {QKeySequence::SelectNextChar, LogMove::Right},
    {QKeySequence::SelectPreviousLine, LogMove::Up},       {QKeySequence::SelectNextLine, LogMove::Down},
    {QKeySequence::SelectPreviousPage, LogMove::PageUp},   {QKeySequence::SelectNextPage, LogMove::PageDown},
    {QKeySequence::SelectStartOfLine, LogMove::RowStart},  {QKeySequence::SelectEndOfLine, LogMove::RowEnd},
    {QKeySequence::SelectStartOfDocument, LogMove::Start}, {QKeySequence::SelectEndOfDocument, LogMove::End},
};

struct ScrollingKey {
  QKeySequence::StandardKey key;
  QAbstractSlider::SliderAction action;
};

// Without Shift there is no cursor to move, so Home and End mean the log, as in a pager.
constexpr ScrollingKey kScrollingKeys[] = {
    {QKeySequence::MoveToStartOfLine, QAbstractSlider::SliderToMinimum},
    {QKeySequence::MoveToStartOfDocument, QAbstractSlider::SliderToMinimum},
    {QKeySequence::MoveToEndOfLine, QAbstractSlider::SliderToMaximum},
    {QKeySequence::MoveToEndOfDocument, QAbstractSlider::SliderToMaximum},
};

}  // namespace

void LogView::timerEvent(QTimerEvent *event) {
  if (event->timerId() == m_sliceTimer.timerId()) {
    takeSlice();
  } else if (event->timerId() == m_refreshTimer.timerId()) {
    refresh();
  } else if (event->timerId() == m_dragTimer.timerId()) {
    const int beyond = m_dragPoint.y() < 0 ? m_dragPoint.y() : m_dragPoint.y() - viewport()->height();
    verticalScrollBar()->setValue(verticalScrollBar()->value() + beyond / m_rowHeight + (beyond < 0 ? -1 : 1));
    extendTo(positionAt(m_dragPoint));
  } else {
    QAbstractScrollArea::timerEvent(event);
  }
}

void LogView::keyPressEvent(QKeyEvent *event) {
  if (event->matches(QKeySequence::Copy)) return copy();
  if (event->matches(QKeySequence::SelectAll)) return selectAll();
  if (event->matches(QKeySequence::Find)) return Q_EMIT findRequested();
  for (const auto &[key, move] : kSelectingKeys) {
    if (!event->matches(key)) continue;
    const bool inSight =
        m_selection.cursor.row >= firstVisibleRow() && m_selection.cursor.row < firstVisibleRow() + visibleRows();
    if (m_selection.isEmpty() && !inSight) select({{firstVisibleRow(), 0}, {firstVisibleRow(), 0}});
    extendTo(moved(*m_text, clamped(*m_text, m_selection.cursor), move, visibleRows()));
    return ensureVisible(m_selection.cursor);
  }
  for (const auto &[key, action] : kScrollingKeys) {
    if (event->matches(key)) return verticalScrollBar()->triggerAction(action);
  }
  QAbstractScrollArea::keyPressEvent(event);
}

LogPosition LogView::positionAt(QPoint point) const {
  const int y = qBound(0, point.y(), viewport()->height() - 1);
  const qint64 row = qMin(firstVisibleRow() + y / m_rowHeight, m_text->rowCount() - 1);
  if (row < 0) return {};
  const LogRowLayout layout(m_text->row(row).text, font());
  return {row, layout.columnAt(point.x() + horizontalScrollBar()->value() - margin())};
}

void LogView::extendTo(LogPosition position) {
  select({m_selection.anchor, position});
}

void LogView::mousePressEvent(QMouseEvent *event) {
  if (event->button() != Qt::LeftButton) return;
  const LogPosition at = positionAt(event->position().toPoint());
  const bool extend = event->modifiers().testFlag(Qt::ShiftModifier);
  select({extend ? m_selection.anchor : at, at});
}

void LogView::mouseMoveEvent(QMouseEvent *event) {
  if (!event->buttons().testFlag(Qt::LeftButton)) return;
  setFollowing(false);  // text that is being selected must not move away
  m_dragPoint = event->position().toPoint();
  extendTo(positionAt(m_dragPoint));
  const bool outside = m_dragPoint.y() < 0 || m_dragPoint.y() >= viewport()->height();
  if (!outside) m_dragTimer.stop();
  if (outside && !m_dragTimer.isActive()) m_dragTimer.start(kDragScrollMs, this);
}

void LogView::mouseReleaseEvent(QMouseEvent *) {
  m_dragTimer.stop();
  QClipboard *const clipboard = QApplication::clipboard();
  constexpr qint64 kMostForPrimary = 1024 * 1024;
  if (m_selection.isEmpty() || !clipboard->supportsSelection()) return;
  if (m_text->roughSize(m_selection.from(), m_selection.to()) > kMostForPrimary) return;
  clipboard->setText(selectedText(), QClipboard::Selection);
}

void LogView::mouseDoubleClickEvent(QMouseEvent *event) {
  if (event->button() == Qt::LeftButton) select(wordAt(*m_text, positionAt(event->position().toPoint())));
}

void LogView::fill(QMenu &menu) {
  menu.setObjectName(QStringLiteral("logMenu"));
  QAction *const copyAction = menu.addAction(tr("Copy"), QKeySequence::Copy, this, &LogView::copy);
  copyAction->setEnabled(!m_selection.isEmpty());
  menu.addAction(tr("Select all"), QKeySequence::SelectAll, this, &LogView::selectAll);
  menu.addSeparator();
  menu.addAction(tr("Find…"), QKeySequence::Find, this, &LogView::findRequested);
  QAction *const follow = menu.addAction(tr("Follow"), this, &LogView::setFollowing);
  follow->setCheckable(true);
  follow->setChecked(m_following);
  menu.addAction(tr("Save…"), this, &LogView::saveRequested);
}

void LogView::contextMenuEvent(QContextMenuEvent *event) {
  auto *const menu = new QMenu(this);
  menu->setAttribute(Qt::WA_DeleteOnClose);
  fill(*menu);
  menu->popup(event->globalPos());
}

}  // namespace nightjar
