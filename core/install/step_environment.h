#pragma once

#include <QJsonObject>

#include "core/walk/runtime_facts.h"

namespace nightjar {

/// The environment variables a job's commands start with, built from nothing: {"clean":{keep,keep_prefixes,set},
/// "tooling":{…}}. "clean" lets no pip.conf, PIP_*, UV_*, PYTHON* of the runtime in, but keeps proxies and
/// certificates; "tooling" may use the package index the runtime itself is set up with. `work` becomes TMPDIR.
/// For an index on the runtime itself ("http://127.0.0.1:…") "clean" has no proxies: pip would ask them for it.
[[nodiscard]] QJsonObject stepEnvironment(const RuntimeFacts &facts, const QString &work, const QString &indexUrl);

/// Whether the index is on the runtime itself, as practice's: no proxy leads there, and nobody listens in between.
[[nodiscard]] bool isOnTheRuntime(const QString &indexUrl);

}  // namespace nightjar
