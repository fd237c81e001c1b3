#pragma once

#include <QBasicTimer>
#include <QObject>
#include <QPointer>
#include <optional>
#include <vector>

#include "ui/widgets/log_lines.h"

namespace nightjar {

class LogView;

/// Finds a text in a log, in any case, without holding up the window: it looks a few milliseconds at a time, and goes
/// on by itself when more of the log comes. A match lies within one row.
class LogSearch : public QObject {
  Q_OBJECT

 public:
  explicit LogSearch(LogView *view);

  /// What to look for; empty ends the search. Shows the first match from the rows in sight on.
  void setNeedle(const QString &needle);
  void next();
  void previous();

  [[nodiscard]] const QString &needle() const { return m_needle; }
  [[nodiscard]] qsizetype count() const { return static_cast<qsizetype>(m_matches.size()); }
  [[nodiscard]] qsizetype current() const { return m_current; }  ///< 0 for the first match, -1 for none
  [[nodiscard]] bool isLooking() const { return m_timer.isActive(); }
  [[nodiscard]] bool isFull() const;  ///< there may be more matches, but nobody steps through that many

 Q_SIGNALS:
  void changed();

 protected:
  void timerEvent(QTimerEvent *event) override;

 private:
  void restart();
  void resume();
  void look();
  void lookAt(qint64 firstRow, qint64 rows);
  void settleWish();
  void show(qsizetype match);

  QPointer<LogView> m_view;
  QString m_needle;
  std::vector<LogPosition> m_matches;
  size_t m_settled = 0;  ///< matches in rows that no longer change
  qint64 m_nextRow = 0;
  qsizetype m_current = -1;
  std::optional<LogPosition> m_wish;  ///< show the first match from here on, once it is known
  QBasicTimer m_timer;
};

}  // namespace nightjar
