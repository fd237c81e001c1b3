#include "ui/steps/progress_card.h"

#include <QHBoxLayout>
#include <QLabel>
#include <QProgressBar>
#include <QVBoxLayout>

#include "ui/models/figures.h"

namespace nightjar {

namespace {

constexpr int kBarSteps = 1000;

}  // namespace

QString figuresText(const OverallProgress &progress) {
  QStringList parts;
  if (progress.bytesDone() > 0) parts += sizeOfText(progress.bytesDone(), progress.bytesTotal());
  if (progress.bytesPerSecond() > 0) parts += speedText(progress.bytesPerSecond());
  if (progress.secondsLeft() >= 0) parts += timeLeftText(progress.secondsLeft());
  if (const QString held = bottleneckText(progress.bottleneck()); !held.isEmpty()) parts += held;
  return parts.join(QStringLiteral(" · "));
}

ProgressCard::ProgressCard(QWidget *parent)
    : Card(parent),
      m_title(makeLabel({}, TextSize::Body, Tone::Plain, this)),
      m_figures(makeLabel({}, TextSize::Body, Tone::Muted, this)),
      m_bar(new QProgressBar(this)),
      m_hint(makeLabel({}, TextSize::Small, Tone::Muted, this)) {
  setObjectName(QStringLiteral("progressCard"));
  m_title->setObjectName(QStringLiteral("progressTitle"));
  m_title->setFont(fontOf(TextSize::Body, true));
  m_figures->setObjectName(QStringLiteral("progressFigures"));
  m_figures->setWordWrap(false);
  m_hint->setObjectName(QStringLiteral("progressHint"));
  m_bar->setObjectName(QStringLiteral("progressBar"));
  m_bar->setAccessibleName(tr("Progress of the install"));
  m_bar->setRange(0, kBarSteps);
  m_bar->setTextVisible(false);
  auto *const head = new QHBoxLayout;
  head->addWidget(m_title, 1);
  head->addWidget(m_figures);
  body()->setSpacing(space(2));
  body()->addLayout(head);
  body()->addWidget(m_bar);
  body()->addWidget(m_hint);
}

void ProgressCard::setFraction(double fraction) {
  m_bar->setValue(static_cast<int>(fraction * kBarSteps));
  m_bar->setAccessibleDescription(tr("%1 percent").arg(static_cast<int>(fraction * 100)));
}

void ProgressCard::showProgress(const QString &title, const OverallProgress &progress, bool stalled) {
  m_title->setText(title);
  m_figures->setText(figuresText(progress));
  setFraction(progress.fraction());
  m_hint->setText(stalled ? tr("Nothing has arrived for a while. The runtime keeps trying; the log tells more.")
                          : tr("It all happens on the runtime itself: your own connection need not be fast."));
  m_hint->show();
}

void ProgressCard::showEnd(const QString &title, double fraction, const QString &hint) {
  m_title->setText(title);
  m_figures->clear();
  setFraction(fraction);
  m_hint->setText(hint);
  m_hint->setVisible(!hint.isEmpty());
}

}  // namespace nightjar
