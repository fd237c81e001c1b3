#pragma once

#include "core/choose/catalogue.h"
#include "core/choose/coherent_set.h"

namespace nightjar::test {

/// How a generated page is written; the defaults are the nightly index's own way.
struct PageStyle {
  QString wheelRoot = QStringLiteral("https://download-r2.example.org/whl/nightly/");  ///< empty: relative hrefs
  bool metadata = true;
  qint64 timestamp = 1795392000;  ///< 2026-11-23 00:00 UTC
};

/// A package page as the nightly index generates it, one anchor for each of `wheels` (file names).
[[nodiscard]] QByteArray indexPage(const QString &package, const QStringList &wheels, const PageStyle &style = {});

/// A nightly index on 22 November 2026, in the shape FACTS describe: cpu, cu130, cu132, cu134, rocm7.2, rocm7.14 and
/// xpu of 17 to 22 November, cu126 of 3 to 8 September; torchvision and torchaudio only up to 21 November, torchvision
/// not for Python 3.15; aarch64 for cpu and CUDA; also wheels for macOS and Windows.
[[nodiscard]] QStringList sampleWheels(const QString &package);
/// Those of one variant only.
[[nodiscard]] QStringList sampleWheels(const QString &package, const QString &variant);
/// The same index, read, without the variants named.
[[nodiscard]] Catalogue sampleCatalogue(const QStringList &without = {});

/// A stable index of the real one's shape: 2.7.1 with cu118, cu126 and cu128 for Python 3.9 to 3.13; 2.13.0 and 2.14.0
/// with cu126, cu130, cu132 and rocm7.2 for 3.10 to 3.14; cpu and xpu of each; torchvision and torchaudio with them.
[[nodiscard]] QStringList stableWheels(const QString &package);
[[nodiscard]] Catalogue stableCatalogue();
/// What its torchvisions say about their torch.
[[nodiscard]] TorchPins stablePins();

/// File names of one nightly of one variant, for each Python tag ("cp312-cp312") and platform.
[[nodiscard]] QStringList nightly(const QString &package, const QDate &date, const QString &variant,
                                  const QStringList &pythons, const QStringList &platforms);

}  // namespace nightjar::test
