#pragma once

namespace nightjar {

/// Lets screen readers read the LogViews of this program: name, and the rows in sight as value. Calling it again
/// does nothing.
void installLogAccessibility();

}  // namespace nightjar
