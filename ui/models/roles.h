#pragma once

#include <Qt>

namespace nightjar {

/// What rows tell beside their text; MarkedRowDelegate paints it.
enum RowRole {
  ToneRole = Qt::UserRole + 1,  ///< a Tone, as int: the colour of the text
  MarkRole,                     ///< a Mark, as int: drawn before the text
  MarkToneRole,                 ///< a Tone, as int: the colour of the mark
  SortRole,                     ///< what a sorted table compares
};

}  // namespace nightjar
