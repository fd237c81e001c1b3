#include "app/printable.h"

namespace nightjar {

QString printable(const QString &text) {
  QString shown;
  shown.reserve(text.size());
  for (const QChar c : text) {
    if (c == u'\n' || c == u'\r' || c == u'\t' || c.category() == QChar::Separator_Line ||
        c.category() == QChar::Separator_Paragraph) {
      shown += u' ';
    } else if (c.category() != QChar::Other_Control && c.category() != QChar::Other_Format) {
      shown += c;
    }
  }
  return shown;
}

}  // namespace nightjar
