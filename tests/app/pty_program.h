#pragma once

#include <termios.h>

#include <QByteArray>
#include <QByteArrayList>
#include <QtGlobal>

/// A program with a pseudo terminal of its own as its controlling terminal, and its stdout in a pipe beside it.
class PtyProgram {
 public:
  /// Without `terminal` it starts in a session that has none.
  PtyProgram(const QByteArrayList &argv, bool terminal = true);
  ~PtyProgram();
  Q_DISABLE_COPY_MOVE(PtyProgram)

  /// Waits (10 s at most) until the terminal shows `text`; false when it never does.
  bool waitFor(const QByteArray &text);
  /// Types on the terminal's keyboard.
  void type(const QByteArray &keys);
  void signal(int number);
  /// Waits for the end; the wait status as waitpid(2) gives it, -1 when it does not come.
  int finish();

  [[nodiscard]] bool echoes() const;  ///< whether the terminal shows what is typed
  [[nodiscard]] termios mode() const;
  [[nodiscard]] QByteArray shown() const { return m_shown; }    ///< everything on the terminal so far
  [[nodiscard]] QByteArray output() const { return m_output; }  ///< stdout, whole after finish()

 private:
  bool readMore(int milliseconds);

  int m_master = -1;
  int m_slave = -1;  ///< kept open, so that the terminal's mode can be read after the program has ended
  int m_stdout = -1;
  pid_t m_pid = -1;
  QByteArray m_shown;
  QByteArray m_output;
};
