#pragma once

#include <QString>

namespace nightjar {

/// `text` as it may be shown on one line of a terminal: without control characters and without the invisible ones
/// that turn the direction of writing (what a host, a page or a file says must not steer the terminal). Line breaks
/// and tabs become spaces.
[[nodiscard]] QString printable(const QString &text);

}  // namespace nightjar
