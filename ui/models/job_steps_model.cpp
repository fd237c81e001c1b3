#include "ui/models/job_steps_model.h"

#include <array>

#include "ui/models/figures.h"
#include "ui/models/roles.h"
#include "ui/widgets/status_label.h"

namespace nightjar {

namespace {

// How each state looks: in the order of JobStepsModel::State.
struct Look {
  Mark mark;
  Tone markTone;
  Tone textTone;
};
constexpr std::array looks{Look{Mark::Ring, Tone::Muted, Tone::Muted}, Look{Mark::Dot, Tone::Accent, Tone::Plain},
                           Look{Mark::Tick, Tone::Good, Tone::Plain}, Look{Mark::Cross, Tone::Bad, Tone::Bad},
                           Look{Mark::Dash, Tone::Muted, Tone::Muted}};

}  // namespace

void JobStepsModel::setPlan(const Plan &plan) {
  beginResetModel();
  m_rows.clear();
  m_current = -1;
  for (const PlanStep &step : plan.steps) m_rows.append({.id = step.id, .title = step.title, .reason = {}});
  endResetModel();
}

void JobStepsModel::take(const StepChanged &change, qint64 now) {
  for (int i = 0; i < m_rows.size(); ++i) {
    Row &row = m_rows[i];
    if (row.id != change.id) continue;
    m_current = i;
    row.reason = change.reason;
    row.seconds = change.seconds;
    switch (change.state) {
      case StepState::Running:
        row.state = State::Running;
        m_startedAt = now - static_cast<qint64>(change.seconds * 1000);  // it may have begun before anybody looked
        break;
      case StepState::Done: row.state = State::Done; break;
      case StepState::Failed: row.state = State::Failed; break;
      case StepState::Skipped: row.state = State::Skipped; break;
    }
    return tell(i);
  }
}

void JobStepsModel::tick(qint64 now) {
  if (m_current < 0 || m_rows[m_current].state != State::Running) return;
  m_rows[m_current].seconds = static_cast<double>(now - m_startedAt) / 1000.0;
  tell(m_current);
}

void JobStepsModel::finish() {
  if (m_current < 0 || m_rows[m_current].state != State::Running) return;
  m_rows[m_current].state = State::Failed;
  tell(m_current);
}

QString JobStepsModel::titleAt(int row) const {
  return row >= 0 && row < m_rows.size() ? m_rows[row].title : QString();
}

void JobStepsModel::tell(int row) {
  Q_EMIT dataChanged(index(row, 0), index(row, ColumnCount - 1));
}

int JobStepsModel::rowCount(const QModelIndex &parent) const {
  return parent.isValid() ? 0 : static_cast<int>(m_rows.size());
}

int JobStepsModel::columnCount(const QModelIndex &parent) const {
  return parent.isValid() ? 0 : ColumnCount;
}

QString JobStepsModel::textOf(const Row &row, int column) const {
  if (column == Title) {
    const bool tells = !row.reason.isEmpty() && (row.state == State::Skipped || row.state == State::Failed);
    return tells ? row.title + QLatin1Char('\n') + row.reason : row.title;
  }
  switch (row.state) {
    case State::Waiting: return {};
    case State::Skipped: return tr("skipped");
    default: return clockText(row.seconds);
  }
}

QString JobStepsModel::spoken(const Row &row) const {
  const QString states[] = {tr("waiting"), tr("running"), tr("done"), tr("failed"), tr("skipped")};
  return tr("%1, %2").arg(row.title, states[static_cast<int>(row.state)]);
}

QVariant JobStepsModel::data(const QModelIndex &index, int role) const {
  if (!checkIndex(index, CheckIndexOption::IndexIsValid)) return {};
  const Row &row = m_rows[index.row()];
  const Look &look = looks[static_cast<size_t>(row.state)];
  const bool title = index.column() == Title;
  switch (role) {
    case Qt::DisplayRole: return textOf(row, index.column());
    case Qt::AccessibleTextRole: return title ? spoken(row) : textOf(row, index.column());
    case Qt::TextAlignmentRole: return int((title ? Qt::AlignLeft : Qt::AlignRight) | Qt::AlignVCenter);
    case MarkRole: return title ? QVariant(static_cast<int>(look.mark)) : QVariant();
    case MarkToneRole: return static_cast<int>(look.markTone);
    case ToneRole: return static_cast<int>(title ? look.textTone : Tone::Muted);
    default: return {};
  }
}

}  // namespace nightjar
