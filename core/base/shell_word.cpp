#include "core/base/shell_word.h"

#include <QRegularExpression>

namespace nightjar {

QString shellWord(const QString &text) {
  static const QRegularExpression safe(QStringLiteral("\\A[A-Za-z0-9_./:=@%+,-]+\\z"));
  if (safe.match(text).hasMatch()) return text;
  return u'\'' + QString(text).replace(u'\'', QStringLiteral("'\\''")) + u'\'';
}

}  // namespace nightjar
