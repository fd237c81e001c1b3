#pragma once

#include <QWidget>

#include "core/walk/build.h"

class QCheckBox;
class QLabel;
class QLineEdit;

namespace nightjar {

class BuildFilter;
class BuildsModel;
class RowsView;

/// Every build of an index in rows, one of them picked, under the filter that narrows them. Builds are named by their
/// position in BuildList::builds.
class BuildsTable : public QWidget {
  Q_OBJECT

 public:
  explicit BuildsTable(QWidget *parent);

  /// Another list: nothing is picked until pick() or a person does.
  void setBuilds(const BuildList &list);
  /// The same index as it is now: the build that a person has picked stays picked, and what is in view in view.
  /// False, and nothing has changed, where nobody has picked one or the list has it no more.
  [[nodiscard]] bool replaceBuilds(const BuildList &list);
  /// The first row stands in for a build that is not there or filtered out.
  void pick(int build);
  /// Nothing is picked until a person does.
  void pickNone();
  [[nodiscard]] bool isNonePicked() const { return m_none; }
  [[nodiscard]] int picked() const;  ///< -1: none
  /// Hides the columns that a page of `width` pixels has no room for.
  void fitColumns(int width);

 Q_SIGNALS:
  void pickedChanged();  ///< or told once more by pick()
  void activated();      ///< a double click: the picked one is meant
  void optionsWanted();

 private:
  [[nodiscard]] QWidget *makeFilterRow();
  void setUpView();
  void findAgain();
  void showMatches();
  [[nodiscard]] QWidget *makeNoMatch();
  [[nodiscard]] QString noMatchText() const;
  void fill(const BuildList &list);

  RowsView *m_view;
  BuildsModel *m_builds;
  BuildFilter *m_filter;
  QLineEdit *m_field = nullptr;
  QCheckBox *m_onlyFitting = nullptr;
  QWidget *m_noMatch = nullptr;
  QLabel *m_noMatchText = nullptr;
  int m_last = -1;         ///< the build picked last, whether the filter shows it or not
  bool m_none = false;     ///< pickNone(), and no person has picked since
  bool m_picking = false;  ///< the selection moves because we move it
  bool m_touched = false;  ///< a person has moved it
};

}  // namespace nightjar
