#include "ui/steps/connect_page.h"

#include <QLabel>
#include <QLineEdit>
#include <QVBoxLayout>

#include "ui/dialogs/questions.h"
#include "ui/steps/profile_card.h"
#include "ui/steps/review_panel.h"
#include "ui/steps/target_form.h"
#include "ui/theme/theme.h"
#include "ui/widgets/busy_card.h"
#include "ui/widgets/error_card.h"
#include "ui/widgets/side_by_side.h"

namespace nightjar {

namespace {

using Activity = WizardModel::Activity;

QVBoxLayout *column(QWidget *owner) {
  auto *layout = new QVBoxLayout(owner);
  layout->setContentsMargins(0, 0, 0, 0);
  layout->setSpacing(space(2.5));
  return layout;
}

QString placeName(const Target &target) {
  switch (target.kind) {
    case Target::Kind::Local: return ConnectPage::tr("this computer");
    case Target::Kind::Practice: return ConnectPage::tr("practice");
    case Target::Kind::Ssh: break;
  }
  return target.user.isEmpty() ? target.host : target.user + u'@' + target.host;
}

}  // namespace

ConnectPage::ConnectPage(WizardModel &model, QWidget *parent)
    : StepPage(model, parent),
      m_choice(new SideBySide(165, body())),
      m_saved(new QWidget(m_choice)),

