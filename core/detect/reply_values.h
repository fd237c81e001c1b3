#pragma once

#include <QJsonValue>
#include <QRegularExpression>
#include <QString>

/// Single values of a runtime's reply. Null, a number or an object where a text should be gives a null text: not known.
namespace nightjar::reply {

/// Plain text of at most `most` characters.
[[nodiscard]] QString text(const QJsonValue &value, qsizetype most = 200);

/// Plain text that is wholly like `shape` (see wholeText), else null.
[[nodiscard]] QString textLike(const QJsonValue &value, const QRegularExpression &shape);

/// The shape of a text that matches `pattern` from its first to its last character.
[[nodiscard]] QRegularExpression wholeText(const char *pattern);

/// An absolute path as it was told, else null.
[[nodiscard]] QString path(const QJsonValue &value);

/// A whole number from 0 up; 0 for anything else.
[[nodiscard]] qint64 amount(const QJsonValue &value);

}  // namespace nightjar::reply
