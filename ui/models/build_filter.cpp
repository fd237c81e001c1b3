#include "ui/models/build_filter.h"

#include "ui/models/builds_model.h"
#include "ui/models/roles.h"

namespace nightjar {

namespace {

// Everything of a row that a filter word may mean.
QString searchable(const BuildsModel &model, int row, const Build &build) {
  const QString date = model.index(row, BuildsModel::Date).data().toString();
  const QStringList parts{date,
                          build.date.toString(Qt::ISODate),
                          build.variant,
                          build.torch,
                          build.torchvision,
                          build.torchaudio,
                          build.python.join(QLatin1Char(' '))};
  return parts.join(QLatin1Char('\n'));
}

}  // namespace

BuildFilter::BuildFilter(QObject *parent) : QSortFilterProxyModel(parent) {
  setSortRole(SortRole);
}

void BuildFilter::setText(const QString &text) {
  m_words = text.simplified().split(QLatin1Char(' '), Qt::SkipEmptyParts);
  invalidateFilter();
}

void BuildFilter::setOnlyFitting(bool only) {
  m_onlyFitting = only;
  invalidateFilter();
}

int BuildFilter::buildAt(const QModelIndex &index) const {
  if (!index.isValid()) return -1;
  return static_cast<const BuildsModel *>(sourceModel())->buildAt(mapToSource(index).row());
}

QModelIndex BuildFilter::indexOfBuild(int build) const {
  const auto *const source = static_cast<const BuildsModel *>(sourceModel());
  return mapFromSource(source->index(source->rowOfBuild(build), 0));
}

bool BuildFilter::filterAcceptsRow(int sourceRow, const QModelIndex &) const {
  const auto *const source = static_cast<const BuildsModel *>(sourceModel());
  const int position = source->buildAt(sourceRow);
  if (position < 0 || position >= m_builds.size()) return false;
  const Build &build = m_builds[position];
  if (m_onlyFitting && (build.fits == Fits::No || build.ended)) return false;
  const QString text = searchable(*source, sourceRow, build);
  return std::ranges::all_of(m_words,
                             [&text](const QString &word) { return text.contains(word, Qt::CaseInsensitive); });
}

}  // namespace nightjar
