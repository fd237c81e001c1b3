#pragma once

#include <QAbstractTableModel>

#include "core/walk/build.h"

namespace nightjar {

/// Every build of an index as a row: the recommended one first, then newest first.
class BuildsModel : public QAbstractTableModel {
  Q_OBJECT

 public:
  enum Column { Date, Variant, Torch, Torchvision, Python, Verdict, ColumnCount };

  using QAbstractTableModel::QAbstractTableModel;

  void setBuilds(const BuildList &list, QDate today);
  /// The position in BuildList::builds of `row`.
  [[nodiscard]] int buildAt(int row) const { return m_order.value(row, -1); }
  /// The build at a position in that list; null for a position outside of it.
  [[nodiscard]] const Build *build(int position) const {
    return position >= 0 && position < m_builds.size() ? &m_builds[position] : nullptr;
  }
  [[nodiscard]] int rowOfBuild(int build) const { return static_cast<int>(m_order.indexOf(build)); }

  [[nodiscard]] int rowCount(const QModelIndex &parent = {}) const override;
  [[nodiscard]] int columnCount(const QModelIndex &parent = {}) const override;
  [[nodiscard]] QVariant data(const QModelIndex &index, int role) const override;
  [[nodiscard]] QVariant headerData(int section, Qt::Orientation orientation, int role) const override;

 private:
  [[nodiscard]] QString textOf(const Build &build, int column) const;
  [[nodiscard]] QString missingText(const Build &build) const;

  QList<Build> m_builds;
  QList<int> m_order;
  QDate m_newest;
  QDate m_today;
};

/// The verdict as a person reads it in the table: "yes", or what speaks against the build.
[[nodiscard]] QString verdictText(const Build &build);
/// A version without what the variant's column says already: "2.16.0.dev20261121".
[[nodiscard]] QString publicVersion(const QString &version);

}  // namespace nightjar
