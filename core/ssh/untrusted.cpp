#include "core/ssh/untrusted.h"

#include <QStringView>
#include <algorithm>

namespace nightjar {

namespace {

bool isShown(QChar c) {
  if (c == u'\n' || c == u'\t') return true;
  return c.category() != QChar::Other_Control && c.category() != QChar::Other_Format;
}

bool consistsOf(const QString &text, QStringView others) {
  if (text.isEmpty() || text.startsWith(u'-') || text.size() > 255) return false;
  return std::all_of(text.cbegin(), text.cend(),
                     [others](QChar c) { return (c.unicode() < 128 && c.isLetterOrNumber()) || others.contains(c); });
}

}  // namespace

QString plainText(const QByteArray &fromServer, qsizetype limit) {
  QString text = QString::fromUtf8(fromServer.left(limit * 4));
  text.removeIf([](QChar c) { return !isShown(c); });
  return text.left(limit).trimmed();
}

bool isSafeHost(const QString &host) {
  return consistsOf(host, u"._:%+-");
}

bool isSafeUser(const QString &user) {
  return consistsOf(user, u"._+@%=,-");
}

}  // namespace nightjar
