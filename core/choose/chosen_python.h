#pragma once

#include "core/choose/wishes.h"

namespace nightjar {

/// What is wrong with a Python that was asked for by name, is not there, and will not come either.
[[nodiscard]] std::optional<Error> absentPython(const RuntimeFacts &facts, const ParsedWishes &wishes);

/// The Python that will run `build`; one without a path is for uv to install. Errors: NoBuild.
[[nodiscard]] Result<PythonFacts> pickPython(const Build &build, const RuntimeFacts &facts, const ParsedWishes &wishes);

/// Notes it in `choice` and its reasons.
void setPython(Choice &choice, const PythonFacts &python);

}  // namespace nightjar
