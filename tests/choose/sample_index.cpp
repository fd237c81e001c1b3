#include "sample_index.h"

namespace nightjar::test {

namespace {

const QStringList variants{"cpu", "cu126", "cu130", "cu132", "cu134", "rocm7.2", "rocm7.14", "xpu"};

QString baseVersion(const QString &package) {
  if (package == QLatin1String("torchvision")) return QStringLiteral("0.30.0");
  return package == QLatin1String("torchaudio") ? QStringLiteral("2.11.0") : QStringLiteral("2.16.0");
}

QStringList pythonTags(const QString &package) {
  QStringList tags{"cp310-cp310", "cp311-cp311", "cp312-cp312", "cp313-cp313", "cp314-cp314", "cp314-cp314t"};
  if (package == QLatin1String("torch")) tags << QStringLiteral("cp315-cp315") << QStringLiteral("cp315-cp315t");
  return tags;
}

QStringList platforms(const QString &variant) {
  QStringList names{"manylinux_2_28_x86_64"};
  if (variant.startsWith(QLatin1String("c"))) names << QStringLiteral("manylinux_2_28_aarch64");
  if (variant != QLatin1String("cu134") && !variant.startsWith(QLatin1String("rocm")))
    names << QStringLiteral("win_amd64");
  return names;
}

struct StableRow {
  const char *torch;
  const char *torchvision;
  QStringList variants;
  QStringList pythons;
};

const QList<StableRow> &stableRows() {
  static const QStringList to313{"cp39-cp39", "cp310-cp310", "cp311-cp311", "cp312-cp312", "cp313-cp313"};
  static const QStringList to314{"cp310-cp310", "cp311-cp311", "cp312-cp312", "cp313-cp313", "cp314-cp314"};
  static const QStringList now{"cpu", "cu126", "cu130", "cu132", "rocm7.2", "xpu"};
  static const QList<StableRow> rows{{"2.7.1", "0.22.1", {"cpu", "cu118", "cu126", "cu128", "rocm6.3", "xpu"}, to313},
                                     {"2.13.0", "0.28.0", now, to314},
                                     {"2.14.0", "0.29.0", now, to314}};
  return rows;
}

}  // namespace

QByteArray indexPage(const QString &package, const QStringList &wheels, const PageStyle &style) {
  QByteArray page = "<!DOCTYPE html>\n<html>\n  <body>\n    <h1>Links for " + package.toLatin1() + "</h1>\n";
  for (const QString &wheel : wheels) {
    const QByteArray href =
        style.wheelRoot.toLatin1() + QString(wheel).replace(QLatin1Char('+'), QLatin1String("%2B")).toLatin1();
    page += "    <a href=\"" + href + "\"";
    if (style.metadata) page += " data-dist-info-metadata=\"sha256=8a1f0c\" data-core-metadata=\"sha256=8a1f0c\"";
    page += ">" + wheel.toLatin1() + "</a><br/>\n";
  }
  page += "  </body>\n</html>\n";
  if (style.timestamp > 0) page += "<!--TIMESTAMP " + QByteArray::number(style.timestamp) + "-->\n";
  return page;
}

QStringList nightly(const QString &package, const QDate &date, const QString &variant, const QStringList &pythons,
                    const QStringList &platformNames) {
  QStringList wheels;
  const QString version =
      QStringLiteral("%1.dev%2").arg(baseVersion(package), date.toString(QStringLiteral("yyyyMMdd")));
  for (const QString &python : pythons)
    for (const QString &platform : platformNames)
      wheels.append(
          QStringLiteral("%1-%2%3-%4-%5.whl")
              .arg(package, version, variant.isEmpty() ? QString() : QLatin1Char('+') + variant, python, platform));
  return wheels;
}

QStringList sampleWheels(const QString &package, const QString &variant) {
  QStringList wheels;
  const bool ended = variant == QLatin1String("cu126");
  const QDate last = ended ? QDate(2026, 9, 8) : QDate(2026, 11, 22);
  const int lag = ended || package == QLatin1String("torch") ? 0 : 1;
  for (int back = lag; back < 6; ++back)
    wheels += nightly(package, last.addDays(-back), variant, pythonTags(package), platforms(variant));
  return wheels;
}

QStringList sampleWheels(const QString &package) {
  QStringList wheels;
  for (const QString &variant : variants) wheels += sampleWheels(package, variant);
  return wheels + nightly(package, {2026, 11, 22}, {}, {"cp312-cp312"}, {"macosx_14_0_arm64"});
}

QStringList stableWheels(const QString &package) {
  QStringList wheels;
  for (const StableRow &row : stableRows()) {
    const QString version = QLatin1String(package == QLatin1String("torchvision") ? row.torchvision : row.torch);
    for (const QString &variant : row.variants)
      for (const QString &python : row.pythons)
        for (const QString &platform : platforms(variant))
          wheels.append(QStringLiteral("%1-%2+%3-%4-%5.whl").arg(package, version, variant, python, platform));
  }
  return wheels;
}

Catalogue stableCatalogue() {
  CatalogueBuilder builder;
  for (const QString &package : {QStringLiteral("torch"), QStringLiteral("torchvision"), QStringLiteral("torchaudio")})
    builder.add(parseIndexPage(indexPage(package, stableWheels(package))),
                QUrl(QStringLiteral("https://index.example.org/%1/").arg(package)), package, {});
  return builder.take();
}

TorchPins stablePins() {
  TorchPins pins;
  for (const StableRow &row : stableRows())
    for (const QString &variant : row.variants)
      pins.insert(pinKey("torchvision", QStringLiteral("%1+%2").arg(QLatin1String(row.torchvision), variant)),
                  QString::fromLatin1(row.torch));
  return pins;
}

Catalogue sampleCatalogue(const QStringList &without) {
  CatalogueBuilder builder;
  for (const QString &package :
       {QStringLiteral("torch"), QStringLiteral("torchvision"), QStringLiteral("torchaudio")}) {
    QStringList wheels;
    for (const QString &variant : variants)
      if (!without.contains(variant)) wheels += sampleWheels(package, variant);
    const QByteArray page = indexPage(package, wheels);
    builder.add(parseIndexPage(page), QUrl(QStringLiteral("https://index.example.org/nightly/%1/").arg(package)),
                package, {});
  }
  return builder.take();
}

}  // namespace nightjar::test
