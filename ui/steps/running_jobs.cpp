#include "ui/steps/running_jobs.h"

#include <QHBoxLayout>
#include <QLabel>
#include <QPushButton>

#include "ui/models/figures.h"
#include "ui/widgets/elided_label.h"
#include "ui/widgets/empty_layout.h"
#include "ui/widgets/small_button.h"
#include "ui/widgets/status_label.h"

namespace nightjar {

QString aboutJob(const KnownJob &job, const QDateTime &now) {
  QStringList parts{job.job[QLatin1String("title")].toString(), RunningJobs::tr("on %1").arg(job.target)};
  if (job.started.isValid()) parts += RunningJobs::tr("started %1").arg(agoText(job.started.secsTo(now)));
  parts.removeAll(QString());
  return parts.join(QStringLiteral(", "));
}

RunningJobs::RunningJobs(QWidget *parent) : QWidget(parent), m_cards(new QVBoxLayout(this)) {
  setObjectName(QStringLiteral("runningJobs"));
  m_cards->setContentsMargins(0, 0, 0, 0);
  m_cards->setSpacing(space(2.5));
  hide();
}

void RunningJobs::setJobs(const QList<KnownJob> &jobs) {
  emptyLayout(*m_cards);
  int number = 0;
  for (const KnownJob &job : jobs) m_cards->addWidget(makeCard(job, number++));
  setVisible(!jobs.isEmpty());
}

bool RunningJobs::isEmpty() const {
  return m_cards->isEmpty();
}

Card *RunningJobs::makeCard(const KnownJob &job, int number) {
  auto *card = new Card(this, Tone::Accent);
  card->setObjectName(QStringLiteral("runningJob%1").arg(number));
  auto *status = new StatusLabel(card);
  status->setStatus(Mark::Dot, Tone::Accent, tr("An install is running"));
  auto *words = new QVBoxLayout;
  words->setSpacing(space(1));
  words->addWidget(status);
  words->addWidget(new ElidedLabel(aboutJob(job, QDateTime::currentDateTimeUtc()), TextSize::Body, Tone::Plain, card));
  auto *go = smallButton(QStringLiteral("jobGoBack%1").arg(number), tr("Go back to it"),
                         tr("Go back to the install on %1").arg(job.target), card);
  auto *forget = smallButton(QStringLiteral("jobForget%1").arg(number), tr("Forget…"),
                             tr("Forget the install on %1").arg(job.target), card);
  forget->setProperty("quiet", true);
  connect(go, &QPushButton::clicked, this, [this, job] { Q_EMIT goBackWanted(job); });
  connect(forget, &QPushButton::clicked, this, [this, job] { Q_EMIT forgetWanted(job); });
  auto *row = new QHBoxLayout;
  row->setSpacing(space(1.5));
  row->addLayout(words, 1);
  row->addWidget(forget);
  row->addWidget(go);
  card->body()->addLayout(row);
  return card;
}

}  // namespace nightjar
