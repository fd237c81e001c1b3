#pragma once

#include <QJsonObject>

#include "core/walk/runtime_facts.h"

namespace nightjar {

/// The environment variables a job's commands start with, built from nothing: {"clean":{keep,keep_prefixes,set},
/// "tooling":{…}}. "clean" lets no pip.conf, PIP_*, UV_*, PYTHON* of the runtime in, but keeps proxies and
/// certificates; "tooling" may use the package index the runtime itself is set up with. `work` becomes TMPDIR.
[[nodiscard]] QJsonObject stepEnvironment(const RuntimeFacts &facts, const QString &work);

}  // namespace nightjar
