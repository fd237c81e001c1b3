#include "ui/widgets/log_cleaner.h"

#include <algorithm>

#include "ui/widgets/log_index.h"

namespace nightjar {

namespace {

constexpr char kEscape = '\x1b';
constexpr char kDelete = '\x7f';

bool isPlain(char c) {
  return (static_cast<unsigned char>(c) >= 0x20 && c != kDelete) || c == '\t';
}

bool isUtf8Continuation(char c) {
  return (static_cast<unsigned char>(c) & 0xC0) == 0x80;
}

void dropLastCharacter(QByteArray &line) {
  while (!line.isEmpty() && isUtf8Continuation(line.back())) line.chop(1);
  line.chop(1);
}

}  // namespace

void LogCleaner::take(QByteArrayView raw, QByteArray &finished) {
  const char *at = raw.data();
  const char *const end = at + raw.size();
  while (at != end) {
    if (m_inside != Inside::Text) {
      takeInside(*at++, finished);
      continue;
    }
    const char *const runEnd = std::find_if_not(at, end, isPlain);
    if (runEnd != at) takeText({at, runEnd}, finished);
    at = runEnd;
    if (at != end) takeControl(*at++, finished);
  }
}

void LogCleaner::takeText(QByteArrayView run, QByteArray &finished) {
  if (m_returned) m_line.clear();
  m_returned = false;
  m_line.append(run);
  while (m_line.size() > kLongestRow) {
    const qsizetype length = rowLength(m_line);
    finished.append(m_line.constData(), length);
    m_line.remove(0, length);
  }
}

void LogCleaner::takeControl(char control, QByteArray &finished) {
  switch (control) {
    case '\n':
      finished.append(m_line).append('\n');
      m_line.clear();
      m_returned = false;
      break;
    case '\r': m_returned = true; break;
    case '\b':
      if (!m_returned) dropLastCharacter(m_line);
      break;
    case kEscape: m_inside = Inside::Escape; break;
    default: break;
  }
}

// The shapes of ECMA-48: ESC [ … final byte; ESC ] (and P, X, ^, _) … ended by BEL or ESC \; ESC and one byte. A line
// feed ends any of them, so that a stray escape character cannot swallow the log.
void LogCleaner::takeInside(char next, QByteArray &finished) {
  const Inside before = std::exchange(m_inside, Inside::Text);
  if (next == '\n') return takeControl(next, finished);
  const auto code = static_cast<unsigned char>(next);
  switch (before) {
    case Inside::Text: break;
    case Inside::Escape:
      if (next == '[') m_inside = Inside::Sequence;
      if (QByteArrayView("]PX^_").contains(next)) m_inside = Inside::String;
      if (code >= 0x20 && code <= 0x2F) m_inside = Inside::Escape;  // an intermediate byte, as in ESC ( B
      break;
    case Inside::Sequence:
      if (code < 0x40 || code > 0x7E) m_inside = Inside::Sequence;
      break;
    case Inside::String:
      if (next == kEscape) m_inside = Inside::StringEscape;
      if (next != kEscape && next != '\a') m_inside = Inside::String;
      break;
    case Inside::StringEscape:
      if (next != '\\') m_inside = Inside::String;
      break;
  }
}

}  // namespace nightjar
