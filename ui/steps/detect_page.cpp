#include "ui/steps/detect_page.h"

#include <QInputDialog>
#include <QLabel>
#include <QLocale>
#include <QRegularExpression>
#include <QVBoxLayout>

#include "ui/dialogs/questions.h"
#include "ui/steps/environments_card.h"
#include "ui/steps/fact_text.h"
#include "ui/steps/gpu_card.h"
#include "ui/widgets/busy_card.h"
#include "ui/widgets/error_card.h"
#include "ui/widgets/foreign_text.h"
#include "ui/widgets/side_by_side.h"
#include "ui/widgets/window_words.h"

namespace nightjar {

namespace {

using Activity = WizardModel::Activity;

Tone toneOf(Severity severity) {
  constexpr Tone tones[] = {Tone::Plain, Tone::Warn, Tone::Bad};
  return tones[static_cast<int>(severity)];
}

Card *findingCard(const Finding &finding, QWidget *parent) {
  auto *card = new Card(parent);
  card->setObjectName(QStringLiteral("finding_") + finding.id);
  auto *what = makeLabel(foreignText(finding.what), TextSize::Body, toneOf(finding.severity), card);
  what->setFont(fontOf(TextSize::Body, true));
  card->body()->addWidget(what);
  const QStringList rest =
      QStringList{finding.why, windowWords(finding.fix)}.filter(QRegularExpression(QStringLiteral("\\S")));
  auto *text = makeLabel(foreignText(rest.join(u' ')), TextSize::Body, Tone::Muted, card);
  text->setTextInteractionFlags(Qt::TextSelectableByMouse);
  card->body()->addWidget(text);
  return card;
}

Card *gridCard(const QList<KeyValue> &rows, QWidget *parent) {
  auto *card = new Card(parent);
  auto *grid = new KeyValueGrid(card);
  grid->setRows(rows);
  card->body()->addWidget(grid);
  card->body()->addStretch(1);
  return card;
}

}  // namespace

DetectPage::DetectPage(WizardModel &model, QWidget *parent)
    : StepPage(model, parent),
      m_busy(new BusyCard(body())),
      m_error(new ErrorCard(body())),
      m_content(new QVBoxLayout),
      m_folder(addExtraButton(QStringLiteral("changeFolder"), tr("Change &folder…"))),
      m_again(addExtraButton(QStringLiteral("readAgain"), tr("&Read again"))) {
  setTitle(tr("Detect"));
  m_content->setSpacing(space(3));
  auto *column = qobject_cast<QVBoxLayout *>(body()->layout());
  column->addWidget(m_busy);
  column->addWidget(m_error);
  column->addLayout(m_content);
  column->addStretch(1);
  connect(m_error->addAction(QStringLiteral("detectRetry"), tr("Try a&gain")), &QPushButton::clicked, this,
          [this] { m_last ? m_last() : this->model().detect(); });
  connect(m_error->addAction(QStringLiteral("detectElsewhere"), tr("Connect to &another runtime")),
          &QPushButton::clicked, this, [this] { Q_EMIT goTo(QStringLiteral("connect")); });
  connect(m_again, &QPushButton::clicked, this, [this] { this->model().detect(); });
  connect(m_folder, &QPushButton::clicked, this, &DetectPage::askForFolder);
  connect(&model, &WizardModel::activityChanged, this, &DetectPage::showActivity);
  connect(&model, &WizardModel::factsReady, this, [this] {
    m_last = nullptr;
    showFacts();
  });
  connect(&model, &WizardModel::failed, this, [this](Activity during, const Error &error) {
    if (during == Activity::Detecting || during == Activity::Arranging) showError(error);
  });
  if (model.state().facts) showFacts();
  showActivity();
}

QString DetectPage::summary() const {
  return model().state().facts ? factsSummary(*model().state().facts) : QString();
}

void DetectPage::entered(bool fresh) {
  if (fresh && !model().state().facts && !model().isBusy()) model().detect();
}

void DetectPage::showActivity() {
  const bool arranging = model().activity() == Activity::Arranging;
  const bool reading = model().activity() == Activity::Detecting || arranging;
  const bool known = model().state().facts.has_value();
  if (reading) {
    m_error->clear();
    forgetContent();
    m_busy->showText(arranging ? tr("Changing the environments, then reading the runtime again…")
                               : tr("Reading what the runtime has…"));
    setFooterNote({});
  } else {
    m_busy->hide();
  }
  setSubtitle(known && !reading ? tr("This is what the runtime has.") : tr("What does the runtime have?"));
  // What is begun here is done in a moment, and half of it would be of no use.
  setCancelText(reading && !arranging ? tr("Cancel") : QString());
  m_again->setVisible(known || m_error->isVisibleTo(this));
  m_again->setEnabled(!model().isBusy());
  m_folder->setVisible(known);
  m_folder->setEnabled(!model().isBusy());
  setVerb(tr("&Choose a nightly"), known && !reading);
}

// A full disk or a folder of somebody else's is not the end: another place may do.
void DetectPage::askForFolder() {
  auto *dialog = new QInputDialog(this);
  dialog->setObjectName(QStringLiteral("folderDialog"));
  dialog->setAttribute(Qt::WA_DeleteOnClose);
  dialog->setWindowTitle(tr("Change folder"));
  dialog->setLabelText(tr("Folder on the runtime where environments live"));
  dialog->setTextValue(model().state().facts->disk.path);
  dialog->setOkButtonText(tr("&Use this folder"));
  connect(dialog, &QInputDialog::textValueSelected, this, [this](const QString &text) {
    if (!text.trimmed().isEmpty()) model().detectIn(text.trimmed());
  });
  dialog->open();
}

void DetectPage::askToReturn(const Environment &environment) {
  const QString lost = tr("Switch to %1? Programs that start from “current” get it from then on; the present "
                          "environment stays.")
                           .arg(environmentName(environment));
  askBeforeLosing(window(), {lost, tr("&Switch"), tr("&Keep")},
                  [this, id = environment.id] { start([this, id] { model().returnTo(id); }); });
}

void DetectPage::askToRemove(const Environment &environment) {
  const QString lost = tr("Remove %1 from the runtime? This cannot be taken back; its downloads go with it, unless "
                          "another environment is of the same build.")
                           .arg(environmentName(environment));
  askBeforeLosing(window(), {lost, tr("&Remove"), tr("&Keep")},
                  [this, id = environment.id] { start([this, id] { model().removeEnvironment(id); }); });
}

void DetectPage::start(std::function<void()> work) {
  m_last = std::move(work);
  m_last();
}

void DetectPage::forgetContent() {
  while (QLayoutItem *item = m_content->takeAt(0)) {
    if (item->widget() != nullptr) item->widget()->deleteLater();
    delete item;
  }
}

void DetectPage::showFacts() {
  const RuntimeFacts &facts = *model().state().facts;
  forgetContent();
  m_error->clear();
  m_content->addWidget(new GpuCard(facts, body()));
  auto *pair = new SideBySide(140, body());
  pair->add(gridCard(systemRows(facts), pair), 1);
  pair->add(gridCard(resourceRows(facts), pair), 1);
  m_content->addWidget(pair);
  if (!facts.environments.isEmpty()) {
    auto *environments = new EnvironmentsCard(facts.environments, body());
    connect(environments, &EnvironmentsCard::returnWanted, this, &DetectPage::askToReturn);
    connect(environments, &EnvironmentsCard::removeWanted, this, &DetectPage::askToRemove);
    m_content->addWidget(environments);
  }
  if (!facts.findings.isEmpty())
    m_content->addWidget(makeLabel(tr("Worth knowing"), TextSize::Body, Tone::Muted, body()));
  for (const Finding &finding : facts.findings) m_content->addWidget(findingCard(finding, body()));
  const double seconds = model().seconds(Activity::Detecting);
  if (seconds > 0) setFooterNote(tr("Read in %1 s over one connection").arg(QLocale().toString(seconds, 'f', 1)));
  showActivity();
}

void DetectPage::showError(const Error &error) {
  const bool known = model().state().facts.has_value();
  if (known) showFacts();
  if (error.isCancelled()) {
    setFooterNote(tr("Cancelled. Nothing was changed on the runtime."));
  } else {
    m_error->setError(error);
  }
  showActivity();
}

}  // namespace nightjar
