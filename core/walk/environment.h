#pragma once

#include <QJsonArray>
#include <QJsonObject>
#include <QList>
#include <QString>
#include <QStringList>
#include <algorithm>
#include <optional>

#include "core/base/figures.h"

namespace nightjar {

/// One environment that stands below a runtime's root, as its record tells.
struct Environment {
  QString id;         ///< its folder's name: "20261121-cu130-20261123-061700"
  QString path;       ///< absolute
  QString build;      ///< "20261121-cu130"; null where its record does not tell
  QString date;       ///< of the build, ISO; null for a release, or where not told
  QString variant;    ///< null where not told
  qint64 bytes = -1;  ///< on the disk; negative where not known
  bool verified = false;
  bool current = false;
  qint64 made = 0;  ///< seconds since the epoch
  QString user;     ///< a program that uses it, "process 12: python train.py"; null where none was seen

  friend bool operator==(const Environment &, const Environment &) = default;
};

/// How many environments of a root are kept where the person says nothing; keepAll stands for all of them.
constexpr int keptByDefault = 2;
constexpr int keepAll = -1;

/// What "--keep" says: "all", a number from 1 on, or nothing. A word that means none of these (from a file edited by
/// hand) keeps all: nothing is removed on a guess.
[[nodiscard]] inline int keptOf(const QString &wish) {
  if (wish.isEmpty()) return keptByDefault;
  bool isNumber = false;
  const int count = wish.toInt(&isNumber);
  return isNumber && count > 0 ? count : keepAll;
}

/// The environments that a successful install removes, so that `keep` are left, the new one among them. `present` is
/// newest first. The one that is current now stays in any case, as the way back.
[[nodiscard]] inline QList<Environment> outdated(const QList<Environment> &present, int keep) {
  QList<Environment> removed;
  if (keep == keepAll) return removed;
  int left = keep - 1;  // the new one counts
  for (const Environment &one : present) {
    const bool kept = one.current || (one.verified && left > 0);
    if (one.verified) --left;
    if (!kept) removed.append(one);
  }
  return removed;
}

/// The oldest one that could make room; nothing where only the current one is left.
[[nodiscard]] inline std::optional<Environment> oldestToSpare(const QList<Environment> &present) {
  const auto found = std::find_if(present.rbegin(), present.rend(),
                                  [](const Environment &one) { return !one.current && one.user.isEmpty(); });
  return found == present.rend() ? std::nullopt : std::optional(*found);
}

/// "20261101-cpu-…, 7.9 GB"
[[nodiscard]] inline QString nameAndSize(const Environment &one) {
  return one.bytes < 0 ? one.id : one.id + QStringLiteral(", ") + sizeText(one.bytes);
}

/// The way out of a full disk that the root itself offers: a sentence with its command; none where only the current
/// environment is left. `home` tells whether the command has to name the root.
[[nodiscard]] QStringList wayToSpace(const QList<Environment> &present, const QString &root, const QString &home);

/// One of "environments" of the agent's replies, or of a saved report; nothing where it is no usable one. Its texts are
/// names without odd characters, safe to show and to paste.
[[nodiscard]] std::optional<Environment> environmentFromJson(const QJsonObject &object);
[[nodiscard]] QList<Environment> environmentsFromJson(const QJsonArray &array);

/// {id,build,date,bytes,verified,current,path}
[[nodiscard]] QJsonObject toJson(const Environment &environment);
[[nodiscard]] QJsonArray toJson(const QList<Environment> &environments);

}  // namespace nightjar
