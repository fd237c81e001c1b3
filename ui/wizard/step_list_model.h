#pragma once

#include <QAbstractListModel>

namespace nightjar {

/// A step as the sidebar shows it.
struct StepEntry {
  QString id;
  QString title;
  QString summary;  ///< remembered under a step that is done; plain text
  bool done = false;
  bool current = false;
  bool reachable = false;  ///< may be visited now
  friend bool operator==(const StepEntry &, const StepEntry &) = default;
};

/// The sidebar's steps, in the order of the table of steps. Only reachable rows are enabled.
class StepListModel : public QAbstractListModel {
  Q_OBJECT
 public:
  enum Role { SummaryRole = Qt::UserRole, DoneRole, CurrentRole, NumberRole };

  using QAbstractListModel::QAbstractListModel;
  /// Replaces the entries; rows that stay keep their place and only changed ones are told.
  void setEntries(const QList<StepEntry> &entries);
  [[nodiscard]] const QList<StepEntry> &entries() const { return m_entries; }

  [[nodiscard]] int rowCount(const QModelIndex &parent = {}) const override;
  [[nodiscard]] QVariant data(const QModelIndex &index, int role) const override;
  [[nodiscard]] Qt::ItemFlags flags(const QModelIndex &index) const override;

 private:
  QList<StepEntry> m_entries;
};

}  // namespace nightjar
