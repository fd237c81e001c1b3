#include "ui/theme/style_sheet.h"

#include <QPair>
#include <QPalette>

#include "ui/theme/theme.h"

namespace nightjar {

namespace {

// {names} are filled from the table below; everything is either a colour or a length from the font.
constexpr auto sheet = R"(
QLabel[tone="muted"] { color: {muted}; }
QLabel[tone="accent"] { color: {accent}; }
QLabel[tone="good"] { color: {good}; }
QLabel[tone="warn"] { color: {warn}; }
QLabel[tone="bad"] { color: {bad}; }

QFrame[card="true"] { background: {card}; border: {hair} solid {border}; border-radius: {round}; }
QFrame[card="true"][tone="accent"] { border-color: {accent}; }
QFrame[card="true"][tone="good"] { border-color: {good}; }
QFrame[card="true"][tone="warn"] { border-color: {warn}; }
QFrame[card="true"][tone="bad"] { border-color: {bad}; }
QFrame[line="true"] { background: {border}; border: none; }

QPushButton, QToolButton[segment] {
  background: {button}; color: {text}; border: {hair} solid {border}; border-radius: {corner};
  padding: {padY} {padX}; }
QPushButton:hover, QToolButton[segment]:hover { background: {hover}; }
QPushButton:pressed { background: {soft}; }
QPushButton:focus, QToolButton[segment]:focus { border-color: {accent}; }
QPushButton:disabled, QToolButton[segment]:disabled { color: {disabled}; }
QPushButton[small="true"] { padding: {padSmallY} {padSmallX}; }
QPushButton[verb="true"] { background: {accent}; color: {onAccent}; border-color: {accent}; font-weight: bold; }
QPushButton[verb="true"]:hover { background: {accentHover}; border-color: {accentHover}; }
QPushButton[verb="true"]:focus { border-color: {text}; }
QPushButton[verb="true"]:disabled { background: {border}; color: {disabled}; border-color: {border}; }
QPushButton[quiet="true"], QToolButton[quiet="true"] {
  background: transparent; color: {muted}; border: {hair} solid transparent; border-radius: {corner};
  padding: {padSmallY} {padTiny}; }
QPushButton[quiet="true"]:hover, QToolButton[quiet="true"]:hover { color: {text}; }
QPushButton[quiet="true"]:focus, QToolButton[quiet="true"]:focus { border-color: {accent}; color: {text}; }

QToolButton[segment="first"] { border-top-right-radius: 0; border-bottom-right-radius: 0; border-right: none; }
QToolButton[segment="middle"] { border-radius: 0; border-right: none; }
QToolButton[segment="last"] { border-top-left-radius: 0; border-bottom-left-radius: 0; }
QToolButton[segment]:checked { background: {soft}; color: {accentText}; font-weight: bold; }
QToolButton[segment]:focus { text-decoration: underline; }

QLineEdit, QPlainTextEdit, QTextEdit, nightjar--LogView {
  background: {card}; color: {text}; border: {hair} solid {border}; border-radius: {corner};
  padding: {padFieldY} {padFieldX}; selection-background-color: {accent}; selection-color: {onAccent}; }
QLineEdit:focus, QPlainTextEdit:focus, QTextEdit:focus, nightjar--LogView:focus { border-color: {accent}; }
QLineEdit:disabled, QPlainTextEdit:disabled { color: {disabled}; }

QAbstractItemView { background: {card}; color: {text}; border: {hair} solid {border}; border-radius: {round};
  outline: none; selection-background-color: {soft}; selection-color: {text}; }
QAbstractItemView:focus { border-color: {accent}; }
QListView#stepList { background: transparent; border: none; border-radius: 0; }
QHeaderView { background: transparent; border: none; }
QHeaderView::section { background: {card}; color: {muted}; border: none; border-bottom: {hair} solid {border};
  padding: {padFieldY} {padTiny}; }

QProgressBar { background: {border}; border: none; border-radius: {barRound}; min-height: {bar}; max-height: {bar};
  text-align: center; }
QProgressBar::chunk { background: {accent}; border-radius: {barRound}; }

QScrollArea, QScrollArea > QWidget > QWidget[page="true"] { background: transparent; border: none; }
QScrollBar:vertical { background: transparent; width: {scroll}; margin: 0; }
QScrollBar:horizontal { background: transparent; height: {scroll}; margin: 0; }
QScrollBar::handle { background: {handle}; border-radius: {barRound}; }
QScrollBar::handle:vertical { min-height: {grip}; margin: 0 {hair}; }
QScrollBar::handle:horizontal { min-width: {grip}; margin: {hair} 0; }
QScrollBar::handle:hover { background: {muted}; }
QScrollBar::add-line, QScrollBar::sub-line { width: 0; height: 0; }
QScrollBar::add-page, QScrollBar::sub-page { background: none; }
QToolTip { background: {card}; color: {text}; border: {hair} solid {border}; }
)";

QString px(int length) {
  return QString::number(length) + QStringLiteral("px");
}

}  // namespace

QString styleSheetFor(const QPalette &palette) {
  const Colours c = coloursOf(palette);
  const QColor accentHover = c.accent.lightness() > 160 ? c.accent.lighter(108) : c.accent.darker(112);
  const QList<QPair<const char *, QString>> values = {
      {"{muted}", c.muted.name()},
      {"{accent}", c.accent.name()},
      {"{accentText}", c.accent.name()},
      {"{accentHover}", accentHover.name()},
      {"{onAccent}", palette.color(QPalette::HighlightedText).name()},
      {"{good}", c.good.name()},
      {"{warn}", c.warn.name()},
      {"{bad}", c.bad.name()},
      {"{card}", c.card.name()},
      {"{border}", c.border.name()},
      {"{soft}", c.accentSoft.name()},
      {"{button}", palette.color(QPalette::Button).name()},
      {"{hover}", palette.color(QPalette::AlternateBase).name()},
      {"{text}", palette.color(QPalette::WindowText).name()},
      {"{disabled}", palette.color(QPalette::Disabled, QPalette::WindowText).name()},
      {"{hair}", px(space(0.25))},
      {"{round}", px(space(2))},
      {"{corner}", px(space(1.25))},
      {"{padY}", px(space(1.4))},
      {"{padX}", px(space(3.5))},
      {"{padSmallY}", px(space(0.9))},
      {"{padSmallX}", px(space(2.5))},
      {"{padTiny}", px(space(1.5))},
      {"{padFieldY}", px(space(1.4))},
      {"{padFieldX}", px(space(2))},
      {"{bar}", px(space(2))},
      {"{scroll}", px(space(2.5))},
      {"{grip}", px(space(8))},
      {"{handle}", c.border.darker(c.border.lightness() > 128 ? 112 : 60).name()},
      {"{barRound}", px(space(1))},
  };
  QString text = QString::fromLatin1(sheet);
  for (const auto &[name, value] : values) text.replace(QLatin1String(name), value);
  return text;
}

}  // namespace nightjar
