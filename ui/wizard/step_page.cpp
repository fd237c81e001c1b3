#include "ui/wizard/step_page.h"

#include <QScrollArea>
#include <QVBoxLayout>

#include "ui/theme/theme.h"

namespace nightjar {

StepPage::StepPage(WizardModel &model, QWidget *parent)
    : QWidget(parent), m_model(model), m_body(new QWidget), m_extras(new QWidget(this)) {
  m_extras->hide();
  auto *buttons = new QHBoxLayout(m_extras);
  buttons->setContentsMargins(0, 0, 0, 0);
  buttons->setSpacing(space(2.5));
  auto *scroll = new QScrollArea(this);
  scroll->setObjectName(QStringLiteral("pageScroll"));
  scroll->setWidgetResizable(true);
  scroll->setHorizontalScrollBarPolicy(Qt::ScrollBarAlwaysOff);
  scroll->setFocusPolicy(Qt::NoFocus);
  m_body->setProperty("page", true);
  scroll->setWidget(m_body);
  auto *content = new QVBoxLayout(m_body);
  content->setContentsMargins(space(7), space(2.5), space(7), space(4));
  content->setSpacing(space(3));
  auto *outer = new QVBoxLayout(this);
  outer->setContentsMargins(0, 0, 0, 0);
  outer->addWidget(scroll);
}

namespace {

template <typename T>
bool store(T &place, const T &value) {
  if (place == value) return false;
  place = value;
  return true;
}

}  // namespace

void StepPage::setTitle(const QString &text) {
  if (store(m_title, text)) Q_EMIT changed();
}

void StepPage::setSubtitle(const QString &text) {
  if (store(m_subtitle, text)) Q_EMIT changed();
}

void StepPage::setVerb(const QString &text, bool enabled) {
  const bool newText = store(m_verb, text);
  if (store(m_verbEnabled, enabled) || newText) Q_EMIT changed();
}

void StepPage::setFooterNote(const QString &text) {
  if (store(m_footerNote, text)) Q_EMIT changed();
}

void StepPage::setCancelText(const QString &text) {
  if (store(m_cancelText, text)) Q_EMIT changed();
}

QPushButton *StepPage::addExtraButton(const QString &objectName, const QString &text) {
  auto *button = new QPushButton(text, m_extras);
  button->setObjectName(objectName);
  button->setAccessibleName(QString(text).remove(u'&'));
  m_extras->layout()->addWidget(button);
  return button;
}

}  // namespace nightjar
