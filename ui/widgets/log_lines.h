#pragma once

#include <QList>
#include <QString>

#include "ui/widgets/log_cleaner.h"
#include "ui/widgets/log_index.h"
#include "ui/widgets/log_spool.h"

namespace nightjar {

/// A row as it is shown.
struct LogRow {
  QString text;           ///< without the line's end; bytes that are no UTF-8 became U+FFFD
  bool endsLine = false;  ///< false where the line goes on in the next row, or has no end yet
};

/// A place in the log: before the UTF-16 unit `column` of `row`.
struct LogPosition {
  qint64 row = 0;
  qsizetype column = 0;
  // NOLINTNEXTLINE(modernize-use-nullptr): clang-tidy 14 takes the comparison's 0 for a pointer
  friend auto operator<=>(const LogPosition &, const LogPosition &) = default;
};

/// A log of any size: cleaned text in a spool file, found again by row. The unfinished last line counts as a row.
class LogLines {
 public:
  /// Takes in raw bytes that may end anywhere. False where the spool could not keep them; see problem().
  [[nodiscard]] bool append(QByteArrayView raw);

  [[nodiscard]] qint64 rowCount() const;
  /// Rows that no later byte can change any more; at most one less than rowCount().
  [[nodiscard]] qint64 finishedRows() const { return m_index.rowCount(); }
  [[nodiscard]] QList<LogRow> rows(qint64 first, qint64 count) const;
  [[nodiscard]] LogRow row(qint64 row) const;

  [[nodiscard]] LogPosition end() const;
  /// What lies between two positions as it is shown, lines joined by '\n'.
  [[nodiscard]] QString between(LogPosition from, LogPosition to) const;
  /// Roughly how many bytes that would be, without reading them.
  [[nodiscard]] qint64 roughSize(LogPosition from, LogPosition to) const;

  /// Cleaned bytes [from, to) of all there is, the unfinished line included.
  [[nodiscard]] QByteArray bytes(qint64 from, qint64 to) const;
  [[nodiscard]] qint64 byteCount() const { return m_spool.size() + m_cleaner.unfinished().size(); }
  [[nodiscard]] qsizetype widest() const { return qMax(m_index.widest(), m_cleaner.unfinished().size()); }
  [[nodiscard]] QString problem() const { return m_spool.problem(); }

 private:
  LogCleaner m_cleaner;
  LogIndex m_index;
  LogSpool m_spool;
};

}  // namespace nightjar
