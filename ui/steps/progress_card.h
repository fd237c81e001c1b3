#pragma once

#include "core/install/progress.h"
#include "ui/widgets/card.h"

class QLabel;
class QProgressBar;

namespace nightjar {

/// The whole job at a glance: what runs, how far it is, how fast, how long it may take.
class ProgressCard : public Card {
  Q_OBJECT

 public:
  explicit ProgressCard(QWidget *parent);
  /// `title` is the running step's; `stalled`: nothing has come for a while though something should.
  void showProgress(const QString &title, const OverallProgress &progress, bool stalled);
  void showEnd(const QString &title, double fraction, const QString &hint = {});

 private:
  void setFraction(double fraction);

  QLabel *m_title;
  QLabel *m_figures;
  QProgressBar *m_bar;
  QLabel *m_hint;
};

/// "1.9 of 3.0 GB · 84 MB/s · about 1 minute left · held up by the network", with what is known of it.
[[nodiscard]] QString figuresText(const OverallProgress &progress);

}  // namespace nightjar
