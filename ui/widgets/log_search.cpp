#include "ui/widgets/log_search.h"

#include <QElapsedTimer>
#include <QStringMatcher>
#include <QTimerEvent>
#include <algorithm>

#include "ui/widgets/log_view.h"

namespace nightjar {

namespace {

constexpr qint64 kSliceMs = 4;
constexpr size_t kMostMatches = 500'000;

}  // namespace

LogSearch::LogSearch(LogView *view) : QObject(view), m_view(view) {
  connect(view, &LogView::appended, this, &LogSearch::resume);
  connect(view, &LogView::cleared, this, &LogSearch::restart);
}

bool LogSearch::isFull() const {
  return m_matches.size() >= kMostMatches;
}

void LogSearch::setNeedle(const QString &needle) {
  if (needle == m_needle) return;
  m_needle = needle;
  m_view->setMarked(needle);
  m_wish = LogPosition{m_view->firstVisibleRow(), 0};
  if (!m_view->selection().isEmpty()) m_wish = m_view->selection().from();
  restart();
}

void LogSearch::restart() {
  m_matches.clear();
  m_settled = 0;
  m_nextRow = 0;
  m_current = -1;
  if (m_needle.isEmpty()) m_timer.stop();
  resume();
  Q_EMIT changed();
}

void LogSearch::resume() {
  if (!m_needle.isEmpty() && !m_timer.isActive()) m_timer.start(0, this);
}

void LogSearch::timerEvent(QTimerEvent *event) {
  if (event->timerId() == m_timer.timerId()) look();
}

void LogSearch::look() {
  QElapsedTimer clock;
  clock.start();
  m_matches.resize(std::min(m_settled, m_matches.size()));
  const LogLines &text = m_view->text();
  while (m_nextRow < text.finishedRows() && !isFull() && clock.elapsed() < kSliceMs) {
    const qint64 rows =
        std::min(LogIndex::kRowsPerMark - m_nextRow % LogIndex::kRowsPerMark, text.finishedRows() - m_nextRow);
    lookAt(m_nextRow, rows);
    m_nextRow += rows;
  }
  m_settled = m_matches.size();
  if (m_nextRow == text.finishedRows() || isFull()) {
    m_timer.stop();
    lookAt(text.finishedRows(), 1);  // the unfinished line, which the next look may find changed
  }
  settleWish();
  Q_EMIT changed();
}

void LogSearch::lookAt(qint64 firstRow, qint64 rows) {
  const QStringMatcher matcher(m_needle, Qt::CaseInsensitive);
  qint64 at = firstRow;
  for (const LogRow &row : m_view->text().rows(firstRow, rows)) {
    for (qsizetype column = matcher.indexIn(row.text); column >= 0;
         column = matcher.indexIn(row.text, column + m_needle.size())) {
      m_matches.push_back({at, column});
    }
    ++at;
  }
}

void LogSearch::settleWish() {
  if (!m_wish) return;
  const auto match = std::ranges::lower_bound(m_matches, *m_wish);
  if (match != m_matches.end()) return show(match - m_matches.begin());
  if (isLooking()) return;
  if (m_matches.empty()) {
    m_wish.reset();
  } else {
    show(0);
  }
}

void LogSearch::next() {
  if (m_matches.empty() && !isLooking()) return;
  if (m_current >= 0 && m_current < count()) {
    m_wish = m_matches[static_cast<size_t>(m_current)];
    ++m_wish->column;
  }
  settleWish();
  Q_EMIT changed();
}

void LogSearch::previous() {
  if (m_matches.empty()) return;
  show(m_current > 0 ? std::min(m_current, count()) - 1 : count() - 1);
  Q_EMIT changed();
}

void LogSearch::show(qsizetype match) {
  m_wish.reset();
  m_current = match;
  const LogPosition at = m_matches[static_cast<size_t>(match)];
  m_view->setFollowing(false);  // what was found must not scroll away
  m_view->select({at, {at.row, at.column + m_needle.size()}});
  m_view->ensureVisible(at);
}

}  // namespace nightjar
