#pragma once

#include <QBasicTimer>
#include <QObject>
#include <QSaveFile>

namespace nightjar {

class LogView;

/// Writes a log to a file without holding up the window. The file is there whole, or not at all. What arrives while
/// it saves is left out.
class LogSaver : public QObject {
  Q_OBJECT

 public:
  explicit LogSaver(LogView *view);
  void save(const QString &path);

 Q_SIGNALS:
  void saved(const QString &path);
  void failed(const QString &path, const QString &why);

 protected:
  void timerEvent(QTimerEvent *event) override;

 private:
  void end(const QString &problem);

  LogView *m_view;
  std::unique_ptr<QSaveFile> m_file;
  qint64 m_at = 0;
  qint64 m_end = 0;
  QBasicTimer m_timer;
};

}  // namespace nightjar
