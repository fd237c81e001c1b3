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

/// The version that `metadata` says it is of; null where it says none: then it is no wheel's METADATA (a login page may
/// come in its place).
[[nodiscard]] QString metadataVersion(const QByteArray &metadata);

/// Whether `metadata` is of the wheel that `address` ("…whl.metadata") names.
[[nodiscard]] bool isMetadataOf(const QByteArray &metadata, const QUrl &address);

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
