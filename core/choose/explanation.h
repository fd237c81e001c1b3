#pragma once

#include "core/walk/build.h"
#include "core/walk/runtime_facts.h"

namespace nightjar {

/// Fills in, once `list.recommended` is decided, why it is that one (or none), and for every other build why it is not:
/// also for those that fit, each with the figure it rests on.
void explain(BuildList &list, const RuntimeFacts &facts, const QStringList &packages);

/// A sentence for each variant whose page failed and that may serve the runtime better than `taken` ("cu130"; empty:
/// nothing was taken): what is advised without having seen it is not called the best in silence.
[[nodiscard]] QStringList unreadTexts(const QList<UnreadVariant> &unread, const QString &taken,
                                      const RuntimeFacts &facts);

}  // namespace nightjar
