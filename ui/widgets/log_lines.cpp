#include "ui/widgets/log_lines.h"

namespace nightjar {

namespace {

LogRow toRow(QByteArrayView bytes) {
  const bool endsLine = bytes.endsWith('\n');
  if (endsLine) bytes.chop(1);
  return {QString::fromUtf8(bytes), endsLine};
}

}  // namespace

bool LogLines::append(QByteArrayView raw) {
  QByteArray finished;
  finished.reserve(raw.size() + m_cleaner.unfinished().size());
  m_cleaner.take(raw, finished);
  if (finished.isEmpty()) return true;
  if (!m_spool.append(finished)) return false;
  m_index.add(finished);
  return true;
}

qint64 LogLines::rowCount() const {
  return m_index.rowCount() + (m_cleaner.unfinished().isEmpty() ? 0 : 1);
}

QList<LogRow> LogLines::rows(qint64 first, qint64 count) const {
  QList<LogRow> result;
  const qint64 last = qMin(first + count, rowCount()) - 1;
  if (first < 0 || last < first) return result;
  result.reserve(last - first + 1);
  const QByteArray block = m_spool.read(m_index.markBefore(first), m_index.markAfter(last));
  QByteArrayView rest = block;
  for (qint64 row = first - first % LogIndex::kRowsPerMark; row <= last && !rest.isEmpty(); ++row) {
    const qsizetype length = rowLength(rest);
    if (row >= first) result.append(toRow(rest.first(length)));
    rest = rest.sliced(length);
  }
  if (last >= m_index.rowCount()) result.append(toRow(m_cleaner.unfinished()));
  return result;
}

LogRow LogLines::row(qint64 row) const {
  return rows(row, 1).value(0);
}

LogPosition LogLines::end() const {
  const qint64 last = rowCount() - 1;
  return last < 0 ? LogPosition{} : LogPosition{last, row(last).text.size()};
}

QString LogLines::between(LogPosition from, LogPosition to) const {
  QString result;
  for (qint64 at = from.row; at <= to.row;) {
    const QList<LogRow> some = rows(at, qMin(to.row - at + 1, 16 * LogIndex::kRowsPerMark));
    if (some.isEmpty()) break;
    for (const LogRow &row : some) {
      const qsizetype begin = at == from.row ? from.column : 0;
      const bool whole = at < to.row;
      result += QStringView(row.text).mid(begin, whole ? -1 : to.column - begin);
      if (whole && row.endsLine) result += QLatin1Char('\n');
      ++at;
    }
  }
  return result;
}

qint64 LogLines::roughSize(LogPosition from, LogPosition to) const {
  return m_index.markAfter(to.row) - m_index.markBefore(from.row);
}

QByteArray LogLines::bytes(qint64 from, qint64 to) const {
  QByteArray result = m_spool.read(from, to);
  if (to > m_spool.size()) {
    const qint64 skip = qMax<qint64>(0, from - m_spool.size());
    result += QByteArrayView(m_cleaner.unfinished()).first(qMin(to, byteCount()) - m_spool.size()).sliced(skip);
  }
  return result;
}

}  // namespace nightjar
