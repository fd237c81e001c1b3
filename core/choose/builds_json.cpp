#include <QJsonArray>

#include "core/choose/choose.h"

namespace nightjar {

namespace {

QJsonValue orNull(const QString &text) {
  return text.isEmpty() ? QJsonValue() : QJsonValue(text);
}

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
          {"reasons", QJsonArray::fromStringList(build.reasons)}};
}

QJsonObject toJson(const BuildList &list) {
  QJsonArray builds, alternatives;
  for (const Alternative &alternative : list.alternatives) alternatives.append(json(alternative));
  for (const Build &build : list.builds) builds.append(toJson(build));
  return {{"schema", "nightjar.builds/1"},
          {"index", list.index},
          {"recommended", list.recommended >= 0 ? QJsonValue(toJson(list.builds.at(list.recommended))) : QJsonValue()},
          {"why", QJsonArray::fromStringList(list.why)},
          {"alternatives", alternatives},
          {"builds", builds}};
}

}  // namespace nightjar
