#pragma once

#include <QTimer>

#include "ui/wizard/step_page.h"

class QLabel;
class QPushButton;
class QToolButton;

namespace nightjar {

class BuildsTable;
class BusyCard;
class ErrorCard;
class NothingFitsCard;
class RecommendedCard;

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

  void connectModel();
  void connectWidgets();
  void read(const Wishes &wishes);
  void showBuilds();
  void replaceBuilds();
  void showError(const Error &error, bool buildsStay);
  void showView(View view);
  void showPicked();
  void showOrigin();
  void showFooter();
  void openOptions();

  BusyCard *m_busy;
  ErrorCard *m_error;
  RecommendedCard *m_card;
  NothingFitsCard *m_nothing;
  QLabel *m_origin;
  QToolButton *m_fold;
  BuildsTable *m_table;
  QPushButton *m_again, *m_options;
  QTimer m_footerTimer;
  QTimer m_sizeTimer;  ///< a size is asked for once a person has stopped moving through the list
};

}  // namespace nightjar
