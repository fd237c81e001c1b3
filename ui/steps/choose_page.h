#pragma once

#include <QTimer>

#include "ui/wizard/step_page.h"

class QCheckBox;
class QLineEdit;
class QToolButton;

namespace nightjar {

class BuildFilter;
class BuildsModel;
class BusyCard;
class ErrorCard;
class NothingFitsCard;
class RecommendedCard;
class RowsView;

/// Which nightly? Our advice with its reasons, and every other build to pick from.
class ChoosePage : public StepPage {
  Q_OBJECT

 public:
  ChoosePage(WizardModel &model, QWidget *parent);

  [[nodiscard]] QString summary() const override;
  void entered(bool fresh) override;
  void verbPressed() override;

 protected:
  void resizeEvent(QResizeEvent *event) override;

 private:
  enum class View { Reading, Builds, NothingFits, Failed };

  QWidget *makeFilterRow();
  void makeTable();
  void connectModel();
  void read(const Wishes &wishes);
  void showBuilds();
  void replaceBuilds();
  void fillTable();
  void showError(const Error &error, bool buildsStay);
  void showView(View view);
  void showPicked();
  void showFooter();
  void pick(int build);
  [[nodiscard]] int wishedBuild();
  [[nodiscard]] int picked() const;
  [[nodiscard]] Choice preview(int build) const;
  void openOptions();

  BusyCard *m_busy;
  ErrorCard *m_error;
  RecommendedCard *m_card;
  NothingFitsCard *m_nothing;
  QToolButton *m_fold;
  QWidget *m_filterRow = nullptr;
  QLineEdit *m_filterField = nullptr;
  QCheckBox *m_onlyFitting = nullptr;
  RowsView *m_table;
  BuildsModel *m_builds;
  BuildFilter *m_filter;
  QTimer m_footerTimer;
  QTimer m_sizeTimer;      ///< a size is asked for once a person has stopped moving through the list
  bool m_picking = false;  ///< the selection moves because we move it
  bool m_touched = false;  ///< a person has moved it
};

}  // namespace nightjar
