#include "ui/steps/choose_page.h"

#include <QCheckBox>
#include <QHBoxLayout>
#include <QHeaderView>
#include <QLineEdit>
#include <QPushButton>
#include <QScrollBar>
#include <QSet>
#include <QToolButton>
#include <QVBoxLayout>

#include "ui/models/build_filter.h"
#include "ui/models/builds_model.h"
#include "ui/models/figures.h"
#include "ui/steps/choose_options_dialog.h"
#include "ui/steps/nothing_fits_card.h"
#include "ui/steps/recommended_card.h"
#include "ui/widgets/busy_card.h"
#include "ui/widgets/error_card.h"
#include "ui/widgets/rows_view.h"

namespace nightjar {

namespace {

constexpr int kFooterMs = 20'000;
constexpr int kSizeMs = 300;

QStringList variantsOf(const BuildList &list) {
  QStringList variants;
  for (const Build &build : list.builds) {
    if (!variants.contains(build.variant)) variants += build.variant;
  }
  return variants;
}

qsizetype nightsOf(const BuildList &list) {
  QSet<QDate> nights;
  for (const Build &build : list.builds) nights.insert(build.date);
  return nights.size();
}

// The same build in another list; -1 where it has none.
int positionOf(const Build &build, const BuildList &list) {
  for (int i = 0; i < list.builds.size(); ++i) {
    if (list.builds[i].id == build.id && list.builds[i].torch == build.torch) return i;
  }
  return -1;
}

int newestCpuBuild(const BuildList &list) {
  for (int i = 0; i < list.builds.size(); ++i) {
    const Build &build = list.builds[i];
    if (build.variant == QLatin1String("cpu") && build.fits != Fits::No && !build.ended) return i;
  }
  return -1;
}

}  // namespace

ChoosePage::ChoosePage(WizardModel &model, QWidget *parent)
    : StepPage(model, parent),
      m_busy(new BusyCard(body())),
      m_error(new ErrorCard(body())),
      m_card(new RecommendedCard(body())),
      m_nothing(new NothingFitsCard(body())),
      m_fold(new QToolButton(body())),
      m_table(new RowsView(body())),
      m_builds(new BuildsModel(this)),
      m_filter(new BuildFilter(this)) {
  setTitle(tr("Choose"));
  auto *const column = static_cast<QVBoxLayout *>(body()->layout());
  for (QWidget *widget : std::initializer_list<QWidget *>{m_busy, m_error, m_card, m_nothing})
    column->addWidget(widget);
  m_fold->setObjectName(QStringLiteral("allBuildsFold"));
  m_fold->setProperty("quiet", true);
  m_fold->setToolButtonStyle(Qt::ToolButtonTextBesideIcon);
  m_fold->setCheckable(true);
  connect(m_fold, &QToolButton::toggled, this, [this](bool shown) {
    m_fold->setArrowType(shown ? Qt::DownArrow : Qt::RightArrow);
    m_filterRow->setVisible(shown);
    m_table->setVisible(shown);
  });
  column->addWidget(m_fold, 0, Qt::AlignLeft);
  m_filterRow = makeFilterRow();
  column->addWidget(m_filterRow);
  makeTable();
  column->addWidget(m_table, 1);
  column->addStretch(0);
  connectModel();
  connect(&m_footerTimer, &QTimer::timeout, this, &ChoosePage::showFooter);
  m_footerTimer.start(kFooterMs);
  m_sizeTimer.setSingleShot(true);
  m_sizeTimer.setInterval(kSizeMs);
  connect(&m_sizeTimer, &QTimer::timeout, this, [this] {
    if (const int build = picked(); build >= 0) this->model().measure(build);
  });
  showView(View::Reading);
}

QWidget *ChoosePage::makeFilterRow() {
  auto *const bar = new QWidget(body());
  auto *const row = new QHBoxLayout(bar);
  row->setContentsMargins(0, 0, 0, 0);
  row->setSpacing(space(3));
  m_filterField = new QLineEdit(bar);
  m_filterField->setObjectName(QStringLiteral("buildFilter"));
  m_filterField->setAccessibleName(tr("Filter the builds"));
  m_filterField->setPlaceholderText(tr("Filter: date, variant, version"));
  m_filterField->setClearButtonEnabled(true);
  m_onlyFitting = new QCheckBox(tr("&Only what fits"), bar);
  m_onlyFitting->setObjectName(QStringLiteral("onlyFitting"));
  m_onlyFitting->setAccessibleName(tr("Only what fits"));
  auto *const advanced = new QPushButton(tr("Ad&vanced…"), bar);
  advanced->setObjectName(QStringLiteral("chooseAdvanced"));
  advanced->setAccessibleName(tr("Advanced: packages, Python, variant, index"));
  advanced->setProperty("small", true);
  row->addWidget(m_filterField, 1);
  row->addWidget(m_onlyFitting);
  row->addWidget(advanced);
  connect(m_filterField, &QLineEdit::textChanged, m_filter, &BuildFilter::setText);
  connect(m_onlyFitting, &QCheckBox::toggled, m_filter, &BuildFilter::setOnlyFitting);
  connect(advanced, &QPushButton::clicked, this, &ChoosePage::openOptions);
  return bar;
}

void ChoosePage::makeTable() {
  m_filter->setSourceModel(m_builds);
  m_table->setObjectName(QStringLiteral("builds"));
  m_table->setAccessibleName(tr("Builds"));
  m_table->setModel(m_filter);
  m_table->setSelectionMode(QAbstractItemView::SingleSelection);
  m_table->horizontalHeader()->show();
  m_table->stretch(BuildsModel::Verdict);
  connect(m_table->selectionModel(), &QItemSelectionModel::currentRowChanged, this, [this] {
    m_touched |= !m_picking;
    showPicked();
  });
  connect(m_table, &QTableView::doubleClicked, this, [this] {
    if (verbEnabled()) verbPressed();
  });
}

void ChoosePage::connectModel() {
  connect(&model(), &WizardModel::buildsReady, this, &ChoosePage::showBuilds);
  connect(&model(), &WizardModel::buildsRefreshed, this, &ChoosePage::replaceBuilds);
  connect(&model(), &WizardModel::refreshingChanged, this, &ChoosePage::showFooter);
  connect(&model(), &WizardModel::sizeReady, this, [this](int build) {
    if (build == picked()) showPicked();
  });
  connect(&model(), &WizardModel::activityChanged, this, [this](WizardModel::Activity activity) {
    setCancelText(activity == WizardModel::Activity::Reading ? tr("Cancel") : QString());
    if (activity == WizardModel::Activity::Reading) showView(View::Reading);
  });
  connect(&model(), &WizardModel::planReady, this, [this] {
    if (isVisible()) Q_EMIT completed();
  });
  connect(&model(), &WizardModel::failed, this, [this](WizardModel::Activity during, const Error &error) {
    if (during == WizardModel::Activity::Reading) showError(error, false);
    if (during == WizardModel::Activity::Choosing) showError(error, true);
  });
  auto *const retry = m_error->addAction(QStringLiteral("readAgain"), tr("&Try again"));
  auto *const other = m_error->addAction(QStringLiteral("otherIndex"), tr("&Other index or options…"));
  connect(retry, &QPushButton::clicked, this, [this] { read(model().wishes()); });
  connect(other, &QPushButton::clicked, this, &ChoosePage::openOptions);
  connect(m_nothing, &NothingFitsCard::showStable, this, [this](const Alternative &release) {
    Wishes wishes = model().wishes();
    wishes.index = release.index;
    wishes.build = release.torch.section(QLatin1Char('+'), 0, 0);
    wishes.variant = release.variant;
    if (release.torchvision.isEmpty()) wishes.packages = {QStringLiteral("torch")};
    read(wishes);
  });
  connect(m_nothing, &NothingFitsCard::installCpu, this, [this](int build) { model().choose(build); });
  connect(m_nothing, &NothingFitsCard::connectElsewhere, this, [this] { Q_EMIT goTo(QStringLiteral("connect")); });
  connect(m_nothing, &NothingFitsCard::readAgain, this, [this] { read(model().wishes()); });
}

QString ChoosePage::summary() const {
  const auto &choice = model().state().choice;
  if (!choice) return {};
  return tr("%1, %2").arg(shortDateText(choice->build.date, QDate::currentDate()), choice->build.variant);
}

void ChoosePage::entered(bool) {
  if (!model().state().builds && !model().isBusy()) read(model().wishes());
  showFooter();
}

void ChoosePage::read(const Wishes &wishes) {
  m_error->clear();
  model().loadBuilds(wishes);
}

void ChoosePage::fillTable() {
  const BuildList &list = *model().state().builds;
  m_picking = true;
  m_filter->setBuilds(list.builds);
  m_builds->setBuilds(list, QDate::currentDate());  // which makes the filter look at all of them anew
  m_picking = false;
}

// The index's own list takes the copy's place: what a person has selected stays selected, and what is in view in view.
void ChoosePage::replaceBuilds() {
  const BuildList &list = *model().state().builds;
  const Build *const selected = m_builds->build(picked());
  const Build *const top = m_builds->build(m_filter->buildAt(m_table->indexAt({0, 0})));
  const bool scrolled = m_table->verticalScrollBar()->value() > 0;
  const int keep = selected && m_touched ? positionOf(*selected, list) : -1;
  const int inView = top && scrolled ? positionOf(*top, list) : -1;
  if (keep < 0 || !m_card->isVisibleTo(this)) {
    if (m_busy->isVisibleTo(this)) return;  // another reading has begun
    return showBuilds();
  }
  fillTable();
  pick(keep);
  if (inView >= 0) {
    m_table->scrollTo(m_filter->indexOfBuild(inView), QAbstractItemView::PositionAtTop);
  } else if (!scrolled) {
    m_table->scrollToTop();
  }
  showFooter();
}

void ChoosePage::showBuilds() {
  const BuildList &list = *model().state().builds;
  m_error->clear();
  m_touched = false;
  fillTable();
  const int wished = wishedBuild();
  if (list.recommended < 0 && wished < 0 && model().state().facts) {
    m_nothing->showWhy(list, *model().state().facts, newestCpuBuild(list));
    m_fold->setText(tr("&Details: %1 variants looked at, and what each lacks").arg(variantsOf(list).size()));
    m_fold->setAccessibleName(m_fold->text().remove(u'&'));
    m_table->setCurrentIndex({});
    showView(View::NothingFits);
  } else {
    showView(View::Builds);
    pick(wished >= 0 ? wished : list.recommended);
  }
  showFooter();
}

// The build that the command line or a saved runtime asks for; -1 where none is asked for, or it is not there.
int ChoosePage::wishedBuild() {
  const Wishes &wishes = model().wishes();
  const auto &facts = model().state().facts;
  const bool asked = !wishes.build.isEmpty() && wishes.build != QLatin1String("newest");
  if (!asked || !facts) return -1;
  const auto choice = choose(*model().state().builds, *facts, wishes);
  if (!choice) {
    m_error->setError(choice.error());
    return -1;
  }
  const QList<Build> &builds = model().state().builds->builds;
  for (int i = 0; i < builds.size(); ++i) {
    if (builds[i].id == choice->build.id && builds[i].torch == choice->build.torch) return i;
  }
  return -1;
}

void ChoosePage::showError(const Error &error, bool buildsStay) {
  if (error.isCancelled() && model().state().builds) return showBuilds();
  m_error->setError(error);
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
  m_filterRow->setVisible(builds);
  m_table->setVisible(builds);
  setSubtitle(builds ? tr("Which nightly? The first one is our advice.") : tr("Which nightly?"));
  if (!builds) setVerb({}, false);
  if (view == View::Failed) setVerb(tr("&Try again"));
}

void ChoosePage::pick(int build) {
  QModelIndex index = m_filter->indexOfBuild(build);
  if (!index.isValid()) index = m_filter->index(0, 0);
  m_picking = true;
  m_table->setCurrentIndex(index);
  m_table->scrollTo(index);
  m_picking = false;
  showPicked();
}

int ChoosePage::picked() const {
  return m_filter->buildAt(m_table->currentIndex());
}

// What choosing this build would come to, as far as the list alone tells.
Choice ChoosePage::preview(int build) const {
  const BuildList &list = *model().state().builds;
  Choice choice;
  choice.build = list.builds[build];
  choice.packages = model().wishes().packages;
  choice.sample = list.sample;
  choice.why = build == list.recommended        ? list.why
               : choice.build.fits == Fits::Yes ? choice.build.reasons
                                                : QStringList();
  return choice;
}

// The verdict needs room more than the columns whose content the card above shows as well.
void ChoosePage::resizeEvent(QResizeEvent *event) {
  StepPage::resizeEvent(event);
  m_table->setColumnHidden(BuildsModel::Python, width() < space(200));
  m_table->setColumnHidden(BuildsModel::Torchvision, width() < space(165));
}

void ChoosePage::showPicked() {
  const auto &builds = model().state().builds;
  const int build = picked();
  const bool any = builds && build >= 0 && build < builds->builds.size();
  if (!any) {
    if (m_table->isVisibleTo(this)) setVerb(tr("&Install"), false);
    return;
  }
  const bool advised = build == builds->recommended;
  const auto &facts = model().state().facts;
  m_card->showBuild(preview(build), advised, facts ? facts->disk.freeBytes : -1, QDate::currentDate());
  m_card->show();
  const Build &shown = builds->builds[build];
  if (!shown.downloadBytes && !shown.wheels.isEmpty() && shown.fits != Fits::No) m_sizeTimer.start();
  setVerb(advised ? tr("&Install") : tr("&Install this build"), builds->builds[build].fits != Fits::No);
}

void ChoosePage::verbPressed() {
  if (m_error->isVisibleTo(this) && !m_table->isVisibleTo(this)) return read(model().wishes());
  m_error->clear();
  if (const int build = picked(); build >= 0) model().choose(build);
}

void ChoosePage::showFooter() {
  const auto &builds = model().state().builds;
  if (!builds) return setFooterNote({});
  const qint64 seconds = builds->readAt.isValid() ? builds->readAt.secsTo(QDateTime::currentDateTime()) : 0;
  const QString ago = agoText(seconds);
  if (!model().isRefreshing() && builds->origin == IndexOrigin::Cache)
    return setFooterNote(tr("From the copy of the index read %1: it could not be reached").arg(ago));
  const QString read = model().isRefreshing()                   ? tr("Updating… This is the index as read %1")
                       : builds->origin == IndexOrigin::Runtime ? tr("Index read through the runtime %1")
                                                                : tr("Index read %1");
  const QString written = isBehind(*builds)
                              ? tr(", written %1").arg(agoText(builds->stampedAt.secsTo(QDateTime::currentDateTime())))
                              : QString();
  setFooterNote(tr("%1 · %2 nights, %3 variants")
                    .arg(read.arg(ago) + written)
                    .arg(nightsOf(*builds))
                    .arg(variantsOf(*builds).size()));
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
