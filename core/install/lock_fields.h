#pragma once

#include <QJsonObject>
#include <QList>

#include "core/base/result.h"
#include "core/install/lock.h"

namespace nightjar {

/// A text of a lock and what it may look like.
struct LockField {
  const char *name;
  QString Lock::*member;
  const char *pattern;  ///< of the whole text, a regular expression
  bool optional = false;
};
[[nodiscard]] const QList<LockField> &lockFields();

/// The field's text; null where it is optional and not there. Errors: as lockFromJson.
[[nodiscard]] Result<QString> readLockField(const QJsonObject &object, const LockField &field, const QString &place);

/// The list of packages. Errors: as lockFromJson.
[[nodiscard]] Result<QList<LockedPackage>> lockedPackages(const QJsonValue &value);

/// What to say of a field that is not `expected`.
[[nodiscard]] Error wrongLockField(const QString &field, const QString &expected);

}  // namespace nightjar
