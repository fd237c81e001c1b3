#pragma once

#include <QColor>
#include <QFont>
#include <QPalette>

class QLabel;
class QWidget;

namespace nightjar {

enum class Theme { System, Light, Dark };

/// Palette, font sizes and style sheet of the whole program. Call once after QApplication, and again to change.
/// System follows the desktop: dark where its palette (or, from Qt 6.5, its colour scheme) is dark.
void applyTheme(Theme theme);

/// How a text or a frame is meant. Widgets carry it as the dynamic property "tone"; the style sheet does the rest.
enum class Tone { Plain, Muted, Accent, Good, Warn, Bad };

/// The colours that QPalette has no role for, computed from it: call it in paintEvent, never keep the result.
struct Colours {
  QColor good, warn, bad, muted;
  QColor accent;      ///< = Highlight
  QColor accentSoft;  ///< behind the chosen row
  QColor border;      ///< of cards and fields
  QColor card;        ///< = Base
  QColor sidebar;
  [[nodiscard]] QColor of(Tone tone, const QPalette &palette) const;
};
[[nodiscard]] Colours coloursOf(const QPalette &palette);

/// `steps` quarter line heights of the program's font in device independent pixels: the unit of every distance here.
[[nodiscard]] int space(double steps = 1);

enum class TextSize { Small, Body, Heading, Title };
[[nodiscard]] QFont fontOf(TextSize size, bool bold = false);
[[nodiscard]] QFont monospaceFont();

/// A plain-text label (never rich text, whatever it is given) that wraps, in a tone and a size.
[[nodiscard]] QLabel *makeLabel(const QString &text, TextSize size, Tone tone, QWidget *parent);
void setTone(QWidget *widget, Tone tone);

}  // namespace nightjar
