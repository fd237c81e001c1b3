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
  void showStable(const nightjar::Alternative &release);
  void installCpu(int build);
  void connectElsewhere();
  void readAgain();

 private:
  QPushButton *addWay(const QString &objectName, const QString &text, const QString &note);
  void offer(const QList<Alternative> &alternatives);

  QLabel *m_title;
  QLabel *m_why;
  QLabel *m_driver;  ///< nothing that can be pressed: a driver is not ours to install
  QPushButton *m_stable;
  QPushButton *m_cpu;
  Alternative m_release;
  int m_cpuBuild = -1;
};

}  // namespace nightjar
