#include "ui/steps/connect_page.h"

#include <QLabel>
#include <QLineEdit>
#include <QVBoxLayout>

#include "ui/dialogs/questions.h"
#include "ui/steps/review_panel.h"
#include "ui/steps/running_jobs.h"
#include "ui/steps/saved_runtimes.h"
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
      m_saved(new SavedRuntimes(m_choice)),
      m_running(new RunningJobs(body())),
      m_busy(new BusyCard(body())),
      m_error(new ErrorCard(body())),
      m_review(new ReviewPanel(model, body())),
      m_stepByStep(addExtraButton(QStringLiteral("stepByStep"), tr("Step b&y step"))) {
  auto *fresh = new QWidget(m_choice);
  auto *freshColumn = column(fresh);
  freshColumn->addWidget(makeLabel(tr("New runtime"), TextSize::Body, Tone::Muted, fresh));
  m_form = new TargetForm(fresh);
  freshColumn->addWidget(m_form, 1);
  m_choice->add(m_saved, 5);
  m_choice->add(fresh, 7);
  auto *page = qobject_cast<QVBoxLayout *>(body()->layout());
  for (QWidget *part : std::initializer_list<QWidget *>{m_busy, m_error, m_running, m_choice, m_review})
    page->addWidget(part);
  page->addStretch(1);
  m_review->hide();

  connect(m_error->addAction(QStringLiteral("connectRetry"), tr("Try a&gain")), &QPushButton::clicked, this,
          &ConnectPage::tryAgain);
  connect(m_running, &RunningJobs::goBackWanted, this, &ConnectPage::goBackInto);
  connect(m_running, &RunningJobs::forgetWanted, this, &ConnectPage::askToForget);
  connect(m_saved, &SavedRuntimes::continueWanted, this, &ConnectPage::openReview);
  connect(m_saved, &SavedRuntimes::removeWanted, this, &ConnectPage::askRemoval);
  connect(m_saved, &SavedRuntimes::goBackWanted, this, &ConnectPage::goBackInto);
  connect(m_saved, &SavedRuntimes::dismissWanted, this, [this](const QString &file) {
    if (const auto done = this->model().dismissDamaged(file); !done) m_error->setError(done.error());
  });
  connect(m_form, &TargetForm::targetChanged, this, &ConnectPage::refresh);
  connect(m_review, &ReviewPanel::changed, this, &ConnectPage::refresh);
  connect(m_review, &ReviewPanel::installing, this, [this] { Q_EMIT goTo(QStringLiteral("install")); });
  connect(m_review, &ReviewPanel::plainWanted, this,
          [this] { connectNow(m_review->profile().target, m_review->profile()); });
  connect(m_stepByStep, &QPushButton::clicked, m_review, &ReviewPanel::plainWanted);
  connect(&model, &WizardModel::activityChanged, this, &ConnectPage::refresh);
  connect(&model, &WizardModel::stageChanged, this, &ConnectPage::showStage);
  connect(&model, &WizardModel::profilesChanged, this, &ConnectPage::fill);
  connect(&model, &WizardModel::jobsChanged, this, &ConnectPage::fill);
  connect(&model, &WizardModel::connected, this, [this] {
    if (std::exchange(m_goOn, false)) Q_EMIT completed();
  });
  connect(&model, &WizardModel::installStarted, this, [this] {
    if (!m_reviewing && isVisible()) Q_EMIT goTo(QStringLiteral("install"));
  });
  connect(&model, &WizardModel::failed, this, [this](Activity during, const Error &error) {
    const bool ours = std::exchange(m_goOn, false);
    if (during != Activity::Connecting || (m_reviewing && !ours)) return;
    if (!error.isCancelled()) m_error->setError(error);
    refresh();
  });
  fill();
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
  fill();  // another window or terminal may have started or ended one
  refresh();
}

void ConnectPage::fill() {
  const QList<KnownJob> running = model().runningJobs();
  m_running->setJobs(running);
  if (m_reviewing) m_running->hide();
  m_saved->setListing(model().profiles(), running);
}

// One click: the walk is on the install's page once the runtime has answered.
void ConnectPage::goBackInto(const KnownJob &job) {
  m_error->clear();
  model().resume(job);
}

void ConnectPage::askToForget(const KnownJob &job) {
  const QString lost = tr("Forget the install on %1? It goes on there, nothing on the runtime is touched. This "
                          "computer's copy of its log is deleted.")
                           .arg(job.target);
  askBeforeLosing(window(), {lost, tr("&Forget"), tr("&Keep")}, [this, id = job.id] { model().forgetJob(id); });
}

void ConnectPage::tryAgain() {
  if (model().leftJob()) return goBackInto(KnownJob(*model().leftJob()));
  verbPressed();
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
  m_running->hide();
  m_review->show();
  m_review->setFocus();  // Enter is the verb from here
  refresh();
}

void ConnectPage::closeReview() {
  m_reviewing = false;
  m_review->stop();
  m_review->hide();
  m_choice->show();
  m_running->setVisible(!m_running->isEmpty());
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
  if (connecting && m_reviewing && model().leftJob()) return closeReview();  // back into an install: not the review's
  setTitle(m_reviewing ? m_review->profile().name : tr("Connect"));
  setSubtitle(m_reviewing ? tr("Saved runtime") : tr("Where should the nightly go?"));
  if (!connecting) {
    m_busy->hide();
  } else if (!m_reviewing && m_busy->isHidden()) {
    showStage(ConnectStage::Connecting);
  }
  if (connecting) m_error->clear();
  m_choice->setEnabled(!model().isBusy());
  m_running->setEnabled(!model().isBusy());
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
