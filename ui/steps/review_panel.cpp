#include "ui/steps/review_panel.h"

#include <QLabel>
#include <QPushButton>
#include <QVBoxLayout>

#include "ui/steps/fact_text.h"
#include "ui/steps/profile_card.h"
#include "ui/widgets/error_card.h"
#include "ui/widgets/foreign_text.h"
#include "ui/widgets/key_value_grid.h"
#include "ui/widgets/status_label.h"
#include "ui/widgets/window_words.h"

namespace nightjar {

namespace {

using Stage = RepeatWalk::Stage;

struct StageRow {
  Stage stage;
  const char *text;
};
constexpr StageRow stageRows[] = {
    {Stage::Connecting, QT_TRANSLATE_NOOP("nightjar::ReviewPanel", "Connect to the runtime")},
    {Stage::Detecting, QT_TRANSLATE_NOOP("nightjar::ReviewPanel", "Read what it has")},
    {Stage::Reading, QT_TRANSLATE_NOOP("nightjar::ReviewPanel", "Find the same build on the index")},
    {Stage::Installing, QT_TRANSLATE_NOOP("nightjar::ReviewPanel", "Install and verify it")}};

QLabel *boldLabel(QWidget *parent) {
  auto *label = makeLabel({}, TextSize::Body, Tone::Plain, parent);
  label->setFont(fontOf(TextSize::Body, true));
  return label;
}

}  // namespace

ReviewPanel::ReviewPanel(WizardModel &model, QWidget *parent)
    : QWidget(parent),
      m_model(model),
      m_walk(new RepeatWalk(model, this)),

      m_promise(makeLabel({}, TextSize::Body, Tone::Muted, this)),
      m_stages(new Card(this)),
      m_offer(new Card(this, Tone::Warn)),
      m_offerWhy(boldLabel(m_offer)),
      m_offerBuild(makeLabel({}, TextSize::Body, Tone::Muted, m_offer)),
      m_error(new ErrorCard(this)) {
  auto *column = new QVBoxLayout(this);
  column->setContentsMargins(0, 0, 0, 0);
  column->setSpacing(space(3));
  auto *known = new Card(this);
  m_rows = new KeyValueGrid(known);
  known->body()->addWidget(m_rows);
  m_stages->setObjectName(QStringLiteral("reviewStages"));
  for (const StageRow &row : stageRows) {
    auto *mark = new StatusLabel(m_stages);
    mark->setStatus(Mark::Ring, Tone::Muted, tr(row.text));
    m_marks.append(mark);
    m_stages->body()->addWidget(mark);
  }
  m_stages->body()->setSpacing(space(2));
  m_offer->setObjectName(QStringLiteral("reviewOffer"));
  m_offerWhy->setObjectName(QStringLiteral("reviewOfferWhy"));
  m_offerBuild->setObjectName(QStringLiteral("reviewOfferBuild"));
  m_offer->body()->addWidget(m_offerWhy);
  m_offer->body()->addWidget(m_offerBuild);
  for (QWidget *part : std::initializer_list<QWidget *>{known, m_promise, m_error, m_offer, m_stages})
    column->addWidget(part);
  column->addStretch(1);
  connect(m_error->addAction(QStringLiteral("reviewRetry"), tr("Try a&gain")), &QPushButton::clicked, this,
          &ReviewPanel::pressVerb);
  connect(m_walk, &RepeatWalk::stageChanged, this, &ReviewPanel::showStages);
  connect(m_walk, &RepeatWalk::offered, this, &ReviewPanel::showOffer);
  connect(m_walk, &RepeatWalk::installing, this, &ReviewPanel::installing);
  connect(m_walk, &RepeatWalk::stopped, this, [this](const Error &error) {
    if (!error.isCancelled()) m_error->setError(error);
    Q_EMIT changed();
  });
}

void ReviewPanel::open(const Profile &profile) {
  m_profile = profile;
  m_offering = m_hasOffer = false;
  m_error->clear();
  m_offer->hide();
  m_walk->stop();
  showProfile();
  showStages();
}

void ReviewPanel::stop() {
  m_walk->stop();
}

void ReviewPanel::showProfile() {
  const OutcomeText outcome = outcomeText(m_profile, QDateTime::currentDateTimeUtc());
  QList<KeyValue> rows{{tr("Runtime"), m_profile.target.text, {}, Tone::Muted}};
  if (!m_profile.gpu.isEmpty()) rows.append({tr("GPU"), m_profile.gpu, tr("last time"), Tone::Muted});
  if (!m_profile.torch.isEmpty()) rows.append({tr("Build"), buildText(m_profile.build), m_profile.torch, Tone::Muted});
  if (!m_profile.packages.isEmpty())
    rows.append({tr("Packages"), m_profile.packages.join(QStringLiteral(", ")), {}, Tone::Muted});
  rows.append({tr("Last result"), outcome.text, {}, Tone::Muted});
  m_rows->setRows(rows);
  m_promise->setText(canRepeat() ? tr("One click connects, reads the runtime again, and builds the same nightly on it, "
                                      "whether it is the old machine or a fresh one.")
                                 : tr("Nothing was installed here yet. Connect, and choose a nightly."));
}

void ReviewPanel::showStages() {
  const Stage now = m_walk->stage();
  m_stages->setVisible(now != Stage::Idle);
  bool before = true;
  for (int at = 0; at < m_marks.size(); ++at) {
    const bool current =
        stageRows[at].stage == now || (now == Stage::Offering && stageRows[at].stage == Stage::Reading);
    if (current) before = false;
    const bool missed = current && now == Stage::Offering;  // it looked, and the saved build cannot be had
    const Tone tone = missed ? Tone::Warn : current ? Tone::Accent : before ? Tone::Good : Tone::Muted;
    const Mark mark = missed ? Mark::Cross : current ? Mark::Dot : before ? Mark::Tick : Mark::Ring;
    m_marks.at(at)->setStatus(mark, tone, tr(stageRows[at].text));
  }
  Q_EMIT changed();
}

void ReviewPanel::showOffer(const QString &why, const std::optional<Build> &build) {
  m_offering = true;
  m_hasOffer = build.has_value();
  m_offerWhy->setText(foreignText(why));
  QStringList others = m_model.state().builds->why;
  others.removeIf([&why](const QString &reason) { return why.contains(reason); });  // said already
  m_offerBuild->setText(
      build ? tr("The one we advise now: %1, %2 (torch %3).").arg(buildText(build->id), build->variant, build->torch)
            : windowWords(others.join(u' ')));
  m_offerBuild->setVisible(!m_offerBuild->text().isEmpty());
  m_offer->show();
  Q_EMIT changed();
}

QString ReviewPanel::verb() const {
  if (!canRepeat()) return tr("&Connect");
  return m_offering && m_hasOffer ? tr("&Install this one instead") : tr("B&uild it again");
}

bool ReviewPanel::verbEnabled() const {
  return !m_model.isBusy() && (!m_offering || m_hasOffer);
}

void ReviewPanel::pressVerb() {
  m_error->clear();
  if (!canRepeat()) return Q_EMIT plainWanted();
  m_offer->hide();
  if (m_offering && m_walk->stage() == Stage::Offering) {
    m_walk->takeOffer();
  } else {
    m_offering = m_hasOffer = false;
    m_walk->start(m_profile);
  }
  Q_EMIT changed();
}

}  // namespace nightjar
