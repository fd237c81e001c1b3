#include "ui/widgets/foreign_text.h"

namespace nightjar {

namespace {

constexpr int longestWord = 32;  // longer than a version; a label is never narrower than its longest word
constexpr QChar zeroWidthSpace(0x200b);

bool isControl(QChar c) {
  // Format characters can turn the reading direction of what follows (Unicode TR 36).
  return (c.category() == QChar::Other_Control && c != u'\n') || c.category() == QChar::Other_Format;
}

}  // namespace

QString foreignText(const QString &text, int most) {
  QString shown;
  int word = 0;
  for (const QChar c : text) {
    if (isControl(c)) continue;
    word = c.isSpace() ? 0 : word + 1;
    if (word > longestWord) {
      shown += zeroWidthSpace;
      word = 1;
    }
    shown += c;
    if (shown.size() >= most) return shown + QChar(0x2026);
  }
  return shown;
}

}  // namespace nightjar
