#include "ui/widgets/log_selection.h"

#include <QTextBoundaryFinder>

namespace nightjar {

namespace {

LogPosition left(const LogLines &text, LogPosition at) {
  if (at.column > 0) {
    const QString row = text.row(at.row).text;
    QTextBoundaryFinder finder(QTextBoundaryFinder::Grapheme, row);
    finder.setPosition(at.column);
    return {at.row, qMax<qsizetype>(0, finder.toPreviousBoundary())};
  }
  return at.row > 0 ? LogPosition{at.row - 1, text.row(at.row - 1).text.size()} : at;
}

LogPosition right(const LogLines &text, LogPosition at) {
  const QString row = text.row(at.row).text;
  if (at.column < row.size()) {
    QTextBoundaryFinder finder(QTextBoundaryFinder::Grapheme, row);
    finder.setPosition(at.column);
    const qsizetype next = finder.toNextBoundary();
    return {at.row, next < 0 ? row.size() : next};
  }
  return at.row + 1 < text.rowCount() ? LogPosition{at.row + 1, 0} : at;
}

}  // namespace

std::optional<std::pair<qsizetype, qsizetype>> LogSelection::columnsOf(qint64 row, qsizetype length) const {
  if (isEmpty() || row < from().row || row > to().row) return std::nullopt;
  const qsizetype first = row == from().row ? qMin(from().column, length) : 0;
  const qsizetype second = row == to().row ? qMin(to().column, length) : length;
  return std::make_pair(first, second);
}

LogPosition clamped(const LogLines &text, LogPosition at) {
  if (at.row < 0 || text.rowCount() == 0) return {};
  if (at.row >= text.rowCount()) return text.end();
  return {at.row, qBound<qsizetype>(0, at.column, text.row(at.row).text.size())};
}

LogPosition moved(const LogLines &text, LogPosition from, LogMove move, int rowsPerPage) {
  switch (move) {
    case LogMove::Left: return left(text, from);
    case LogMove::Right: return right(text, from);
    case LogMove::Up: return clamped(text, {from.row - 1, from.column});
    case LogMove::Down: return clamped(text, {from.row + 1, from.column});
    case LogMove::PageUp: return clamped(text, {from.row - rowsPerPage, from.column});
    case LogMove::PageDown: return clamped(text, {from.row + rowsPerPage, from.column});
    case LogMove::RowStart: return {from.row, 0};
    case LogMove::RowEnd: return {from.row, text.row(from.row).text.size()};
    case LogMove::Start: return {};
    case LogMove::End: return text.end();
  }
  return from;
}

LogSelection wordAt(const LogLines &text, LogPosition at) {
  const QString row = text.row(at.row).text;
  if (row.isEmpty()) return {at, at};
  const qsizetype hit = qMin(at.column, row.size() - 1);
  const bool space = row[hit].isSpace();
  qsizetype first = hit;
  qsizetype last = hit;
  while (first > 0 && row[first - 1].isSpace() == space) --first;
  while (last < row.size() && row[last].isSpace() == space) ++last;
  return {{at.row, first}, {at.row, last}};
}

}  // namespace nightjar
