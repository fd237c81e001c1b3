#pragma once

#include <QString>

namespace nightjar {

/// Text from a runtime, a server or a page, fit to be shown in a plain-text label: control characters gone, endless
/// words breakable, and not longer than a person would read (`most` characters).
[[nodiscard]] QString foreignText(const QString &text, int most = 2000);

}  // namespace nightjar
