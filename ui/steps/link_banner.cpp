#include "ui/steps/link_banner.h"

#include <QHBoxLayout>
#include <QLabel>
#include <QToolButton>

#include "ui/widgets/foreign_text.h"

namespace nightjar {

LinkBanner::LinkBanner(QWidget *parent)
    : Card(parent, Tone::Warn),
      m_text(makeLabel({}, TextSize::Body, Tone::Plain, this)),
      m_why(makeLabel({}, TextSize::Small, Tone::Muted, this)),
      m_fold(new QToolButton(this)) {
  setObjectName(QStringLiteral("linkBanner"));
  m_text->setObjectName(QStringLiteral("linkText"));
  m_why->setObjectName(QStringLiteral("linkWhy"));
  m_why->setTextInteractionFlags(Qt::TextSelectableByMouse);
  m_fold->setObjectName(QStringLiteral("linkFold"));
  m_fold->setAccessibleName(tr("Why the connection is lost"));
  m_fold->setText(tr("Wh&y"));
  m_fold->setProperty("quiet", true);
  m_fold->setToolButtonStyle(Qt::ToolButtonTextBesideIcon);
  m_fold->setCheckable(true);
  m_fold->setArrowType(Qt::RightArrow);
  connect(m_fold, &QToolButton::toggled, this, [this](bool shown) {
    m_fold->setArrowType(shown ? Qt::DownArrow : Qt::RightArrow);
    m_why->setVisible(shown);
  });
  auto *row = new QHBoxLayout;
  row->addWidget(m_text, 1);
  row->addWidget(m_fold);
  body()->addLayout(row);
  body()->addWidget(m_why);
  m_why->hide();
  hide();
}

void LinkBanner::showLost(const Error &error, int retrySeconds, qint64 now) {
  QStringList words{error.what, error.why, error.details};
  words.removeAll(QString());
  m_why->setText(foreignText(words.join(u'\n')));
  m_fold->setVisible(!words.isEmpty());
  m_lost = true;
  m_tryAt = now + retrySeconds * 1000LL;
  tick(now);
  show();
}

void LinkBanner::tick(qint64 now) {
  if (!m_lost) return;
  const qint64 left = (m_tryAt - now + 999) / 1000;
  m_text->setText(left > 0 ? tr("Connection lost. The runtime carries on; trying again in %1 s.").arg(left)
                           : tr("Connection lost. The runtime carries on; trying again now…"));
}

void LinkBanner::clear() {
  m_lost = false;
  m_fold->setChecked(false);
  hide();
}

}  // namespace nightjar
