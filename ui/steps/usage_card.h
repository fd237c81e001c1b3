#pragma once

#include "ui/steps/how_to_use.h"
#include "ui/widgets/card.h"

class QLabel;
class QPushButton;

namespace nightjar {

class SegmentedButtons;

/// How to use the environment: terminal, notebook, VS Code, each with something to copy.
class UsageCard : public Card {
  Q_OBJECT

 public:
  explicit UsageCard(QWidget *parent);
  /// For the interpreter `python` on the runtime; see waysToUse().
  void showUsage(const QString &python, const QString &libraryPath);

 private:
  void showWay(int position);
  void copy();

  QList<Usage> m_ways;
  SegmentedButtons *m_tabs;
  QLabel *m_code;
  QPushButton *m_copy;
  QLabel *m_note;
};

}  // namespace nightjar
