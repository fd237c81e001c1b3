#include "ui/wizard/step_list_model.h"

namespace nightjar {

void StepListModel::setEntries(const QList<StepEntry> &entries) {
  if (entries.size() != m_entries.size()) {
    beginResetModel();
    m_entries = entries;
    endResetModel();
    return;
  }
  for (int row = 0; row < static_cast<int>(entries.size()); ++row) {
    if (m_entries.at(row) == entries.at(row)) continue;
    m_entries[row] = entries.at(row);
    Q_EMIT dataChanged(index(row), index(row));
  }
}

int StepListModel::rowCount(const QModelIndex &parent) const {
  return parent.isValid() ? 0 : static_cast<int>(m_entries.size());
}

namespace {

QString spoken(const StepEntry &entry, int number) {
  QString state = entry.done ? StepListModel::tr("done") : StepListModel::tr("to do");
  if (entry.current) state = StepListModel::tr("current step");
  QString text = StepListModel::tr("Step %1, %2, %3").arg(QString::number(number), entry.title, state);
  if (!entry.summary.isEmpty()) text += QStringLiteral(": ") + entry.summary;
  return text;
}

}  // namespace

QVariant StepListModel::data(const QModelIndex &index, int role) const {
  if (!checkIndex(index, CheckIndexOption::IndexIsValid | CheckIndexOption::ParentIsInvalid)) return {};
  const StepEntry &entry = m_entries.at(index.row());
  switch (role) {
    case Qt::DisplayRole: return entry.title;
    case Qt::AccessibleTextRole: return spoken(entry, index.row() + 1);
    case SummaryRole: return entry.summary;
    case DoneRole: return entry.done;
    case CurrentRole: return entry.current;
    case NumberRole: return index.row() + 1;
    default: return {};
  }
}

Qt::ItemFlags StepListModel::flags(const QModelIndex &index) const {
  if (!index.isValid()) return Qt::NoItemFlags;
  const Qt::ItemFlags leaf = Qt::ItemNeverHasChildren;
  return m_entries.at(index.row()).reachable ? leaf | Qt::ItemIsEnabled | Qt::ItemIsSelectable : leaf;
}

}  // namespace nightjar
