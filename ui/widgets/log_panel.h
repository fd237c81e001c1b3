#pragma once

#include <QWidget>

class QLabel;
class QLineEdit;
class QToolButton;

namespace nightjar {

class LogSaver;
class LogSearch;
class LogView;

/// The log with what one does to a log: find, copy, save.
class LogPanel : public QWidget {
  Q_OBJECT

 public:
  explicit LogPanel(QWidget *parent = nullptr);

  [[nodiscard]] LogView *view() const { return m_view; }
  /// Writes the log to `path`; says beneath the log how it went.
  void save(const QString &path);

 protected:
  bool eventFilter(QObject *watched, QEvent *event) override;

 private:
  QWidget *makeToolbar();
  QToolButton *makeStep(const QString &objectName, Qt::ArrowType arrow, const QString &name);
  void askWhereToSave();
  void showCount();
  void say(const QString &sentence);

  LogView *m_view;
  LogSearch *m_search;
  LogSaver *m_saver;
  QLineEdit *m_find;
  QLabel *m_count;
  QToolButton *m_previous;
  QToolButton *m_next;
  QLabel *m_notice;
};

}  // namespace nightjar
