#pragma once

#include <QSortFilterProxyModel>

#include "core/walk/build.h"

namespace nightjar {

/// The builds a person wants to see: those with every word of the filter in date, variant, version or Python, and, if
/// asked, only those that fit.
class BuildFilter : public QSortFilterProxyModel {
  Q_OBJECT

 public:
  explicit BuildFilter(QObject *parent = nullptr);

  /// The list behind the source model, for what its columns do not show: ISO dates, whole versions.
  void setBuilds(const QList<Build> &builds) { m_builds = builds; }
  void setText(const QString &text);
  void setOnlyFitting(bool only);

  /// Position in the list of builds of a proxy row, -1 where there is none.
  [[nodiscard]] int buildAt(const QModelIndex &index) const;
  /// The first column's index of the row that shows `build`; invalid where it is filtered out.
  [[nodiscard]] QModelIndex indexOfBuild(int build) const;

 protected:
  [[nodiscard]] bool filterAcceptsRow(int sourceRow, const QModelIndex &parent) const override;

 private:
  QList<Build> m_builds;
  QStringList m_words;
  bool m_onlyFitting = false;
};

}  // namespace nightjar
