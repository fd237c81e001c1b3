#pragma once

#include <QAbstractScrollArea>
#include <QBasicTimer>

#include "ui/widgets/log_lines.h"
#include "ui/widgets/log_selection.h"

class QMenu;
class QPushButton;

namespace nightjar {

/// A live log of any length. It paints only the rows that are seen and keeps the rest in a file, so a million lines
/// cost neither memory nor a frozen window. At the bottom it follows what comes; scrolling up pauses that, and a
/// small button takes it up again.
class LogView : public QAbstractScrollArea {
  Q_OBJECT

 public:
  explicit LogView(QWidget *parent = nullptr);

  /// Takes raw bytes as they come: chunks may end anywhere. Large ones are worked off in slices.
  void append(const QByteArray &raw);
  void clear();

  [[nodiscard]] const LogLines &text() const { return *m_text; }
  [[nodiscard]] bool isFollowing() const { return m_following; }
  void setFollowing(bool following);

  [[nodiscard]] LogSelection selection() const { return m_selection; }
  [[nodiscard]] QString selectedText() const;
  void select(const LogSelection &selection);
  void ensureVisible(LogPosition position);
  void selectAll();
  /// Copies the selection, or everything where nothing is selected. More than a clipboard should hold is refused
  /// with a notice that says to save it.
  void copy();

  /// Marks every occurrence of `needle` in what is seen.
  void setMarked(const QString &needle);

  /// The rows in sight: the first one, and how many fit.
  [[nodiscard]] qint64 firstVisibleRow() const;
  [[nodiscard]] int visibleRows() const;
  /// What is in sight, as plain text: for screen readers.
  [[nodiscard]] QString visibleText() const;

 Q_SIGNALS:
  void appended();
  void cleared();
  void followingChanged(bool following);
  void saveRequested();
  void findRequested();
  /// A plain sentence about the log itself, to show beside it.
  void notice(const QString &sentence);

 protected:
  void paintEvent(QPaintEvent *event) override;
  void resizeEvent(QResizeEvent *event) override;
  void changeEvent(QEvent *event) override;
  void timerEvent(QTimerEvent *event) override;
  void keyPressEvent(QKeyEvent *event) override;
  void mousePressEvent(QMouseEvent *event) override;
  void mouseMoveEvent(QMouseEvent *event) override;
  void mouseReleaseEvent(QMouseEvent *event) override;
  void mouseDoubleClickEvent(QMouseEvent *event) override;
  void contextMenuEvent(QContextMenuEvent *event) override;

 private:
  void takeSlice();
  void refresh();
  void scrolled();
  void placeFollowButton();
  void measure();
  [[nodiscard]] LogPosition positionAt(QPoint point) const;
  [[nodiscard]] int margin() const;
  void extendTo(LogPosition position);
  void fill(QMenu &menu);

  std::unique_ptr<LogLines> m_text;
  QByteArray m_waiting;
  LogSelection m_selection;
  QString m_marked;
  QPushButton *m_followButton;
  QBasicTimer m_sliceTimer;
  QBasicTimer m_refreshTimer;
  QBasicTimer m_dragTimer;
  QPoint m_dragPoint;
  int m_rowHeight = 1;
  qreal m_charWidth = 1;
  qreal m_widestSeen = 0;
  bool m_following = true;
  bool m_refreshing = false;
  bool m_spoolFailed = false;
};

}  // namespace nightjar
