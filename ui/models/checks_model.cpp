#include "ui/models/checks_model.h"

#include <array>

#include "ui/models/figures.h"
#include "ui/models/roles.h"
#include "ui/widgets/status_label.h"

namespace nightjar {

namespace {

// How each state looks: in the order of CheckState.
struct Look {
  Mark mark;
  Tone tone;
  Tone detail;
};
constexpr std::array looks{Look{Mark::Tick, Tone::Good, Tone::Muted}, Look{Mark::Warning, Tone::Warn, Tone::Warn},
                           Look{Mark::Cross, Tone::Bad, Tone::Bad}, Look{Mark::Dash, Tone::Muted, Tone::Muted}};

QString textOf(const CheckRow &row, int column) {
  switch (column) {
    case ChecksModel::Title: return row.title;
    case ChecksModel::Detail: return row.detail;
    case ChecksModel::Time: return row.state == CheckState::Skipped ? QString() : clockText(row.seconds);
    default: return {};
  }
}

}  // namespace

QString checkStateText(CheckState state) {
  switch (state) {
    case CheckState::Passed: return ChecksModel::tr("passed");
    case CheckState::Warning: return ChecksModel::tr("passed with a warning");
    case CheckState::Failed: return ChecksModel::tr("failed");
    case CheckState::Skipped: return ChecksModel::tr("skipped");
  }
  return {};
}

void ChecksModel::setRows(const QList<CheckRow> &rows) {
  beginResetModel();
  m_rows = rows;
  endResetModel();
}

void ChecksModel::take(const CheckRow &row) {
  for (int i = 0; i < m_rows.size(); ++i) {
    if (m_rows[i].id != row.id) continue;
    m_rows[i] = row;
    Q_EMIT dataChanged(index(i, 0), index(i, ColumnCount - 1));
    return;
  }
  const int last = static_cast<int>(m_rows.size());
  beginInsertRows({}, last, last);
  m_rows.append(row);
  endInsertRows();
}

int ChecksModel::rowCount(const QModelIndex &parent) const {
  return parent.isValid() ? 0 : static_cast<int>(m_rows.size());
}

int ChecksModel::columnCount(const QModelIndex &parent) const {
  return parent.isValid() ? 0 : ColumnCount;
}

QVariant ChecksModel::data(const QModelIndex &index, int role) const {
  if (!checkIndex(index, CheckIndexOption::IndexIsValid)) return {};
  const CheckRow &row = m_rows[index.row()];
  const Look &look = looks[static_cast<size_t>(row.state)];
  const bool title = index.column() == Title;
  switch (role) {
    case Qt::DisplayRole: return textOf(row, index.column());
    case Qt::AccessibleTextRole:
      return title ? tr("%1: %2").arg(row.title, checkStateText(row.state)) : textOf(row, index.column());
    case Qt::TextAlignmentRole:
      return int((index.column() == Time ? Qt::AlignRight : Qt::AlignLeft) | Qt::AlignVCenter);
    case MarkRole: return title ? QVariant(static_cast<int>(look.mark)) : QVariant();
    case MarkToneRole: return static_cast<int>(look.tone);
    case ToneRole: return static_cast<int>(title ? Tone::Plain : look.detail);
    default: return {};
  }
}

}  // namespace nightjar
