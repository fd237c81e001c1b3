#pragma once

#include <QHash>
#include <optional>

#include "core/choose/catalogue.h"

namespace nightjar {

/// What a torchvision or torchaudio says about the torch it was made with: "<package> <version>" → torch version.
using TorchPins = QHash<QString, QString>;

/// The key of a release in TorchPins.
[[nodiscard]] QString pinKey(const QString &package, const QString &version);

/// The one torch version that `metadata` (a wheel's METADATA, PEP 566) demands with "Requires-Dist: torch (==…)" or
/// "torch==…"; null where it demands none exactly.
[[nodiscard]] QString exactTorchPin(const QByteArray &metadata);

/// Whether `metadata` is of `version`, as far as it tells: one without a version is believed.
[[nodiscard]] bool isMetadataOf(const QByteArray &metadata, const QString &version);

/// One torch with the packages that resolve together with it.
struct CoherentSet {
  Release torch;
  std::optional<Release> torchvision;
  std::optional<Release> torchaudio;
};

/// One set a torch release, newest first. A torchvision belongs to the torch it pins; where its pin is not known, to
/// the torch that is as many nights older as with the next newer one whose pin is (its own night where none is).
/// torchaudio pins nothing (it is in maintenance) and goes with its night.
[[nodiscard]] QList<CoherentSet> coherentSets(const VariantReleases &variant, const TorchPins &pins);

}  // namespace nightjar
