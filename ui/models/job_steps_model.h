#pragma once

#include <QAbstractTableModel>

#include "core/install/job.h"

namespace nightjar {

/// The steps of a job as rows: title and time, with what came of each.
class JobStepsModel : public QAbstractTableModel {
  Q_OBJECT

 public:
  enum Column { Title, Time, ColumnCount };

  using QAbstractTableModel::QAbstractTableModel;

  void setPlan(const Plan &plan);
  /// Takes in one event; `now` in milliseconds of any steady clock. Events of steps that are not in the plan are
  /// ignored.
  void take(const StepChanged &change, qint64 now);
  /// Lets the running step's clock go on.
  void tick(qint64 now);
  /// The job is over: what did not run will not.
  void finish();

  /// Position of the step that runs, or ran last; -1 before the first.
  [[nodiscard]] int currentStep() const { return m_current; }
  [[nodiscard]] QString titleAt(int row) const;

  [[nodiscard]] int rowCount(const QModelIndex &parent = {}) const override;
  [[nodiscard]] int columnCount(const QModelIndex &parent = {}) const override;
  [[nodiscard]] QVariant data(const QModelIndex &index, int role) const override;

 private:
  enum class State { Waiting, Running, Done, Failed, Skipped };
  struct Row {
    QString id;
    QString title;
    State state = State::Waiting;
    QString reason;
    double seconds = 0;
  };

  [[nodiscard]] QString textOf(const Row &row, int column) const;
  [[nodiscard]] QString spoken(const Row &row) const;
  void tell(int row);

  QList<Row> m_rows;
  int m_current = -1;
  qint64 m_startedAt = 0;
};

}  // namespace nightjar
