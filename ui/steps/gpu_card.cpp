#include "ui/steps/gpu_card.h"

#include <QHBoxLayout>
#include <QLabel>
#include <QPainter>

#include "ui/steps/fact_text.h"
#include "ui/widgets/elided_label.h"
#include "ui/widgets/foreign_text.h"
#include "ui/widgets/status_label.h"

namespace nightjar {

namespace {

/// The chip beside the name: "GPU" or "CPU" in a rounded frame.
class Chip : public QWidget {
 public:
  Chip(QString text, Tone tone, QWidget *parent) : QWidget(parent), m_text(std::move(text)), m_tone(tone) {
    setFixedSize(space(18.5), space(13.5));
  }

 protected:
  void paintEvent(QPaintEvent *event) override {
    Q_UNUSED(event)
    QPainter painter(this);
    painter.setRenderHint(QPainter::Antialiasing);
    const QColor colour = coloursOf(palette()).of(m_tone, palette());
    const double width = space(0.5);
    painter.setPen(QPen(colour, width));
    painter.drawRoundedRect(QRectF(rect()).adjusted(width, width, -width, -width), space(2), space(2));
    painter.setFont(fontOf(TextSize::Body, true));
    painter.drawText(rect(), Qt::AlignCenter, m_text);
  }

 private:
  QString m_text;
  Tone m_tone;
};

struct Ready {
  Mark mark;
  Tone tone;
  QString text;
};

Ready readiness(const RuntimeFacts &facts) {
  if (facts.gpus.isEmpty()) return {Mark::None, Tone::Muted, {}};
  for (const Finding &finding : facts.findings) {
    if (finding.severity == Severity::Problem || finding.id.startsWith(QLatin1String("nvidia-smi-")))
      return {Mark::Warning, Tone::Warn, GpuCard::tr("see below")};
  }
  const bool needsDriver = facts.gpus.first().vendor == QLatin1String("nvidia");
  if (needsDriver && !facts.driver) return {Mark::Warning, Tone::Warn, GpuCard::tr("no driver")};
  return {Mark::Tick, Tone::Good, GpuCard::tr("ready")};
}

void addRow(Card &card, const GpuGroup &group, const Ready &ready, bool isGpu) {
  auto *row = new QHBoxLayout;
  row->setSpacing(space(4.5));
  row->addWidget(
      new Chip(isGpu ? QStringLiteral("GPU") : QStringLiteral("CPU"), isGpu ? Tone::Accent : Tone::Muted, &card), 0,
      Qt::AlignVCenter);
  auto *texts = new QVBoxLayout;
  texts->setSpacing(space(0.5));
  auto *name = new ElidedLabel(group.name, TextSize::Heading, Tone::Plain, &card, true);
  name->setObjectName(QStringLiteral("gpuName"));
  auto *line = makeLabel(foreignText(group.line, 300), TextSize::Body, Tone::Muted, &card);
  line->setObjectName(QStringLiteral("gpuLine"));
  texts->addStretch(1);
  texts->addWidget(name);
  texts->addWidget(line);
  texts->addStretch(1);
  row->addLayout(texts, 1);
  if (!ready.text.isEmpty()) {
    auto *status = new StatusLabel(&card);
    status->setObjectName(QStringLiteral("gpuStatus"));
    status->setFont(fontOf(TextSize::Body, true));
    status->setStatus(ready.mark, ready.tone, ready.text);
    row->addWidget(status, 0, Qt::AlignVCenter);
  }
  card.body()->addLayout(row);
}

}  // namespace

GpuCard::GpuCard(const RuntimeFacts &facts, QWidget *parent) : Card(parent) {
  setObjectName(QStringLiteral("gpuCard"));
  body()->setSpacing(space(3));
  const QList<GpuGroup> groups = gpuGroups(facts);
  const Ready ready = readiness(facts);
  for (const GpuGroup &group : groups) addRow(*this, group, ready, true);
  if (groups.isEmpty()) {
    addRow(*this, {tr("No GPU found"), tr("That is fine: the CPU nightly runs everywhere, only slower.")}, ready,
           false);
  }
}

}  // namespace nightjar
