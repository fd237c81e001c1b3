#include "ui/steps/choose_page.h"

#include <QLabel>
#include <QPushButton>
#include <QToolButton>
#include <QVBoxLayout>

#include "ui/models/build_list.h"
#include "ui/models/figures.h"
#include "ui/steps/builds_table.h"
#include "ui/steps/choose_options_dialog.h"
#include "ui/steps/nothing_fits_card.h"
#include "ui/steps/recommended_card.h"
#include "ui/widgets/busy_card.h"
#include "ui/widgets/error_card.h"
#include "ui/widgets/foreign_text.h"

namespace nightjar {

namespace {

constexpr int kFooterMs = 20'000;
constexpr int kSizeMs = 300;

}  // namespace

ChoosePage::ChoosePage(WizardModel &model, QWidget *parent)
    : StepPage(model, parent),
      m_busy(new BusyCard(body())),
      m_error(new ErrorCard(body())),
      m_card(new RecommendedCard(body())),
      m_nothing(new NothingFitsCard(body())),
      m_origin(makeLabel({}, TextSize::Small, Tone::Warn, body())),
      m_fold(new QToolButton(body())),
      m_table(new BuildsTable(body())),
      m_again(addExtraButton(QStringLiteral("readBuildsAgain"), tr("&Read again"))),
      m_options(addExtraButton(QStringLiteral("changeOptions"), tr("Change &options…"))) {
  setTitle(tr("Choose"));
  auto *const column = static_cast<QVBoxLayout *>(body()->layout());
  for (QWidget *widget : std::initializer_list<QWidget *>{m_busy, m_error, m_card, m_nothing})
    column->addWidget(widget);
  m_origin->setObjectName(QStringLiteral("buildsOrigin"));
  column->addWidget(m_origin);
  m_fold->setObjectName(QStringLiteral("allBuildsFold"));
  m_fold->setProperty("quiet", true);
  m_fold->setToolButtonStyle(Qt::ToolButtonTextBesideIcon);
  m_fold->setCheckable(true);
  connect(m_fold, &QToolButton::toggled, this, [this](bool shown) {
    m_fold->setArrowType(shown ? Qt::DownArrow : Qt::RightArrow);
    m_table->setVisible(shown);
  });
  column->addWidget(m_fold, 0, Qt::AlignLeft);
  column->addWidget(m_table, 1);
  column->addStretch(0);
  connectModel();
  connectWidgets();
  connect(&m_footerTimer, &QTimer::timeout, this, &ChoosePage::showFooter);
  m_footerTimer.start(kFooterMs);
  m_sizeTimer.setSingleShot(true);
  m_sizeTimer.setInterval(kSizeMs);
  connect(&m_sizeTimer, &QTimer::timeout, this, [this] {
    if (const int build = m_table->picked(); build >= 0) this->model().measure(build);
  });
  showView(View::Reading);
}

void ChoosePage::connectModel() {
  connect(&model(), &WizardModel::buildsReady, this, &ChoosePage::showBuilds);
  connect(&model(), &WizardModel::buildsRefreshed, this, &ChoosePage::replaceBuilds);
  connect(&model(), &WizardModel::refreshingChanged, this, &ChoosePage::showOrigin);
  connect(&model(), &WizardModel::sizeReady, this, [this](int build) {
    if (build == m_table->picked()) showPicked();
  });
  connect(&model(), &WizardModel::activityChanged, this, [this](WizardModel::Activity activity) {
    setCancelText(activity == WizardModel::Activity::Reading ? tr("Cancel") : QString());
    if (activity == WizardModel::Activity::Reading) return showView(View::Reading);
    if (m_table->isVisibleTo(this)) showPicked();
  });
  connect(&model(), &WizardModel::planReady, this, [this] {
    if (isVisible()) Q_EMIT completed();
  });
  connect(&model(), &WizardModel::failed, this, [this](WizardModel::Activity during, const Error &error) {
    if (during == WizardModel::Activity::Reading) showError(error, false);
    if (during == WizardModel::Activity::Choosing) showError(error, true);
  });
}

void ChoosePage::connectWidgets() {
  const auto readAgain = [this] { read(model().wishes()); };
  auto *const other = m_error->addAction(QStringLiteral("otherIndex"), tr("&Other index or options…"));
  connect(other, &QPushButton::clicked, this, &ChoosePage::openOptions);
  connect(m_nothing, &NothingFitsCard::showStable, this,
          [this](const Alternative &release) { read(wishesFor(release, model().wishes())); });
  connect(m_nothing, &NothingFitsCard::installCpu, this, [this](int build) { model().choose(build); });
  connect(m_nothing, &NothingFitsCard::connectElsewhere, this, [this] { Q_EMIT goTo(QStringLiteral("connect")); });
  connect(m_nothing, &NothingFitsCard::readAgain, this, readAgain);
  connect(m_table, &BuildsTable::pickedChanged, this, &ChoosePage::showPicked);
  connect(m_table, &BuildsTable::activated, this, [this] {
    if (verbEnabled()) verbPressed();
  });
  connect(m_table, &BuildsTable::optionsWanted, this, &ChoosePage::openOptions);
  connect(m_again, &QPushButton::clicked, this, readAgain);
  connect(m_options, &QPushButton::clicked, this, &ChoosePage::openOptions);
}

QString ChoosePage::summary() const {
  const auto &choice = model().state().choice;
  if (!choice) return {};
  return tr("%1, %2").arg(shortDateText(choice->build.date, QDate::currentDate()), choice->build.variant);
}

void ChoosePage::entered(bool) {
  const auto &builds = model().state().builds;
  if (!builds && !model().isBusy()) read(model().wishes());
  // Something else needed the worker before the index was read: a copy is not taken for the index for good.
  if (builds && isUnchecked(*builds)) model().refreshBuilds();
  showOrigin();
}

void ChoosePage::read(const Wishes &wishes) {
  m_error->clear();
  model().loadBuilds(wishes);
}

// The index's own list takes the copy's place.
void ChoosePage::replaceBuilds() {
  if (m_card->isVisibleTo(this) && m_table->replaceBuilds(*model().state().builds)) return showOrigin();
  if (m_busy->isVisibleTo(this)) return;  // another reading has begun
  showBuilds();
}

void ChoosePage::showBuilds() {
  const BuildList &list = *model().state().builds;
  m_error->clear();
  m_table->setBuilds(list);
  const auto &facts = model().state().facts;
  const auto asked = facts ? wishedBuild(list, *facts, model().wishes()) : std::nullopt;
  const int wished = asked && *asked ? **asked : -1;
  if (asked && !*asked) m_error->setError(asked->error());
  // Where only the wish cannot be met, the rest of the list is what a person wants to see.
  if (asked && !*asked && fitsAnyway(list, *facts, model().wishes())) {
    showView(View::Builds);
    m_table->pickNone();
  } else if (list.recommended < 0 && wished < 0 && facts) {
    m_nothing->showWhy(list, *facts, newestCpuBuild(list));
    m_fold->setText(tr("&Details: %1 variants looked at, and what each lacks").arg(variantsOf(list).size()));
    m_fold->setAccessibleName(m_fold->text().remove(u'&'));
    showView(View::NothingFits);
  } else {
    showView(View::Builds);
    m_table->pick(wished >= 0 ? wished : list.recommended);
  }
  showOrigin();
}

void ChoosePage::showError(const Error &error, bool buildsStay) {
  if (error.isCancelled() && model().state().builds) return showBuilds();
  if (!error.isCancelled()) m_error->setError(error);
  if (error.isCancelled()) setFooterNote(tr("Cancelled. Nothing was changed."));
  if (!buildsStay) showView(View::Failed);
}

void ChoosePage::showView(View view) {
  const bool builds = view == View::Builds;
  const bool nothing = view == View::NothingFits;
  m_busy->setVisible(view == View::Reading);
  if (view == View::Reading) m_busy->showText(tr("Reading the index and judging every build for this runtime…"));
  m_card->setVisible(builds && model().state().builds);
  m_nothing->setVisible(nothing);
  m_fold->setVisible(nothing);
  m_fold->setChecked(false);
  m_fold->setArrowType(Qt::RightArrow);
  m_table->setVisible(builds);
  m_again->setVisible(builds);
  if (view == View::Reading || view == View::Failed) m_origin->hide();
  m_options->setVisible(nothing);
  setSubtitle(builds ? tr("Which nightly? The first one is our advice.") : tr("Which nightly?"));
  if (!builds) setVerb({}, false);
  if (view == View::Failed) setVerb(tr("&Try again"));
}

void ChoosePage::resizeEvent(QResizeEvent *event) {
  StepPage::resizeEvent(event);
  m_table->fitColumns(width());
}

void ChoosePage::showPicked() {
  const auto &builds = model().state().builds;
  const int build = m_table->picked();
  const bool any = builds && build >= 0 && build < builds->builds.size();
  if (!any) {
    if (builds && m_table->isNonePicked()) m_card->hide();
    if (m_table->isVisibleTo(this)) setVerb(tr("&Install"), false);
    return;
  }
  const bool advised = build == builds->recommended;
  const auto &facts = model().state().facts;
  m_card->showBuild(previewOf(*builds, build, model().wishes().packages), advised, facts ? facts->disk.freeBytes : -1,
                    QDate::currentDate());
  m_card->show();
  const Build &shown = builds->builds[build];
  if (!shown.downloadBytes && !shown.wheels.isEmpty() && shown.fits != Fits::No) m_sizeTimer.start();
  setVerb(advised ? tr("&Install") : tr("&Install this build"), shown.fits != Fits::No && !model().isBusy());
}

void ChoosePage::verbPressed() {
  if (!m_card->isVisibleTo(this)) return read(model().wishes());
  m_error->clear();
  if (const int build = m_table->picked(); build >= 0) model().choose(build);
}

// Why it is not simply the index as this computer reads it now: in full, where it can be read.
void ChoosePage::showOrigin() {
  const auto &builds = model().state().builds;
  const QString note = builds && !model().isRefreshing() ? builds->originNote : QString();
  m_origin->setText(foreignText(note));
  m_origin->setVisible(!note.isEmpty() && !m_busy->isVisibleTo(this));
  showFooter();
}

void ChoosePage::showFooter() {
  const auto &builds = model().state().builds;
  if (!builds) return setFooterNote({});
  setFooterNote(originText(*builds, model().isRefreshing(), QDateTime::currentDateTime()));
}

void ChoosePage::openOptions() {
  QStringList pythons;
  if (model().state().facts) {
    for (const PythonFacts &python : model().state().facts->pythons) pythons += python.version;
  }
  const QStringList variants = model().state().builds ? variantsOf(*model().state().builds) : QStringList();
  auto *const dialog = new ChooseOptionsDialog(model().wishes(), pythons, variants, this);
  dialog->setAttribute(Qt::WA_DeleteOnClose);
  connect(dialog, &QDialog::accepted, this, [this, dialog] {
    Wishes wishes = dialog->wishes();
    wishes.build.clear();  // other conditions, another newest
    read(wishes);
  });
  dialog->open();
}

}  // namespace nightjar
