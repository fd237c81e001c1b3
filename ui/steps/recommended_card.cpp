#include "ui/steps/recommended_card.h"

#include <QHBoxLayout>
#include <QLabel>
#include <QVBoxLayout>

#include "core/choose/choose.h"
#include "core/walk/space_needed.h"
#include "ui/models/figures.h"
#include "ui/steps/reason_list.h"

namespace nightjar {

RecommendedCard::RecommendedCard(QWidget *parent)
    : Card(parent, Tone::Accent),
      m_caption(makeLabel({}, TextSize::Small, Tone::Muted, this)),
      m_title(makeLabel({}, TextSize::Heading, Tone::Plain, this)),
      m_versions(makeLabel({}, TextSize::Body, Tone::Muted, this)),
      m_download(makeLabel({}, TextSize::Small, Tone::Muted, this)),
      m_why(new ReasonList(Mark::Tick, Tone::Good, this)),
      m_against(new ReasonList(Mark::Warning, Tone::Warn, this)),
      m_room(makeLabel({}, TextSize::Body, Tone::Plain, this)),
      m_roomNote(makeLabel({}, TextSize::Small, Tone::Muted, this)) {
  setObjectName(QStringLiteral("recommendedCard"));
  setAccessibleName(tr("Chosen build"));
  m_title->setObjectName(QStringLiteral("recommendedTitle"));
  m_versions->setObjectName(QStringLiteral("recommendedVersions"));
  m_versions->setFont(monospaceFont());
  m_versions->setTextInteractionFlags(Qt::TextSelectableByMouse);
  m_download->setObjectName(QStringLiteral("recommendedDownload"));
  m_room->setObjectName(QStringLiteral("recommendedRoom"));
  m_room->setFont(fontOf(TextSize::Body, true));
  auto *const head = new QHBoxLayout;
  auto *const left = new QVBoxLayout;
  auto *const right = new QVBoxLayout;
  for (QLabel *label : {m_caption, m_title, m_versions, m_download}) left->addWidget(label);
  for (QLabel *label : {m_room, m_roomNote}) {
    label->setAlignment(Qt::AlignRight | Qt::AlignTop);
    label->setWordWrap(false);
    right->addWidget(label);
  }
  right->addStretch(1);
  head->addLayout(left, 1);
  head->addLayout(right);
  body()->addLayout(head);
  body()->addSpacing(space(1));
  body()->addWidget(m_why);
  body()->addWidget(m_against);
}

void RecommendedCard::showBuild(const Choice &choice, bool recommended, qint64 freeBytes, QDate today) {
  const Build &build = choice.build;
  const bool fits = build.fits != Fits::No;
  m_caption->setText(recommended ? tr("Recommended") : tr("Your choice"));
  setTone(recommended ? Tone::Accent : fits ? Tone::Plain : Tone::Bad);
  const QString name =
      build.torch.contains(QLatin1String(".dev"))
          ? tr("Nightly of %1, %2").arg(longDateText(build.date, today), variantText(build.variant))
          : tr("PyTorch %1, %2").arg(build.torch.section(QLatin1Char('+'), 0, 0), variantText(build.variant));
  m_title->setText(choice.sample ? tr("%1 (a sample)").arg(name) : name);
  QStringList versions{QStringLiteral("torch ") + build.torch};
  if (choice.packages.contains(QStringLiteral("torchvision")) && !build.torchvision.isEmpty()) {
    versions += QStringLiteral("torchvision ") + build.torchvision;
  }
  if (choice.packages.contains(QStringLiteral("torchaudio")) && !build.torchaudio.isEmpty()) {
    versions += QStringLiteral("torchaudio ") + build.torchaudio;
  }
  m_versions->setText(versions.join(QStringLiteral(" · ")));
  showDownload(choice);
  m_why->setReasons(choice.why);
  QStringList against = recommended || build.fits == Fits::Yes ? QStringList() : build.reasons;
  for (const QString &reason : choice.why) against.removeAll(reason);
  m_against->setReasons(against);
  showRoom(choice, freeBytes);
}

// The place of a size that is still asked for is kept, so that nothing moves under the mouse when it comes.
void RecommendedCard::showDownload(const Choice &choice) {
  const QString text = downloadText(choice);
  QSizePolicy policy = m_download->sizePolicy();
  policy.setRetainSizeWhenHidden(!choice.build.wheels.isEmpty());
  m_download->setSizePolicy(policy);
  m_download->setText(text.isEmpty() ? QStringLiteral(" ") : tr("Download of %1").arg(text));
  m_download->setVisible(!text.isEmpty());
}

void RecommendedCard::showRoom(const Choice &choice, qint64 freeBytes) {
  const qint64 needed = spaceNeeded(choice.build.variant, choice.sample);
  const bool tooLittle = freeBytes >= 0 && freeBytes < needed;
  m_room->setText(sizeText(needed));
  m_roomNote->setText(tooLittle ? tr("of disk needed, only %1 free").arg(sizeText(freeBytes)) : tr("of disk needed"));
  nightjar::setTone(m_roomNote, tooLittle ? Tone::Bad : Tone::Muted);
}

}  // namespace nightjar
