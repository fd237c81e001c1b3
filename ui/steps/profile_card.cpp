#include "ui/steps/profile_card.h"

#include <QHBoxLayout>
#include <QPushButton>
#include <QVBoxLayout>

#include "ui/steps/fact_text.h"
#include "ui/widgets/elided_label.h"
#include "ui/widgets/small_button.h"
#include "ui/widgets/status_label.h"

namespace nightjar {

namespace {

QString aboutLine(const Profile &profile) {
  QStringList parts{profile.gpu, profile.variant, buildText(profile.build)};
  parts.removeAll(QString());
  return parts.isEmpty() ? profile.target.text : parts.join(QStringLiteral(" · "));
}

}  // namespace

OutcomeText outcomeText(const Profile &profile, const QDateTime &now) {
  const QString when = profile.lastUsed.isValid() ? whenText(profile.lastUsed, now) : QString();
  if (profile.lastOutcome == QLatin1String("verified"))
    return {ProfileCard::tr("verified %1").arg(when).trimmed(), Tone::Good};
  if (profile.lastOutcome == QLatin1String("failed"))
    return {ProfileCard::tr("failed %1").arg(when).trimmed(), Tone::Bad};
  if (profile.lastOutcome == QLatin1String("cancelled"))
    return {ProfileCard::tr("cancelled %1").arg(when).trimmed(), Tone::Warn};
  return {ProfileCard::tr("nothing installed yet"), Tone::Muted};
}

ProfileCard::ProfileCard(const Profile &profile, const std::optional<KnownJob> &running, int number, QWidget *parent)
    : Card(parent) {
  setObjectName(QStringLiteral("profileCard%1").arg(number));
  setAccessibleName(profile.name);
  body()->addWidget(new ElidedLabel(profile.name, TextSize::Body, Tone::Plain, this, true));
  body()->addWidget(new ElidedLabel(aboutLine(profile), TextSize::Body, Tone::Muted, this));
  const OutcomeText outcome = running ? OutcomeText{tr("an install is running"), Tone::Accent}
                                      : outcomeText(profile, QDateTime::currentDateTimeUtc());
  auto *status = new StatusLabel(this);
  status->setStatus(Mark::Dot, outcome.tone, outcome.text);
  body()->addWidget(status);
  auto *row = new QHBoxLayout;
  row->setSpacing(space(1.5));
  row->setContentsMargins(0, space(1), 0, 0);
  auto *go = smallButton(
      QStringLiteral("profileContinue%1").arg(number), running ? tr("Go back to it") : tr("Continue"),
      running ? tr("Go back to the install on %1").arg(profile.name) : tr("Continue with %1").arg(profile.name), this);
  connect(go, &QPushButton::clicked, this, [this, profile, running] {
    if (running) {
      Q_EMIT goBackWanted(*running);
    } else {
      Q_EMIT continueWanted(profile);
    }
  });
  auto *remove = smallButton(QStringLiteral("profileRemove%1").arg(number), tr("Remove…"),
                             tr("Remove %1").arg(profile.name), this);
  connect(remove, &QPushButton::clicked, this, [this, profile] { Q_EMIT removeWanted(profile); });
  row->addWidget(go);
  row->addWidget(remove);
  row->addStretch(1);
  body()->addLayout(row);
}

}  // namespace nightjar
