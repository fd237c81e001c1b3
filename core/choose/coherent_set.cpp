#include "core/choose/coherent_set.h"

#include <QRegularExpression>
#include <algorithm>

namespace nightjar {

namespace {

// A package's releases by what they belong to: the torch they pin, else their night. The newest of several stays.
struct Partners {
  QHash<QString, const Release *> byTorch;
  QHash<QDate, const Release *> byNight;
  const Release *only = nullptr;  ///< for versions without a night, where there is but one torch and one of these
};

Partners partnersOf(const VariantReleases &variant, const QString &package, const TorchPins &pins) {
  Partners partners;
  const QList<Release> &releases = variant.of(package);
  for (auto release = releases.rbegin(); release != releases.rend(); ++release) {
    const QString pin = pins.value(pinKey(package, release->version));
    if (!pin.isNull()) {
      partners.byTorch.insert(pin, &*release);
    } else if (release->nightly) {
      partners.byNight.insert(release->date, &*release);
    } else if (releases.size() == 1 && variant.of(QStringLiteral("torch")).size() == 1) {
      partners.only = &*release;
    }
  }
  return partners;
}

std::optional<Release> partnerOf(const Release &torch, const Partners &partners) {
  const Release *found = partners.byTorch.value(torch.version, partners.byTorch.value(torch.publicVersion()));
  if (!found) found = torch.nightly ? partners.byNight.value(torch.date) : partners.only;
  return found ? std::optional(*found) : std::nullopt;
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
  const Partners vision = partnersOf(variant, QStringLiteral("torchvision"), pins);
  const Partners audio = partnersOf(variant, QStringLiteral("torchaudio"), pins);
  QList<CoherentSet> sets;
  for (const Release &torch : variant.of(QStringLiteral("torch")))
    sets.append({torch, partnerOf(torch, vision), partnerOf(torch, audio)});
  return sets;
}

}  // namespace nightjar
