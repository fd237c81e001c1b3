#pragma once

#include <QString>

class QPalette;

namespace nightjar {

/// The program's style sheet: rounded buttons, fields, cards and bars in the palette's colours, measured in the
/// font's own units. Dynamic properties it knows: tone (see setTone), card, verb, quiet, segment (first, middle,
/// last, only), mono.
[[nodiscard]] QString styleSheetFor(const QPalette &palette);

}  // namespace nightjar
