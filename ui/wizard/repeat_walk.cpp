#include "ui/wizard/repeat_walk.h"

namespace nightjar {

namespace {

/// What a repeat asks of the index: the profile's packages, and every build, to find the saved one among them.
Wishes wishesOf(const Profile &profile, Wishes wishes) {
  wishes.build.clear();
  wishes.variant.clear();
  if (!profile.packages.isEmpty()) wishes.packages = profile.packages;
  wishes.fresh = true;  // nobody looks at a list here: the index itself decides
  return wishes;
}

}  // namespace

RepeatWalk::RepeatWalk(WizardModel &model, QObject *parent) : QObject(parent), m_model(model) {
  connect(&model, &WizardModel::connected, this, [this] {
    if (m_stage != Stage::Connecting) return;
    setStage(Stage::Detecting);
    m_model.detect();
  });
  connect(&model, &WizardModel::factsReady, this, [this] {
    if (m_stage != Stage::Detecting) return;
    setStage(Stage::Reading);
    m_model.loadBuilds(wishesOf(m_profile, m_model.wishes()));
  });
  connect(&model, &WizardModel::buildsReady, this, [this] {
    if (m_stage == Stage::Reading) pick();
  });
  connect(&model, &WizardModel::planReady, this, [this] {
    if (m_stage != Stage::Installing) return;
    m_model.startInstall();
    if (m_stage != Stage::Installing) return;  // refused; `failed` has said why
    setStage(Stage::Idle);
    Q_EMIT installing();
  });
  connect(&model, &WizardModel::failed, this, [this](WizardModel::Activity during, const Error &error) {
    Q_UNUSED(during)
    if (m_stage == Stage::Idle) return;
    setStage(Stage::Idle);
    Q_EMIT stopped(error);
  });
}

void RepeatWalk::setStage(Stage stage) {
  if (m_stage == stage) return;
  m_stage = stage;
  Q_EMIT stageChanged();
}

void RepeatWalk::start(const Profile &profile) {
  m_profile = profile;
  m_offer = -1;
  m_model.openProfile(profile);
  setStage(Stage::Connecting);
  m_model.connectTo(profile.target, m_model.connectDefaults());
}

void RepeatWalk::pick() {
  const BuildList &list = *m_model.state().builds;
  for (int at = 0; at < list.builds.size(); ++at) {
    const Build &build = list.builds.at(at);
    if (build.id != m_profile.build) continue;
    if (build.fits == Fits::No)
      return offer(tr("The saved build does not fit this runtime any more. %1").arg(build.reasons.join(u' ')));
    setStage(Stage::Installing);
    return m_model.choose(at);
  }
  offer(tr("The saved build is no longer on the index: nightlies are kept for about two months."));
}

void RepeatWalk::offer(const QString &why) {
  const BuildList &list = *m_model.state().builds;
  m_offer = list.recommended;
  setStage(Stage::Offering);
  Q_EMIT offered(why.trimmed(), m_offer < 0 ? std::nullopt : std::optional(list.builds.at(m_offer)));
}

void RepeatWalk::takeOffer() {
  if (m_stage != Stage::Offering || m_offer < 0) return;
  setStage(Stage::Installing);
  m_model.choose(m_offer);
}

}  // namespace nightjar
