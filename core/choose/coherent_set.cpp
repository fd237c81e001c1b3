#include "core/choose/coherent_set.h"

#include <QRegularExpression>
#include <algorithm>

namespace nightjar {

namespace {

bool isTorch(const Release &torch, const QString &pin) {
  return pin.contains(QLatin1Char('+')) ? torch.version == pin : torch.publicVersion() == pin;
}

// Without a pin: nightlies of one night belong together, and so do releases that are the only ones of their kind.
bool sameOccasion(const Release &torch, const Release &other, bool onlyOnes) {
  if (torch.nightly != other.nightly) return false;
  return torch.nightly ? torch.date == other.date : onlyOnes;
}

std::optional<Release> partner(const Release &torch, const QString &package, const VariantReleases &variant,
                               const TorchPins &pins) {
  const QList<Release> &releases = variant.of(package);
  const bool onlyOnes = releases.size() == 1 && variant.of(QStringLiteral("torch")).size() == 1;
  const auto found = std::find_if(releases.begin(), releases.end(), [&](const Release &release) {
    const QString pin = pins.value(pinKey(package, release.version));
    return pin.isNull() ? sameOccasion(torch, release, onlyOnes) : isTorch(torch, pin);
  });
  return found == releases.end() ? std::nullopt : std::optional(*found);
}

}  // namespace

QString pinKey(const QString &package, const QString &version) {
  return package + QLatin1Char(' ') + version;
}

QString exactTorchPin(const QByteArray &metadata) {
  // Headers end at the first empty line; the description behind it is prose and proves nothing.
  const qsizetype body = metadata.indexOf("\n\n");
  const QString headers = QString::fromUtf8(body < 0 ? metadata : metadata.left(body));
  static const QRegularExpression pin(
      QStringLiteral("^Requires-Dist:\\s*torch\\s*\\(?\\s*==\\s*([0-9][0-9A-Za-z.+_]{0,127})\\s*\\)?\\s*(?:;.*)?$"),
      QRegularExpression::MultilineOption | QRegularExpression::CaseInsensitiveOption);
  const auto match = pin.match(QString(headers).remove(QLatin1Char('\r')));
  return match.hasMatch() ? match.captured(1) : QString();
}

QList<CoherentSet> coherentSets(const VariantReleases &variant, const TorchPins &pins) {
  QList<CoherentSet> sets;
  for (const Release &torch : variant.of(QStringLiteral("torch")))
    sets.append({torch, partner(torch, QStringLiteral("torchvision"), variant, pins),
                 partner(torch, QStringLiteral("torchaudio"), variant, pins)});
  return sets;
}

}  // namespace nightjar
