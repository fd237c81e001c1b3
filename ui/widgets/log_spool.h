#pragma once

#include <QByteArray>
#include <QTemporaryFile>

namespace nightjar {

/// An append-only file of our own in the temporary folder, readable by this user only and gone with the object (on
/// Linux it never has a name). What cannot be written is refused, never half-kept.
class LogSpool {
 public:
  LogSpool();

  /// Keeps all of `bytes`, or nothing and returns false; then problem() says why.
  [[nodiscard]] bool append(const QByteArray &bytes);
  /// The bytes [from, to). Fewer only where the file cannot be read.
  [[nodiscard]] QByteArray read(qint64 from, qint64 to) const;
  [[nodiscard]] qint64 size() const { return m_size; }
  [[nodiscard]] QString problem() const { return m_problem; }

 private:
  mutable QTemporaryFile m_file;
  qint64 m_size = 0;
  QString m_problem;
};

}  // namespace nightjar
