#include "ui/steps/saved_runtimes.h"

#include <QHBoxLayout>
#include <QLabel>
#include <QPushButton>
#include <algorithm>

#include "ui/steps/profile_card.h"
#include "ui/widgets/empty_layout.h"
#include "ui/widgets/foreign_text.h"
#include "ui/widgets/small_button.h"

namespace nightjar {

SavedRuntimes::SavedRuntimes(QWidget *parent) : QWidget(parent), m_cards(new QVBoxLayout) {
  auto *column = new QVBoxLayout(this);
  column->setContentsMargins(0, 0, 0, 0);
  column->setSpacing(space(2.5));
  column->addWidget(makeLabel(tr("Saved runtimes"), TextSize::Body, Tone::Muted, this));
  m_cards->setSpacing(space(2.5));
  column->addLayout(m_cards);
  column->addStretch(1);
}

void SavedRuntimes::setListing(const ProfileStore::Listing &listing, const QList<KnownJob> &running) {
  emptyLayout(*m_cards);
  int number = 0;
  for (const Profile &profile : listing.profiles) {
    const auto job = std::find_if(running.begin(), running.end(),
                                  [&profile](const KnownJob &known) { return known.profile == profile.name; });
    const auto its = job == running.end() ? std::nullopt : std::optional(*job);
    auto *card = new ProfileCard(profile, its, number++, this);
    connect(card, &ProfileCard::continueWanted, this, &SavedRuntimes::continueWanted);
    connect(card, &ProfileCard::removeWanted, this, &SavedRuntimes::removeWanted);
    connect(card, &ProfileCard::goBackWanted, this, &SavedRuntimes::goBackWanted);
    m_cards->addWidget(card);
  }
  number = 0;
  for (const QString &file : listing.damaged) m_cards->addWidget(makeDamaged(file, number++));
  for (const QString &file : listing.closed) {
    const QString text = foreignText(tr("A saved runtime cannot be opened. Allow reading %1, or remove it.").arg(file));
    m_cards->addWidget(makeLabel(text, TextSize::Small, Tone::Warn, this));
  }
  setVisible(m_cards->count() > 0);
}

QWidget *SavedRuntimes::makeDamaged(const QString &file, int number) {
  auto *place = new QWidget(this);
  auto *row = new QHBoxLayout(place);
  row->setContentsMargins(0, 0, 0, 0);
  row->setSpacing(space(1.5));
  const QString text = foreignText(tr("A saved runtime could not be read. Its file was kept as %1.").arg(file));
  row->addWidget(makeLabel(text, TextSize::Small, Tone::Warn, place), 1);
  auto *dismiss = smallButton(QStringLiteral("damagedDismiss%1").arg(number), tr("Dismiss"),
                              tr("Do not name %1 any more").arg(file), place);
  connect(dismiss, &QPushButton::clicked, this, [this, file] { Q_EMIT dismissWanted(file); });
  row->addWidget(dismiss, 0, Qt::AlignTop);
  return place;
}

}  // namespace nightjar
