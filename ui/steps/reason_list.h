#pragma once

#include <QWidget>

#include "ui/widgets/status_label.h"

class QGridLayout;

namespace nightjar {

/// Sentences beneath each other, each with the same mark before it. Plain text that wraps.
class ReasonList : public QWidget {
  Q_OBJECT

 public:
  ReasonList(Mark mark, Tone tone, QWidget *parent);
  void setReasons(const QStringList &reasons);

 private:
  Mark m_mark;
  Tone m_tone;
  QGridLayout *m_grid;
};

}  // namespace nightjar
