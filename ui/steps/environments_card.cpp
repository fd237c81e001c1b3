#include "ui/steps/environments_card.h"

#include <QHBoxLayout>
#include <QLabel>
#include <QPushButton>
#include <QVBoxLayout>

#include "ui/steps/fact_text.h"
#include "ui/widgets/elided_label.h"
#include "ui/widgets/status_label.h"

namespace nightjar {

namespace {

QString buildName(const Environment &environment) {
  return environment.build.isEmpty() ? environment.id : buildText(environment.build);
}

StatusLabel *statusOf(const Environment &environment, QWidget *parent) {
  auto *status = new StatusLabel(parent);
  if (environment.current) {
    status->setStatus(Mark::Dot, Tone::Accent, EnvironmentsCard::tr("current"));
  } else if (environment.verified) {
    status->setStatus(Mark::Tick, Tone::Good, EnvironmentsCard::tr("verified"));
  } else {
    status->setStatus(Mark::Warning, Tone::Warn, EnvironmentsCard::tr("not verified"));
  }
  return status;
}

QPushButton *smallButton(const QString &objectName, const QString &text, const QString &spoken, QWidget *parent) {
  auto *button = new QPushButton(text, parent);
  button->setObjectName(objectName);
  button->setAccessibleName(spoken);
  button->setProperty("small", true);
  return button;
}

}  // namespace

QString environmentName(const Environment &environment) {
  if (environment.bytes < 0) return buildName(environment);
  return EnvironmentsCard::tr("%1 (%2)").arg(buildName(environment), diskSize(environment.bytes));
}

EnvironmentsCard::EnvironmentsCard(const QList<Environment> &environments, QWidget *parent) : Card(parent) {
  setObjectName(QStringLiteral("environmentsCard"));
  setAccessibleName(tr("Environments on this runtime"));
  auto *title = makeLabel(tr("Environments on this runtime"), TextSize::Body, Tone::Plain, this);
  title->setFont(fontOf(TextSize::Body, true));
  body()->addWidget(title);
  for (int number = 0; number < environments.size(); ++number) addRow(environments.at(number), number);
}

void EnvironmentsCard::addRow(const Environment &environment, int number) {
  auto *texts = new QVBoxLayout;
  texts->setSpacing(0);
  texts->addWidget(new ElidedLabel(environmentName(environment), TextSize::Body, Tone::Plain, this));
  texts->addWidget(new ElidedLabel(environment.id, TextSize::Body, Tone::Muted, this));
  auto *row = new QHBoxLayout;
  row->setSpacing(space(2));
  row->setContentsMargins(0, space(1), 0, 0);
  row->addLayout(texts, 1);
  row->addWidget(statusOf(environment, this));
  const QString name = environmentName(environment);
  if (!environment.current && environment.verified) {
    auto *back = smallButton(QStringLiteral("environmentReturn%1").arg(number), tr("Switch to this one…"),
                             tr("Switch to %1").arg(name), this);
    connect(back, &QPushButton::clicked, this, [this, environment] { Q_EMIT returnWanted(environment); });
    row->addWidget(back);
  }
  if (!environment.current) {
    auto *remove =
        smallButton(QStringLiteral("environmentRemove%1").arg(number), tr("Remove…"), tr("Remove %1").arg(name), this);
    connect(remove, &QPushButton::clicked, this, [this, environment] { Q_EMIT removeWanted(environment); });
    row->addWidget(remove);
  }
  body()->addLayout(row);
}

}  // namespace nightjar
