#include "ui/widgets/window_words.h"

#include <QCoreApplication>
#include <QRegularExpression>

namespace nightjar {

namespace {

struct Place {
  const char *option;
  const char *words;  ///< the button's own text (detect_page.cpp, choose_page.cpp) and its page
};
constexpr Place places[] = {
    {"root", QT_TRANSLATE_NOOP("nightjar::WindowWords", "“Change folder…” on Detect")},
    {"index", QT_TRANSLATE_NOOP("nightjar::WindowWords", "“Advanced…” on Choose")},
    {"python", QT_TRANSLATE_NOOP("nightjar::WindowWords", "“Advanced…” on Choose")},
};

}  // namespace

QString windowWords(const QString &advice) {
  QString text = advice;
  for (const Place &place : places) {
    const QRegularExpression alone(QStringLiteral("--%1(?=[.,;:)]|$| and | or )").arg(QLatin1String(place.option)));
    text.replace(alone, QCoreApplication::translate("nightjar::WindowWords", place.words));
  }
  return text;
}

}  // namespace nightjar
