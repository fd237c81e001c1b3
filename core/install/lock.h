#pragma once

#include <QDate>
#include <QJsonObject>
#include <QList>
#include <QMap>
#include <optional>

#include "core/base/result.h"

namespace nightjar {

/// One wheel of an environment, exactly.
struct LockedPackage {
  QString name;     ///< PEP 503's characters: "torch", "nvidia-cublas"
  QString version;  ///< "2.16.0.dev20261121+cu130"
  QString file;     ///< the wheel's name, no path
  QString url;      ///< where it came from, without a login; null where it was sent to the runtime
  QString sha256;   ///< 64 lower-case hex digits
  std::optional<qint64> size;

  friend bool operator==(const LockedPackage &, const LockedPackage &) = default;
};

/// What was installed, exactly: enough to install the same again.
struct Lock {
  QString build;  ///< "20261121-cu130"
  QDate date;
  QString variant;
  QString index;          ///< the variant's index it came from
  QString python;         ///< the Python its wheels are for: "3.12", "3.13t"
  QString pythonVersion;  ///< the one it ran with: "3.12.4"
  QString torchCommit;    ///< null where the checks did not tell
  bool sample = false;    ///< practice's stand-ins
  QList<LockedPackage> packages;

  /// All wheels together; nothing where a size is not known.
  [[nodiscard]] std::optional<qint64> bytes() const;
  [[nodiscard]] const LockedPackage *find(const QString &name) const;
  friend bool operator==(const Lock &, const Lock &) = default;
};

/// From an environment's nightjar.json. Errors: Failed where it has no list of its packages (it never finished, or pip
/// was too old to tell them), or one that no lock can be made of.
[[nodiscard]] Result<Lock> lockFromManifest(const QJsonObject &manifest);

/// "schema": "nightjar.lock/1".
[[nodiscard]] QJsonObject toJson(const Lock &lock);

/// The exported form, from anywhere: nothing in it is trusted. Names, versions, files, addresses and hashes have their
/// standards' characters only (PEP 503, 440, 427), each package once. Errors: Failed, naming the field.
[[nodiscard]] Result<Lock> lockFromJson(const QJsonObject &object);

/// The same from a file's bytes.
[[nodiscard]] Result<Lock> lockFromBytes(const QByteArray &bytes);

/// A lock as a file holds it, indented.
[[nodiscard]] QByteArray toBytes(const Lock &lock);

/// No lock is larger, in bytes: a package takes about 400 of them.
constexpr qint64 largestLock = 4LL * 1024 * 1024;

}  // namespace nightjar
