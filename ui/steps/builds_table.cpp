#include "ui/steps/builds_table.h"

#include <QCheckBox>
#include <QHBoxLayout>
#include <QHeaderView>
#include <QLabel>
#include <QLineEdit>
#include <QPushButton>
#include <QScrollBar>
#include <QVBoxLayout>

#include "ui/models/build_filter.h"
#include "ui/models/build_list.h"
#include "ui/models/builds_model.h"
#include "ui/theme/theme.h"
#include "ui/widgets/foreign_text.h"
#include "ui/widgets/rows_view.h"

namespace nightjar {

BuildsTable::BuildsTable(QWidget *parent)
    : QWidget(parent), m_view(new RowsView(this)), m_builds(new BuildsModel(this)), m_filter(new BuildFilter(this)) {
  setUpView();
  auto *const column = new QVBoxLayout(this);
  column->setContentsMargins(0, 0, 0, 0);
  column->setSpacing(space(3));
  column->addWidget(makeFilterRow());
  column->addWidget(makeNoMatch());
  column->addWidget(m_view, 1);
}

QWidget *BuildsTable::makeFilterRow() {
  auto *const bar = new QWidget(this);
  auto *const row = new QHBoxLayout(bar);
  row->setContentsMargins(0, 0, 0, 0);
  row->setSpacing(space(3));
  m_field = new QLineEdit(bar);
  m_field->setObjectName(QStringLiteral("buildFilter"));
  m_field->setAccessibleName(tr("Filter the builds"));
  m_field->setPlaceholderText(tr("Filter: date, variant, version"));
  m_field->setClearButtonEnabled(true);
  m_onlyFitting = new QCheckBox(tr("&Only what fits"), bar);
  m_onlyFitting->setObjectName(QStringLiteral("onlyFitting"));
  m_onlyFitting->setAccessibleName(tr("Only what fits"));
  auto *const advanced = new QPushButton(tr("Ad&vanced…"), bar);
  advanced->setObjectName(QStringLiteral("chooseAdvanced"));
  advanced->setAccessibleName(tr("Advanced: packages, Python, variant, index"));
  advanced->setProperty("small", true);
  row->addWidget(m_field, 1);
  row->addWidget(m_onlyFitting);
  row->addWidget(advanced);
  connect(m_field, &QLineEdit::textChanged, this, [this](const QString &text) {
    m_filter->setText(text);
    findAgain();
  });
  connect(m_onlyFitting, &QCheckBox::toggled, this, [this](bool only) {
    m_filter->setOnlyFitting(only);
    findAgain();
  });
  connect(advanced, &QPushButton::clicked, this, &BuildsTable::optionsWanted);
  return bar;
}

// In the table's place where the filter leaves nothing of it.
QWidget *BuildsTable::makeNoMatch() {
  m_noMatch = new QWidget(this);
  auto *const row = new QHBoxLayout(m_noMatch);
  row->setContentsMargins(0, 0, 0, 0);
  row->setSpacing(space(3));
  m_noMatchText = makeLabel({}, TextSize::Body, Tone::Muted, m_noMatch);
  m_noMatchText->setObjectName(QStringLiteral("noBuildMatches"));
  auto *const clear = new QPushButton(tr("&Clear the filter"), m_noMatch);
  clear->setObjectName(QStringLiteral("clearBuildFilter"));
  clear->setAccessibleName(tr("Clear the filter"));
  clear->setProperty("small", true);
  row->addWidget(m_noMatchText, 1);
  row->addWidget(clear);
  connect(clear, &QPushButton::clicked, this, [this] {
    m_onlyFitting->setChecked(false);
    m_field->clear();
    m_field->setFocus();
  });
  m_noMatch->hide();
  return m_noMatch;
}

QString BuildsTable::noMatchText() const {
  const QString words = m_field->text().simplified();
  if (words.isEmpty()) return tr("No build fits this runtime.");
  return m_onlyFitting->isChecked() ? tr("No build that fits matches “%1”.").arg(words)
                                    : tr("No build matches “%1”.").arg(words);
}

void BuildsTable::setUpView() {
  m_filter->setSourceModel(m_builds);
  m_view->setObjectName(QStringLiteral("builds"));
  m_view->setAccessibleName(tr("Builds"));
  m_view->setModel(m_filter);
  m_view->setSelectionMode(QAbstractItemView::SingleSelection);
  m_view->horizontalHeader()->show();
  m_view->stretch(BuildsModel::Verdict);
  connect(m_view->selectionModel(), &QItemSelectionModel::currentRowChanged, this, [this] {
    if (m_picking) return;
    m_touched = true;
    m_none = m_none && picked() < 0;
    if (picked() >= 0) m_last = picked();
    Q_EMIT pickedChanged();
  });
  connect(m_view, &QTableView::doubleClicked, this, &BuildsTable::activated);
}

void BuildsTable::fill(const BuildList &list) {
  m_picking = true;
  m_filter->setBuilds(list.builds);
  m_builds->setBuilds(list, QDate::currentDate());  // which makes the filter look at all of them anew
  m_picking = false;
  showMatches();
}

void BuildsTable::setBuilds(const BuildList &list) {
  m_touched = false;
  fill(list);
}

bool BuildsTable::replaceBuilds(const BuildList &list) {
  const Build *const selected = m_builds->build(picked());
  const Build *const top = m_builds->build(m_filter->buildAt(m_view->indexAt({0, 0})));
  const bool scrolled = m_view->verticalScrollBar()->value() > 0;
  const int keep = selected && m_touched ? positionOf(*selected, list) : -1;
  const int inView = top && scrolled ? positionOf(*top, list) : -1;
  if (keep < 0) return false;
  fill(list);
  pick(keep);
  if (inView >= 0) {
    m_view->scrollTo(m_filter->indexOfBuild(inView), QAbstractItemView::PositionAtTop);
  } else if (!scrolled) {
    m_view->scrollToTop();
  }
  return true;
}

void BuildsTable::showMatches() {
  const bool hidden = m_filter->rowCount() == 0 && m_builds->rowCount() > 0;
  m_noMatch->setVisible(hidden);
  m_view->setVisible(!hidden);
  if (hidden) m_noMatchText->setText(foreignText(noMatchText()));
}

// A filter that hid everything must not leave nothing picked once it shows something again.
void BuildsTable::findAgain() {
  showMatches();
  if (!m_none && picked() < 0 && m_filter->rowCount() > 0) pick(m_last);
}

void BuildsTable::pickNone() {
  m_last = -1;
  m_none = true;
  m_picking = true;
  m_view->setCurrentIndex({});
  m_view->clearSelection();
  m_picking = false;
  Q_EMIT pickedChanged();
}

void BuildsTable::pick(int build) {
  m_last = build;
  m_none = false;
  QModelIndex index = m_filter->indexOfBuild(build);
  if (!index.isValid()) index = m_filter->index(0, 0);
  m_picking = true;
  m_view->setCurrentIndex(index);
  m_view->scrollTo(index);
  m_picking = false;
  Q_EMIT pickedChanged();
}

int BuildsTable::picked() const {
  return m_filter->buildAt(m_view->currentIndex());
}

// The verdict needs room more than the columns whose content the card above the table shows as well.
void BuildsTable::fitColumns(int width) {
  m_view->setColumnHidden(BuildsModel::Python, width < space(200));
  m_view->setColumnHidden(BuildsModel::Torchvision, width < space(165));
}

}  // namespace nightjar
