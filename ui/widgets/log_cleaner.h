#pragma once

#include <QByteArray>
#include <QByteArrayView>

namespace nightjar {

/// Turns what a terminal would get into lines a person can read: escape sequences go, a carriage return lets the
/// next text replace the unfinished line (progress bars), a backspace takes back one character, other control
/// characters except the tab go. Chunks may end anywhere, inside an escape sequence too.
class LogCleaner {
 public:
  /// Appends to `finished` every row that `raw` completes. A row ends in '\n', or without one where a line is
  /// longer than a row may be (log_index.h) and goes on in the next.
  void take(QByteArrayView raw, QByteArray &finished);

  /// The line that has no end yet. A later chunk may still replace it.
  [[nodiscard]] const QByteArray &unfinished() const { return m_line; }

 private:
  enum class Inside { Text, Escape, Sequence, String, StringEscape };

  void takeText(QByteArrayView run, QByteArray &finished);
  void takeControl(char control, QByteArray &finished);
  void takeInside(char next, QByteArray &finished);

  QByteArray m_line;
  Inside m_inside = Inside::Text;
  bool m_returned = false;  ///< a carriage return came: the next text replaces the line, a line feed keeps it
};

}  // namespace nightjar
