#include "ui/theme/theme.h"

#include <QApplication>
#include <QFontDatabase>
#include <QFontMetricsF>
#include <QLabel>
#include <QStyle>
#include <QStyleHints>
#include <QVariant>

#include "ui/theme/style_sheet.h"

namespace nightjar {

namespace {

bool isDark(const QPalette &palette) {
  return palette.color(QPalette::Window).lightness() < palette.color(QPalette::WindowText).lightness();
}

QColor mix(const QColor &over, const QColor &under, double share) {
  const auto part = [share](int a, int b) { return qRound(a * share + b * (1 - share)); };
  return {part(over.red(), under.red()), part(over.green(), under.green()), part(over.blue(), under.blue())};
}

bool desktopIsDark() {
#if QT_VERSION >= QT_VERSION_CHECK(6, 5, 0)
  const auto scheme = QGuiApplication::styleHints()->colorScheme();
  if (scheme != Qt::ColorScheme::Unknown) return scheme == Qt::ColorScheme::Dark;
#endif
  static const bool atStart = isDark(QGuiApplication::palette());  // before we ever set our own
  return atStart;
}

struct Base {
  QRgb window, base, raised, text, accent, onAccent;
};
constexpr Base lightBase{0xfff5f5f6, 0xffffffff, 0xffffffff, 0xff1c1c1f, 0xff5b49d4, 0xffffffff};
constexpr Base darkBase{0xff202024, 0xff2a2b30, 0xff2f3036, 0xffeaeaee, 0xffa38fff, 0xff17161c};

QPalette paletteFrom(const Base &base) {
  const QColor window = QColor::fromRgb(base.window), text = QColor::fromRgb(base.text);
  QPalette palette(QColor::fromRgb(base.raised), window);
  for (const auto role : {QPalette::WindowText, QPalette::Text, QPalette::ButtonText, QPalette::ToolTipText})
    palette.setColor(role, text);
  palette.setColor(QPalette::Base, QColor::fromRgb(base.base));
  palette.setColor(QPalette::AlternateBase, mix(text, QColor::fromRgb(base.base), 0.03));
  palette.setColor(QPalette::ToolTipBase, QColor::fromRgb(base.base));
  palette.setColor(QPalette::Highlight, QColor::fromRgb(base.accent));
  palette.setColor(QPalette::HighlightedText, QColor::fromRgb(base.onAccent));
  palette.setColor(QPalette::Link, QColor::fromRgb(base.accent));
  palette.setColor(QPalette::LinkVisited, QColor::fromRgb(base.accent));
  palette.setColor(QPalette::PlaceholderText, mix(text, window, 0.64));
  for (const auto role : {QPalette::WindowText, QPalette::Text, QPalette::ButtonText})
    palette.setColor(QPalette::Disabled, role, mix(text, window, 0.42));
  return palette;
}

}  // namespace

Colours coloursOf(const QPalette &given) {
  // A view whose style sheet makes it transparent has a palette with no background to tell light from dark by.
  const bool transparent = given.color(QPalette::Window).alpha() < 255;
  const QPalette palette = transparent ? QGuiApplication::palette() : given;
  const QColor window = palette.color(QPalette::Window), text = palette.color(QPalette::WindowText);
  const bool dark = isDark(palette);
  Colours c;
  c.good = QColor::fromRgb(dark ? 0xff5bd08c : 0xff15743f);
  c.warn = QColor::fromRgb(dark ? 0xffe6b053 : 0xff9a5b00);
  c.bad = QColor::fromRgb(dark ? 0xfff4827a : 0xffc0322a);
  c.muted = mix(text, window, 0.66);
  c.accent = palette.color(QPalette::Highlight);
  c.accentSoft = mix(c.accent, window, dark ? 0.28 : 0.13);
  c.border = mix(text, window, dark ? 0.17 : 0.13);
  c.card = palette.color(QPalette::Base);
  c.sidebar = dark ? window.darker(125) : mix(text, window, 0.045);
  return c;
}

QColor Colours::of(Tone tone, const QPalette &palette) const {
  switch (tone) {
    case Tone::Plain: break;
    case Tone::Muted: return muted;
    case Tone::Accent: return accent;
    case Tone::Good: return good;
    case Tone::Warn: return warn;
    case Tone::Bad: return bad;
  }
  return palette.color(QPalette::WindowText);
}

void applyTheme(Theme theme) {
  const bool dark = theme == Theme::Dark || (theme == Theme::System && desktopIsDark());
  QApplication::setStyle(QStringLiteral("Fusion"));
  const QPalette palette = paletteFrom(dark ? darkBase : lightBase);
  QApplication::setPalette(palette);
  // Fusion draws a box's outline a good deal darker than the window: on a dark one nobody would see it.
  QPalette boxes = palette;
  boxes.setColor(QPalette::Window, coloursOf(palette).muted.lighter(127));
  QApplication::setPalette(boxes, "QCheckBox");
  qApp->setStyleSheet(styleSheetFor(palette));
#if QT_VERSION >= QT_VERSION_CHECK(6, 5, 0)
  static QMetaObject::Connection following;
  QObject::disconnect(following);
  if (theme == Theme::System)
    following = QObject::connect(QGuiApplication::styleHints(), &QStyleHints::colorSchemeChanged, qApp,
                                 [] { applyTheme(Theme::System); });
#endif
}

int space(double steps) {
  return qMax(1, qRound(QFontMetricsF(QApplication::font()).height() / 4 * steps));
}

QFont fontOf(TextSize size, bool bold) {
  constexpr double scales[] = {0.92, 1.0, 1.3, 1.65};
  QFont font = QApplication::font();
  const double scale = scales[static_cast<int>(size)];
  if (font.pointSizeF() > 0) {
    font.setPointSizeF(font.pointSizeF() * scale);
  } else {
    font.setPixelSize(qRound(font.pixelSize() * scale));
  }
  if (bold) font.setWeight(QFont::Bold);
  return font;
}

QFont monospaceFont() {
  QFont font = QFontDatabase::systemFont(QFontDatabase::FixedFont);
  const QFont body = QApplication::font();
  if (body.pointSizeF() > 0) font.setPointSizeF(body.pointSizeF() * 0.95);
  return font;
}

QLabel *makeLabel(const QString &text, TextSize size, Tone tone, QWidget *parent) {
  auto *label = new QLabel(parent);
  label->setTextFormat(Qt::PlainText);
  label->setText(text);
  label->setWordWrap(true);
  label->setFont(fontOf(size, size == TextSize::Title || size == TextSize::Heading));
  setTone(label, tone);
  return label;
}

void setTone(QWidget *widget, Tone tone) {
  constexpr const char *names[] = {"plain", "muted", "accent", "good", "warn", "bad"};
  widget->setProperty("tone", QString::fromLatin1(names[static_cast<int>(tone)]));
  // Before its first showing a widget is not polished yet: doing it now would lose fonts that are set later.
  if (!widget->testAttribute(Qt::WA_WState_Polished)) return;
  widget->style()->unpolish(widget);
  widget->style()->polish(widget);
}

}  // namespace nightjar
