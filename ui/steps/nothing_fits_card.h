#pragma once

#include "core/walk/build.h"
#include "core/walk/runtime_facts.h"
#include "ui/widgets/card.h"

class QLabel;
class QPushButton;
class QVBoxLayout;

namespace nightjar {

/// No build fits: why, in sentences, and the ways out that are there.
class NothingFitsCard : public Card {
  Q_OBJECT

 public:
  explicit NothingFitsCard(QWidget *parent);
  /// `cpuBuild`: position of the newest CPU build that runs here, -1 where there is none.
  void showWhy(const BuildList &list, const RuntimeFacts &facts, int cpuBuild);

 Q_SIGNALS:
  void installCpu(int build);
  void connectElsewhere();
  void readAgain();

 private:
  QPushButton *addWay(const QString &objectName, const QString &text, const QString &note);

  QLabel *m_title;
  QLabel *m_why;
  QPushButton *m_cpu;
  int m_cpuBuild = -1;
};

}  // namespace nightjar
