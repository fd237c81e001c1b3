#pragma once

#include "core/walk/build.h"
#include "core/walk/runtime_facts.h"

namespace nightjar {

/// The first pip that resolves an index of wheels without downloading them; older ones fetch each wheel whole (pip's
/// release notes, 25.3).
constexpr const char *reportingPip = "25.3";

/// Whether there is such a pip for this Python ("3.12.4"): it needs 3.9 (its metadata, Requires-Python). Where the
/// version is not known, it is tried.
[[nodiscard]] bool hasReportingPip(const QString &python);

/// A sentence for the plan where only the job will find out whether there is such a pip. Null where there is none in
/// any case, and where uv is there, which needs none; else it depends on whether the runtime's own package index can be
/// reached.
[[nodiscard]] QString mayDownloadByPip(const RuntimeFacts &facts, const Choice &choice);

}  // namespace nightjar
