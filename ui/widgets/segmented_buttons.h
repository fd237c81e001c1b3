#pragma once

#include <QList>
#include <QWidget>

class QButtonGroup;

namespace nightjar {

/// One of a few, side by side: "SSH | This computer | Practice". Arrow keys move, Tab leaves.
class SegmentedButtons : public QWidget {
  Q_OBJECT
 public:
  struct Segment {
    QString objectName;
    QString text;  ///< with its mnemonic
  };
  SegmentedButtons(const QList<Segment> &segments, QWidget *parent);
  [[nodiscard]] int current() const;
  void setCurrent(int position);

 Q_SIGNALS:
  void currentChanged(int position);

 private:
  QButtonGroup *m_group;
};

}  // namespace nightjar
