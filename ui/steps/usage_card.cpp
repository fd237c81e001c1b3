#include "ui/steps/usage_card.h"

#include <QClipboard>
#include <QGuiApplication>
#include <QHBoxLayout>
#include <QLabel>
#include <QPushButton>
#include <QVBoxLayout>

#include "ui/widgets/segmented_buttons.h"

namespace nightjar {

UsageCard::UsageCard(QWidget *parent) : Card(parent) {
  setObjectName(QStringLiteral("usageCard"));
  setAccessibleName(tr("How to use it"));
  QList<SegmentedButtons::Segment> segments;
  for (const Usage &way : waysToUse(QStringLiteral("/"), {})) {
    segments.append({QStringLiteral("usage_") + way.id, way.name});
  }
  m_tabs = new SegmentedButtons(segments, this);
  auto *const field = new Card(this);
  field->setObjectName(QStringLiteral("usageField"));
  auto *const row = new QHBoxLayout;
  m_code = makeLabel({}, TextSize::Body, Tone::Plain, field);
  m_code->setObjectName(QStringLiteral("usageCode"));
  m_code->setAccessibleName(tr("Command"));
  m_code->setFont(monospaceFont());
  m_code->setTextInteractionFlags(Qt::TextSelectableByMouse | Qt::TextSelectableByKeyboard);
  m_copy = new QPushButton(tr("&Copy"), field);
  m_copy->setObjectName(QStringLiteral("usageCopy"));
  m_copy->setAccessibleName(tr("Copy the command"));
  m_copy->setProperty("quiet", true);
  row->addWidget(m_code, 1);
  row->addWidget(m_copy, 0, Qt::AlignTop);
  field->body()->setContentsMargins(space(3), space(1), space(1), space(1));
  field->body()->addLayout(row);
  m_note = makeLabel({}, TextSize::Small, Tone::Muted, this);
  m_note->setObjectName(QStringLiteral("usageNote"));
  body()->setSpacing(space(2));
  for (QWidget *widget : std::initializer_list<QWidget *>{m_tabs, field, m_note}) body()->addWidget(widget);
  connect(m_tabs, &SegmentedButtons::currentChanged, this, &UsageCard::showWay);
  connect(m_copy, &QPushButton::clicked, this, &UsageCard::copy);
}

void UsageCard::showUsage(const QString &python, const QString &libraryPath) {
  m_ways = waysToUse(python, libraryPath);
  showWay(m_tabs->current());
}

void UsageCard::showWay(int position) {
  if (position < 0 || position >= m_ways.size()) return;
  m_code->setText(m_ways[position].code);
  m_note->setText(m_ways[position].note);
  m_copy->setText(tr("&Copy"));
}

void UsageCard::copy() {
  QGuiApplication::clipboard()->setText(m_code->text());
  m_copy->setText(tr("Copied"));
}

}  // namespace nightjar
