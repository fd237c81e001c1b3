#pragma once

#include "core/install/job_copies.h"
#include "ui/widgets/card.h"

class QVBoxLayout;

namespace nightjar {

/// The installs that go on without this window, a card each, with the way back into them. Hidden where there are none.
class RunningJobs : public QWidget {
  Q_OBJECT
 public:
  explicit RunningJobs(QWidget *parent);
  void setJobs(const QList<KnownJob> &jobs);
  [[nodiscard]] bool isEmpty() const;

 Q_SIGNALS:
  void goBackWanted(const nightjar::KnownJob &job);
  void forgetWanted(const nightjar::KnownJob &job);

 private:
  Card *makeCard(const KnownJob &job, int number);

  QVBoxLayout *m_cards;
};

/// "Install the nightly of 21 November, cu130, on root@203.0.113.12, started 2 minutes ago".
[[nodiscard]] QString aboutJob(const KnownJob &job, const QDateTime &now);

}  // namespace nightjar
