#pragma once

#include <QWidget>

class QBoxLayout;

namespace nightjar {

/// Widgets beside each other, with shares of the width; one below the other where there is no room.
class SideBySide : public QWidget {
  Q_OBJECT
 public:
  /// `narrow`: below this width, in the units of space(), the widgets are stacked.
  SideBySide(int narrow, QWidget *parent);
  void add(QWidget *widget, int share);

 protected:
  void resizeEvent(QResizeEvent *event) override;

 private:
  int m_narrow;
  QBoxLayout *m_layout;
};

}  // namespace nightjar
