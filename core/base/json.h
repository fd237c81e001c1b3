#pragma once

#include <QJsonValue>
#include <QString>

namespace nightjar {

/// What JSON shows of a fact: the text, or null where it is not known.
[[nodiscard]] inline QJsonValue orNull(const QString &text) {
  return text.isEmpty() ? QJsonValue(QJsonValue::Null) : QJsonValue(text);
}

}  // namespace nightjar
