#pragma once

#include <QJsonObject>

namespace nightjar::test {

/// A reply of the agent's verb "facts", from tests/data/facts/<name>.json.
[[nodiscard]] QJsonObject sampleReply(const QString &name);

}  // namespace nightjar::test
