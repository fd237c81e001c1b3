#include "ui/models/builds_model.h"

#include "ui/models/figures.h"
#include "ui/models/roles.h"
#include "ui/theme/theme.h"

namespace nightjar {

namespace {

Tone toneOf(const Build &build) {
  switch (build.fits) {
    case Fits::Yes: return build.ended ? Tone::Muted : Tone::Good;
    case Fits::Warning: return Tone::Warn;
    case Fits::No: return Tone::Muted;
  }
  return Tone::Plain;
}

}  // namespace

QString publicVersion(const QString &version) {
  return version.section(QLatin1Char('+'), 0, 0);
}

QString verdictText(const Build &build) {
  QString reasons = build.reasons.join(QStringLiteral("; "));
  switch (build.fits) {
    case Fits::Yes: return build.ended && !reasons.isEmpty() ? reasons : BuildsModel::tr("yes");
    case Fits::Warning: return reasons.isEmpty() ? BuildsModel::tr("with care") : reasons;
    case Fits::No: return reasons.isEmpty() ? BuildsModel::tr("no") : BuildsModel::tr("no: %1").arg(reasons);
  }
  return reasons;
}

void BuildsModel::setBuilds(const BuildList &list, QDate today) {
  beginResetModel();
  m_builds = list.builds;
  m_today = today;
  m_newest = {};
  m_order.clear();
  if (list.recommended >= 0) m_order.append(list.recommended);
  for (int i = 0; i < m_builds.size(); ++i) {
    m_newest = qMax(m_newest, m_builds[i].date);
    if (i != list.recommended) m_order.append(i);
  }
  endResetModel();
}

int BuildsModel::rowCount(const QModelIndex &parent) const {
  return parent.isValid() ? 0 : static_cast<int>(m_order.size());
}

int BuildsModel::columnCount(const QModelIndex &parent) const {
  return parent.isValid() ? 0 : ColumnCount;
}

// A package that is missing in the newest nights is on its way: torchvision is built against yesterday's torch.
QString BuildsModel::missingText(const Build &build) const {
  return build.date.daysTo(m_newest) <= 1 ? tr("not out yet") : tr("none");
}

QString BuildsModel::textOf(const Build &build, int column) const {
  switch (column) {
    case Date: return shortDateText(build.date, m_today);
    case Variant: return build.variant;
    case Torch: return publicVersion(build.torch);
    case Torchvision: return build.torchvision.isEmpty() ? missingText(build) : publicVersion(build.torchvision);
    case Python:
      if (build.python.size() < 3) return build.python.join(QStringLiteral(", "));
      return tr("%1 to %2").arg(build.python.first(), build.python.last());
    case Verdict: return verdictText(build);
    default: return {};
  }
}

QVariant BuildsModel::data(const QModelIndex &index, int role) const {
  if (!checkIndex(index, CheckIndexOption::IndexIsValid)) return {};
  const Build &build = m_builds[buildAt(index.row())];
  const bool version = index.column() == Torch || index.column() == Torchvision;
  const bool missing = index.column() == Torchvision && build.torchvision.isEmpty();
  switch (role) {
    case Qt::DisplayRole: return textOf(build, index.column());
    case Qt::ToolTipRole:
      if (index.column() == Python) return build.python.join(QStringLiteral(", "));
      return index.column() == Torch ? build.torch : QVariant();
    case Qt::FontRole: return version && !missing ? QVariant(monospaceFont()) : QVariant();
    case ToneRole:
      if (missing) return static_cast<int>(Tone::Muted);
      return static_cast<int>(index.column() == Verdict ? toneOf(build) : Tone::Plain);
    case SortRole:
      if (index.column() == Date) return build.date;
      return index.column() == Verdict ? QVariant(static_cast<int>(build.fits)) : textOf(build, index.column());
    default: return {};
  }
}

QVariant BuildsModel::headerData(int section, Qt::Orientation orientation, int role) const {
  if (orientation != Qt::Horizontal || section < 0 || section >= ColumnCount) return {};
  if (role == Qt::TextAlignmentRole) return int(Qt::AlignLeft | Qt::AlignVCenter);
  if (role != Qt::DisplayRole) return {};
  const QString names[ColumnCount] = {tr("Date"), tr("Variant"), "torch", "torchvision", "Python", tr("Fits")};
  return names[section];
}

}  // namespace nightjar
