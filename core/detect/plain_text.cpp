#include "core/detect/plain_text.h"

#include "core/base/text.h"

namespace nightjar {

QString plainText(const QString &text, qsizetype most) {
  QString plain;
  plain.reserve(std::min(text.size(), most));
  for (const QChar c : text) {
    if (plain.size() >= most) break;
    // Other_Control ends lines and drives terminals; Other_Format holds the marks that reverse writing direction.
    const bool odd = c.category() == QChar::Other_Control || c.category() == QChar::Other_Format || c.isSpace();
    if (!odd) {
      plain.append(c);
    } else if (!plain.isEmpty() && !plain.endsWith(QLatin1Char(' '))) {
      plain.append(QLatin1Char(' '));
    }
  }
  if (!plain.isEmpty() && plain.back().isHighSurrogate()) plain.chop(1);
  return plain.trimmed();
}

QString fewOf(const QStringList &words) {
  constexpr qsizetype few = 6;
  const QString shown = words.mid(0, few).join(QStringLiteral(", "));
  return words.size() <= few ? shown : Text::tr("%1 and %2 more").arg(shown).arg(words.size() - few);
}

bool isUsablePath(const QString &path) {
  return path.startsWith(QLatin1Char('/')) && path.size() <= 4096 && !path.contains(QChar(0));
}

}  // namespace nightjar
