#include "ui/widgets/log_saver.h"

#include <QTimerEvent>

#include "ui/widgets/log_view.h"

namespace nightjar {

namespace {

constexpr qint64 kSlice = 1024 * 1024;

}  // namespace

LogSaver::LogSaver(LogView *view) : QObject(view), m_view(view) {
  connect(view, &LogView::cleared, this, [this] {
    if (m_file) end(tr("A new log has begun."));
  });
}

void LogSaver::save(const QString &path) {
  if (m_file) end(tr("It is being saved to another file."));
  m_file = std::make_unique<QSaveFile>(path);
  m_at = 0;
  m_end = m_view->text().byteCount();
  if (!m_file->open(QIODevice::WriteOnly)) return end(m_file->errorString());
  m_timer.start(0, this);
}

void LogSaver::timerEvent(QTimerEvent *event) {
  if (event->timerId() != m_timer.timerId()) return;
  const QByteArray slice = m_view->text().bytes(m_at, qMin(m_at + kSlice, m_end));
  m_at += slice.size();
  if (m_file->write(slice) != slice.size()) return end(m_file->errorString());
  if (!slice.isEmpty() && m_at < m_end) return;
  // commit() alone does not notice that the last of the bytes found no room.
  end(m_file->flush() && m_file->commit() ? QString() : m_file->errorString());
}

void LogSaver::end(const QString &problem) {
  m_timer.stop();
  const QString path = m_file->fileName();
  m_file.reset();
  if (problem.isEmpty()) {
    Q_EMIT saved(path);
  } else {
    Q_EMIT failed(path, problem);
  }
}

}  // namespace nightjar
