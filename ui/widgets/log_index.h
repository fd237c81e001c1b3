#pragma once

#include <QByteArrayView>
#include <QtGlobal>
#include <vector>

namespace nightjar {

/// The most bytes a row of the log holds. A longer line goes on in the next row, so that no single line can stall
/// painting.
constexpr qsizetype kLongestRow = 2048;

/// How long the row is that starts at the front of `bytes`: up to and with its '\n', else kLongestRow less what would
/// cut a UTF-8 character, else all there is. Depends on nothing but these bytes, so that rows can be found again from
/// any row's start.
[[nodiscard]] qsizetype rowLength(QByteArrayView bytes);

/// Where rows start, at 8 bytes for every 64 rows: a million lines cost 128 KB. Between two marks rowLength() finds
/// the rows again.
class LogIndex {
 public:
  static constexpr qint64 kRowsPerMark = 64;

  /// Takes in whole rows that follow those before.
  void add(QByteArrayView rows);

  [[nodiscard]] qint64 rowCount() const { return m_rows; }
  [[nodiscard]] qint64 byteCount() const { return m_bytes; }
  /// Characters of the longest row, counting wide and combining ones as one.
  [[nodiscard]] qsizetype widest() const { return m_widest; }
  /// Offset of the nearest marked row at or before `row`; the end where `row` is not there yet.
  [[nodiscard]] qint64 markBefore(qint64 row) const;
  /// Offset of the nearest marked row after `row`; the end where there is none.
  [[nodiscard]] qint64 markAfter(qint64 row) const;

 private:
  std::vector<qint64> m_marks;
  qint64 m_rows = 0;
  qint64 m_bytes = 0;
  qsizetype m_widest = 0;
};

}  // namespace nightjar
