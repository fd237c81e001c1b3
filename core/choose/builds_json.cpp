#include <QJsonArray>

#include "core/base/json.h"
#include "core/choose/choose.h"

namespace nightjar {

namespace {

QString fitsName(Fits fits) {
  switch (fits) {
    case Fits::Yes: return QStringLiteral("yes");
    case Fits::Warning: return QStringLiteral("warning");
    case Fits::No: return QStringLiteral("no");
  }
  return {};
}

QJsonObject json(const Alternative &alternative) {
  return {{"channel", alternative.channel},
          {"index", alternative.index},
          {"variant", alternative.variant},
          {"torch", alternative.torch},
          {"torchvision", orNull(alternative.torchvision)},
          {"what", alternative.what}};
}

QString originName(IndexOrigin origin) {
  switch (origin) {
    case IndexOrigin::Network: return QStringLiteral("network");
    case IndexOrigin::Runtime: return QStringLiteral("runtime");
    case IndexOrigin::Cache: return QStringLiteral("cache");
  }
  return {};
}

QJsonValue timeOrNull(const QDateTime &time) {
  return time.isValid() ? QJsonValue(time.toUTC().toString(Qt::ISODate)) : QJsonValue();
}

QJsonArray toJson(const QList<VariantFreshness> &variants) {
  QJsonArray rows;
  for (const VariantFreshness &variant : variants) {
    const QString newest = variant.newest.toString(Qt::ISODate);
    rows.append(QJsonObject{{"variant", variant.variant}, {"newest", orNull(newest)}, {"ended", variant.ended}});
  }
  return rows;
}

QJsonArray toJson(const QList<UnreadVariant> &variants) {
  QJsonArray rows;
  for (const UnreadVariant &unread : variants)
    rows.append(QJsonObject{{"variant", unread.variant}, {"why", unread.why}});
  return rows;
}

}  // namespace

QJsonObject toJson(const Build &build) {
  return {{"id", build.id},
          {"date", build.date.isValid() ? QJsonValue(build.date.toString(Qt::ISODate)) : QJsonValue()},
          {"variant", build.variant},
          {"torch", build.torch},
          {"torchvision", orNull(build.torchvision)},
          {"torchaudio", orNull(build.torchaudio)},
          {"python", QJsonArray::fromStringList(build.python)},
          {"fits", fitsName(build.fits)},
          {"ended", build.ended},
          {"download_bytes", build.downloadBytes ? QJsonValue(*build.downloadBytes) : QJsonValue()},
          {"reasons", QJsonArray::fromStringList(build.reasons)}};
}

QJsonObject toJson(const BuildList &list) {
  QJsonArray builds, alternatives;
  for (const Alternative &alternative : list.alternatives) alternatives.append(json(alternative));
  for (const Build &build : list.builds) builds.append(toJson(build));
  return {{"schema", "nightjar.builds/1"},
          {"index", list.index},
          {"from", originName(list.origin)},
          {"note", orNull(list.originNote)},
          {"read_at", timeOrNull(list.readAt)},
          {"index_written_at", timeOrNull(list.stampedAt)},
          {"variants", toJson(list.variants)},
          {"unread", toJson(list.unread)},
          {"recommended", list.recommended >= 0 ? QJsonValue(toJson(list.builds.at(list.recommended))) : QJsonValue()},
          {"why", QJsonArray::fromStringList(list.why)},
          {"alternatives", alternatives},
          {"builds", builds}};
}

}  // namespace nightjar
