#include "ui/steps/nothing_fits_card.h"

#include <QHBoxLayout>
#include <QLabel>
#include <QPushButton>
#include <QVBoxLayout>

#include "ui/widgets/foreign_text.h"

namespace nightjar {

NothingFitsCard::NothingFitsCard(QWidget *parent)
    : Card(parent, Tone::Bad),
      m_title(makeLabel({}, TextSize::Heading, Tone::Bad, this)),
      m_why(makeLabel({}, TextSize::Body, Tone::Plain, this)) {
  setObjectName(QStringLiteral("nothingFitsCard"));
  setAccessibleName(tr("No nightly fits"));
  m_title->setObjectName(QStringLiteral("nothingFitsTitle"));
  m_why->setObjectName(QStringLiteral("nothingFitsWhy"));
  auto *const whatYouCanDo = makeLabel(tr("What you can do"), TextSize::Body, Tone::Plain, this);
  whatYouCanDo->setFont(fontOf(TextSize::Body, true));
  body()->addWidget(m_title);
  body()->addWidget(m_why);
  body()->addSpacing(space(2));
  body()->addWidget(whatYouCanDo);
  m_driver = makeLabel({}, TextSize::Body, Tone::Plain, this);
  m_driver->setObjectName(QStringLiteral("newerDriver"));
  body()->addWidget(m_driver);
  m_stable = addWay(QStringLiteral("showStable"), tr("&Show the stable release"), {});
  m_cpu = addWay(QStringLiteral("installCpu"), tr("Install the C&PU nightly"), tr("runs, without the GPU"));
  auto *const elsewhere = addWay(QStringLiteral("connectElsewhere"), tr("Connect to &another runtime"), {});
  auto *const again = addWay(QStringLiteral("readIndexAgain"), tr("&Read the index again"),
                             tr("a new night may bring another variant"));
  connect(m_stable, &QPushButton::clicked, this, [this] { Q_EMIT showStable(m_release); });
  connect(m_cpu, &QPushButton::clicked, this, [this] { Q_EMIT installCpu(m_cpuBuild); });
  connect(elsewhere, &QPushButton::clicked, this, &NothingFitsCard::connectElsewhere);
  connect(again, &QPushButton::clicked, this, &NothingFitsCard::readAgain);
}

QPushButton *NothingFitsCard::addWay(const QString &objectName, const QString &text, const QString &note) {
  auto *const way = new QWidget(this);
  auto *const row = new QHBoxLayout(way);
  row->setContentsMargins(0, 0, 0, 0);
  row->setSpacing(space(2));
  auto *const button = new QPushButton(text, way);
  button->setObjectName(objectName);
  button->setAccessibleName(QString(text).remove(QLatin1Char('&')));
  button->setAccessibleDescription(note);
  button->setProperty("small", true);
  row->addWidget(button);
  auto *const label = makeLabel(note, TextSize::Body, Tone::Plain, way);
  label->setObjectName(objectName + QStringLiteral("Note"));
  row->addWidget(label, 1);
  body()->addWidget(way);
  return button;
}

void NothingFitsCard::showWhy(const BuildList &list, const RuntimeFacts &facts, int cpuBuild) {
  m_cpuBuild = cpuBuild;
  m_title->setText(facts.gpus.isEmpty() ? tr("No nightly fits this runtime") : tr("No nightly fits this GPU"));
  m_why->setText(list.why.join(QLatin1Char('\n')));
  m_cpu->parentWidget()->setVisible(cpuBuild >= 0);
  offer(list.alternatives);
}

// What the terminal says with commands to type is something to press here.
void NothingFitsCard::offer(const QList<Alternative> &alternatives) {
  m_driver->hide();
  m_stable->parentWidget()->hide();
  for (const Alternative &alternative : alternatives) {
    if (alternative.channel == QLatin1String("stable")) {
      m_release = alternative;
      const QString note = tr("PyTorch %1 with %2 still runs on this GPU")
                               .arg(alternative.torch.section(QLatin1Char('+'), 0, 0), alternative.variant);
      m_stable->setAccessibleDescription(note);
      m_stable->parentWidget()->findChild<QLabel *>(QStringLiteral("showStableNote"))->setText(note);
      m_stable->parentWidget()->show();
    } else if (alternative.variant != QLatin1String("cpu")) {
      m_driver->setText(foreignText(alternative.what));
      m_driver->show();
    }
  }
}

}  // namespace nightjar
