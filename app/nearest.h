#pragma once

#include <QString>
#include <QStringList>

namespace nightjar {

/// The candidate a person who typed `word` probably meant; empty where none is close enough to be worth saying.
[[nodiscard]] QString nearest(const QString &word, const QStringList &candidates);

}  // namespace nightjar
