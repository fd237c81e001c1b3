#pragma once

#include <optional>
#include <utility>

#include "ui/widgets/log_lines.h"

namespace nightjar {

/// What is selected: from where it began to where it has been dragged.
struct LogSelection {
  LogPosition anchor;
  LogPosition cursor;

  [[nodiscard]] bool isEmpty() const { return anchor == cursor; }
  [[nodiscard]] LogPosition from() const { return std::min(anchor, cursor); }
  [[nodiscard]] LogPosition to() const { return std::max(anchor, cursor); }
  /// The columns [first, second) of `row` that are selected; nothing where none are.
  [[nodiscard]] std::optional<std::pair<qsizetype, qsizetype>> columnsOf(qint64 row, qsizetype length) const;
};

enum class LogMove { Left, Right, Up, Down, PageUp, PageDown, RowStart, RowEnd, Start, End };

/// Where `from` leads, never outside the log. Left and Right go by whole characters, over row ends too.
[[nodiscard]] LogPosition moved(const LogLines &text, LogPosition from, LogMove move, int rowsPerPage);
/// The word around `at`, or the run of spaces, as a double click selects it.
[[nodiscard]] LogSelection wordAt(const LogLines &text, LogPosition at);
/// The nearest position that exists.
[[nodiscard]] LogPosition clamped(const LogLines &text, LogPosition at);

}  // namespace nightjar
