#pragma once

#include <QWidget>

class QListView;

namespace nightjar {

class StepListModel;

/// The name of the program, the steps with what each one found, and a way to help.
class Sidebar : public QWidget {
  Q_OBJECT
 public:
  Sidebar(StepListModel &steps, QWidget *parent);
  [[nodiscard]] QListView *list() const { return m_list; }

 Q_SIGNALS:
  void stepPicked(int row);
  void helpWanted();

 protected:
  void paintEvent(QPaintEvent *event) override;

 private:
  QListView *m_list;
};

}  // namespace nightjar
