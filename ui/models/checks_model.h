#pragma once

#include <QAbstractTableModel>

#include "core/walk/verify_report.h"

namespace nightjar {

/// The rows of proof: what was checked, what came out, how long it took.
class ChecksModel : public QAbstractTableModel {
  Q_OBJECT

 public:
  enum Column { Title, Detail, Time, ColumnCount };

  using QAbstractTableModel::QAbstractTableModel;

  void setRows(const QList<CheckRow> &rows);
  /// A row as it ends; one with the same id is replaced.
  void take(const CheckRow &row);
  [[nodiscard]] const QList<CheckRow> &rows() const { return m_rows; }

  [[nodiscard]] int rowCount(const QModelIndex &parent = {}) const override;
  [[nodiscard]] int columnCount(const QModelIndex &parent = {}) const override;
  [[nodiscard]] QVariant data(const QModelIndex &index, int role) const override;

 private:
  QList<CheckRow> m_rows;
};

/// "passed", "passed with a warning", "failed", "skipped".
[[nodiscard]] QString checkStateText(CheckState state);

}  // namespace nightjar
