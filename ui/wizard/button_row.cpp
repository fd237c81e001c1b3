#include "ui/wizard/button_row.h"

#include <QEvent>
#include <QHBoxLayout>
#include <QPainter>
#include <QPushButton>

#include "ui/theme/theme.h"
#include "ui/widgets/elided_label.h"
#include "ui/wizard/step_page.h"

namespace nightjar {

namespace {

QPushButton *makeButton(const QString &objectName, const QString &text, QWidget *parent) {
  auto *button = new QPushButton(text, parent);
  button->setObjectName(objectName);
  button->setAccessibleName(QString(text).remove(u'&'));
  return button;
}

}  // namespace

ButtonRow::ButtonRow(QWidget *parent)
    : QWidget(parent),
      m_note(new ElidedLabel({}, TextSize::Small, Tone::Muted, this)),
      m_extras(new QHBoxLayout),
      m_cancel(makeButton(QStringLiteral("cancel"), tr("Cancel"), this)),
      m_back(makeButton(QStringLiteral("back"), tr("&Back"), this)),
      m_verb(makeButton(QStringLiteral("verb"), QString(), this)) {
  setObjectName(QStringLiteral("buttonRow"));
  m_note->setObjectName(QStringLiteral("footerNote"));
  m_verb->setProperty("verb", true);
  m_verb->installEventFilter(this);
  auto *row = new QHBoxLayout(this);
  row->setContentsMargins(space(5), space(3), space(5), space(3));
  row->setSpacing(space(2.5));
  m_extras->setSpacing(space(2.5));
  row->addWidget(m_note, 1);
  row->addLayout(m_extras);
  row->addWidget(m_cancel);
  row->addWidget(m_back);
  row->addWidget(m_verb);
}

void ButtonRow::show(const StepPage &page, bool canGoBack) {
  m_note->setWhole(page.footerNote());
  place(page.extras());
  m_cancel->setText(page.cancelText());
  m_cancel->setAccessibleName(page.cancelText().remove(u'&'));
  m_cancel->setVisible(!page.cancelText().isEmpty());
  m_back->setVisible(canGoBack || page.hasInnerBack());
  m_verb->setText(page.verb());
  m_verb->setAccessibleName(page.verb().remove(u'&'));
  m_verb->setVisible(!page.verb().isEmpty());
  m_verb->setEnabled(page.verbEnabled());
}

// The second click of a double click would press the next page's verb, which nobody has read.
bool ButtonRow::eventFilter(QObject *watched, QEvent *event) {
  return (watched == m_verb && event->type() == QEvent::MouseButtonDblClick) || QWidget::eventFilter(watched, event);
}

void ButtonRow::place(QWidget *extras) {
  if (extras == m_shownExtras) return;
  if (m_shownExtras != nullptr) m_shownExtras->hide();
  m_shownExtras = extras;
  if (m_extras->indexOf(extras) < 0) m_extras->addWidget(extras);
  extras->show();
}

QList<QWidget *> ButtonRow::inTabOrder() const {
  QList<QWidget *> order;
  if (m_shownExtras != nullptr)
    for (auto *button : m_shownExtras->findChildren<QPushButton *>()) order.append(button);
  return order << m_cancel << m_back << m_verb;
}

void ButtonRow::paintEvent(QPaintEvent *event) {
  Q_UNUSED(event)
  QPainter painter(this);
  painter.fillRect(QRect(0, 0, width(), space(0.25)), coloursOf(palette()).border);
}

}  // namespace nightjar
