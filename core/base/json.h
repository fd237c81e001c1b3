#pragma once

#include <QJsonValue>
#include <QString>

namespace nightjar {

/// What JSON shows of a fact: the text, or null where it is not known.
[[nodiscard]] inline QJsonValue orNull(const QString &text) {
  return text.isEmpty() ? QJsonValue(QJsonValue::Null) : QJsonValue(text);
}

/// The same of an amount, which is not known where it is 0.
[[nodiscard]] inline QJsonValue orNull(qint64 amount) {
  return amount > 0 ? QJsonValue(amount) : QJsonValue(QJsonValue::Null);
}

}  // namespace nightjar
