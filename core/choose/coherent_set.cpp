#include "core/choose/coherent_set.h"

#include <QRegularExpression>

#include "core/choose/wheel_name.h"

namespace nightjar {

namespace {

// A package's releases by what they belong to: the torch they pin, else their night. The newest of several stays.
struct Partners {
  QHash<QString, const Release *> byTorch;
  QHash<QDate, const Release *> byNight;
  const Release *only = nullptr;  ///< for versions without a night, where there is but one torch and one of these
};

// More nights than these between a package and the torch it was made with are a mistake or a lie, and no rule.
constexpr qint64 mostLag = 7;

// How many nights older the pinned torch is; nothing where that makes no rule for others.
std::optional<qint64> lagOf(const Release &release, const QString &pin) {
  const QDate night = nightlyDate(pin.toLatin1());
  if (!release.nightly || !night.isValid()) return std::nullopt;
  const qint64 lag = night.daysTo(release.date);
  return lag >= 0 && lag <= mostLag ? std::optional(lag) : std::nullopt;
}

Partners partnersOf(const VariantReleases &variant, const QString &package, const TorchPins &pins) {
  Partners partners;
  qint64 lag = 0;
  const QList<Release> &releases = variant.of(package);
  for (const Release &release : releases) {
    const QString pin = pins.value(pinKey(package, release.version));
    if (!pin.isNull()) {
      if (!partners.byTorch.contains(pin)) partners.byTorch.insert(pin, &release);
      lag = lagOf(release, pin).value_or(lag);
    } else if (release.nightly) {
      const QDate night = release.date.addDays(-lag);
      if (!partners.byNight.contains(night)) partners.byNight.insert(night, &release);
    } else if (releases.size() == 1 && variant.of(QStringLiteral("torch")).size() == 1) {
      partners.only = &release;
    }
  }
  return partners;
}

std::optional<Release> partnerOf(const Release &torch, const Partners &partners) {
  const Release *found = partners.byTorch.value(torch.version, partners.byTorch.value(torch.publicVersion()));
  if (!found) found = torch.nightly ? partners.byNight.value(torch.date) : partners.only;
  return found ? std::optional(*found) : std::nullopt;
}

// Headers end at the first empty line; the description behind it is prose and proves nothing.
QString headersOf(const QByteArray &metadata) {
  QByteArray text = metadata;
  text.replace("\r\n", "\n");
  const qsizetype body = text.indexOf("\n\n");
  return QString::fromUtf8(body < 0 ? text : text.left(body));
}

}  // namespace

QString pinKey(const QString &package, const QString &version) {
  return package + QLatin1Char(' ') + version;
}

QString metadataVersion(const QByteArray &metadata) {
  static const QRegularExpression line(QStringLiteral("^Version:\\s*(\\S+)\\s*$"),
                                       QRegularExpression::MultilineOption | QRegularExpression::CaseInsensitiveOption);
  if (metadata.trimmed().startsWith('<')) return {};
  return line.match(headersOf(metadata)).captured(1);
}

bool isMetadataOf(const QByteArray &metadata, const QUrl &address) {
  QByteArray wheel = address.fileName(QUrl::FullyDecoded).toLatin1();
  if (wheel.endsWith(".metadata")) wheel.chop(9);
  const auto name = parseWheelName(wheel);
  return name && metadataVersion(metadata) == QString::fromLatin1(name->version);
}

QString exactTorchPin(const QByteArray &metadata) {
  static const QRegularExpression pin(
      QStringLiteral("^Requires-Dist:\\s*torch\\s*\\(?\\s*==\\s*([0-9][0-9A-Za-z.+_]{0,127})\\s*\\)?\\s*(?:;.*)?$"),
      QRegularExpression::MultilineOption | QRegularExpression::CaseInsensitiveOption);
  const auto match = pin.match(headersOf(metadata));
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