      m_busy(new BusyCard(body())),
      m_error(new ErrorCard(body())),
      m_review(new ReviewPanel(model, body())),
      m_stepByStep(addExtraButton(QStringLiteral("stepByStep"), tr("Step b&y step"))) {
  auto *savedColumn = column(m_saved);
  savedColumn->addWidget(makeLabel(tr("Saved runtimes"), TextSize::Body, Tone::Muted, m_saved));
  m_cards = new QVBoxLayout;
  m_cards->setSpacing(space(2.5));
  savedColumn->addLayout(m_cards);
  savedColumn->addStretch(1);
  auto *fresh = new QWidget(m_choice);
  auto *freshColumn = column(fresh);
  freshColumn->addWidget(makeLabel(tr("New runtime"), TextSize::Body, Tone::Muted, fresh));
  m_form = new TargetForm(fresh);
  freshColumn->addWidget(m_form, 1);
  m_choice->add(m_saved, 5);
  m_choice->add(fresh, 7);
  auto *page = qobject_cast<QVBoxLayout *>(body()->layout());
  for (QWidget *part : std::initializer_list<QWidget *>{m_busy, m_error, m_choice, m_review}) page->addWidget(part);
  page->addStretch(1);
  m_review->hide();

  connect(m_error->addAction(QStringLiteral("connectRetry"), tr("Try a&gain")), &QPushButton::clicked, this,
          &ConnectPage::verbPressed);
  connect(m_form, &TargetForm::targetChanged, this, &ConnectPage::refresh);
  connect(m_review, &ReviewPanel::changed, this, &ConnectPage::refresh);
  connect(m_review, &ReviewPanel::installing, this, [this] { Q_EMIT goTo(QStringLiteral("install")); });
  connect(m_review, &ReviewPanel::plainWanted, this,
          [this] { connectNow(m_review->profile().target, m_review->profile()); });
  connect(m_stepByStep, &QPushButton::clicked, m_review, &ReviewPanel::plainWanted);
  connect(&model, &WizardModel::activityChanged, this, &ConnectPage::refresh);
  connect(&model, &WizardModel::stageChanged, this, &ConnectPage::showStage);
  connect(&model, &WizardModel::profilesChanged, this, &ConnectPage::fillProfiles);
  connect(&model, &WizardModel::connected, this, [this] {
    if (std::exchange(m_goOn, false)) Q_EMIT completed();
  });
  connect(&model, &WizardModel::failed, this, [this](Activity during, const Error &error) {
    const bool ours = std::exchange(m_goOn, false);
    if (during != Activity::Connecting || (m_reviewing && !ours)) return;
    if (!error.isCancelled()) m_error->setError(error);
    refresh();
  });
  fillProfiles();
  refresh();
}

QString ConnectPage::summary() const {
  if (!model().isConnected() && !model().state().facts) return {};
  if (model().profile()) return model().profile()->name;
  return model().state().target ? placeName(*model().state().target) : QString();
}

void ConnectPage::entered(bool fresh) {
  Q_UNUSED(fresh)
  if (!m_reviewing) m_form->field()->setFocus();
  refresh();
}

void ConnectPage::fillProfiles() {
  while (QLayoutItem *item = m_cards->takeAt(0)) {
    item->widget()->hide();
    item->widget()->deleteLater();
    delete item;
  }
  const ProfileStore::Listing listing = model().profiles();
  int number = 0;
  for (const Profile &profile : listing.profiles) {
    auto *card = new ProfileCard(profile, number++, m_saved);
    connect(card, &ProfileCard::continueWanted, this, &ConnectPage::openReview);
    connect(card, &ProfileCard::removeWanted, this, &ConnectPage::askRemoval);
    m_cards->addWidget(card);
  }
  for (const QString &file : listing.damaged) {
    m_cards->addWidget(makeLabel(tr("A saved runtime could not be read. Its file was kept as %1.").arg(file),
                                 TextSize::Small, Tone::Warn, m_saved));
  }
  m_saved->setVisible(m_cards->count() > 0);
}

void ConnectPage::verbPressed() {
  if (m_reviewing) return m_review->pressVerb();
  if (m_form->target()) connectNow(*m_form->target(), std::nullopt);
}

// Forward once it stands: the page the walk comes to next asks for what it needs by itself.
void ConnectPage::connectNow(const Target &target, const std::optional<Profile> &profile) {
  m_error->clear();
  model().openProfile(profile);
  m_goOn = true;
  model().connectTo(target, model().connectDefaults());
}

void ConnectPage::cancelPressed() {
  model().cancel();
}

void ConnectPage::openReview(const Profile &profile) {
  m_reviewing = true;
  m_error->clear();
  m_review->open(profile);
  m_choice->hide();
  m_review->show();
  m_review->setFocus();  // Enter is the verb from here
  refresh();
}

void ConnectPage::closeReview() {
  m_reviewing = false;
  m_review->stop();
  m_review->hide();
  m_choice->show();
  m_form->field()->setFocus();
  refresh();
}

bool ConnectPage::hasInnerBack() const {
  return m_reviewing && !model().isBusy();
}

bool ConnectPage::backPressed() {
  if (hasInnerBack()) closeReview();
  return true;
}

void ConnectPage::askRemoval(const Profile &profile) {
  const QString lost = tr("Remove the saved runtime “%1”? What is installed on it stays.").arg(profile.name);
  askBeforeLosing(window(), {lost, tr("&Remove"), tr("&Keep")}, [this, name = profile.name] {
    const auto removed = model().removeProfile(name);
    if (!removed) m_error->setError(removed.error());
  });
}

void ConnectPage::refresh() {
  const Activity activity = model().activity();
  const bool connecting = activity == Activity::Connecting;
  setTitle(m_reviewing ? m_review->profile().name : tr("Connect"));
  setSubtitle(m_reviewing ? tr("Saved runtime") : tr("Where should the nightly go?"));
  if (!connecting) {
    m_busy->hide();
  } else if (!m_reviewing && m_busy->isHidden()) {
    showStage(ConnectStage::Connecting);
  }
  if (connecting) m_error->clear();
  m_choice->setEnabled(!model().isBusy());
  m_stepByStep->setVisible(m_reviewing && m_review->canRepeat() && !model().isBusy());
  const bool ours = connecting || (m_reviewing && (activity == Activity::Detecting || activity == Activity::Reading));
  setCancelText(ours ? tr("Cancel") : QString());
  if (m_reviewing) {
    setVerb(m_review->verb(), m_review->verbEnabled());
  } else {
    setVerb(tr("&Connect"), m_form->target().has_value() && !model().isBusy());
  }
  Q_EMIT changed();
}

void ConnectPage::showStage(ConnectStage stage) {
  if (m_reviewing || model().activity() != Activity::Connecting) return;
  const QString texts[] = {tr("Connecting…"), tr("Checking the host key…"), tr("Logging in…"),
                           tr("Starting the agent…")};
  m_busy->showText(texts[static_cast<int>(stage)]);
}

}  // namespace nightjar
