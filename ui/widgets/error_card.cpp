#include "ui/widgets/error_card.h"

#include <QClipboard>
#include <QGuiApplication>
#include <QHBoxLayout>
#include <QLabel>
#include <QPlainTextEdit>
#include <QPushButton>
#include <QToolButton>
#include <QVBoxLayout>

#include "ui/widgets/foreign_text.h"
#include "ui/widgets/window_words.h"

namespace nightjar {

ErrorCard::ErrorCard(QWidget *parent)
    : Card(parent, Tone::Bad),
      m_what(makeLabel({}, TextSize::Heading, Tone::Bad, this)),
      m_why(makeLabel({}, TextSize::Body, Tone::Plain, this)),
      m_fix(makeLabel({}, TextSize::Body, Tone::Plain, this)),
      m_fold(new QToolButton(this)),
      m_details(new QPlainTextEdit(this)),
      m_actions(new QHBoxLayout) {
  setObjectName(QStringLiteral("errorCard"));
  setAccessibleName(tr("What went wrong"));
  m_what->setObjectName(QStringLiteral("errorWhat"));
  m_why->setObjectName(QStringLiteral("errorWhy"));
  m_fix->setObjectName(QStringLiteral("errorFix"));
  for (QLabel *label : {m_what, m_why, m_fix}) {
    label->setTextInteractionFlags(Qt::TextSelectableByMouse);
    body()->addWidget(label);
  }
  m_fold->setObjectName(QStringLiteral("errorDetailsFold"));
  m_fold->setProperty("quiet", true);
  m_fold->setToolButtonStyle(Qt::ToolButtonTextBesideIcon);
  m_fold->setCheckable(true);
  connect(m_fold, &QToolButton::toggled, this, &ErrorCard::showDetails);
  m_details->setObjectName(QStringLiteral("errorDetails"));
  m_details->setAccessibleName(tr("Details, as the other side said them"));
  m_details->setReadOnly(true);
  m_details->setTabChangesFocus(true);
  m_details->setFont(monospaceFont());
  m_details->setFixedHeight(space(32));
  m_actions->setSpacing(space(2));
  m_actions->setContentsMargins(0, space(1), 0, 0);
  m_actions->addStretch(1);
  auto *copy = addAction(QStringLiteral("errorCopy"), tr("Cop&y"));
  copy->setAccessibleName(tr("Copy the error"));
  connect(copy, &QPushButton::clicked, this, [this] {
    const QStringList all{m_error.what, m_error.why, m_error.fix, m_error.details};
    QGuiApplication::clipboard()->setText(all.join(u'\n').trimmed());
  });
  body()->addLayout(m_actions);
  body()->addWidget(m_fold, 0, Qt::AlignLeft);
  body()->addWidget(m_details);
  clear();
}

void ErrorCard::setError(const Error &error) {
  m_error = error;
  m_error.fix = windowWords(error.fix);
  m_what->setText(foreignText(error.what));
  m_why->setText(foreignText(error.why));
  m_fix->setText(foreignText(m_error.fix));
  m_why->setVisible(!error.why.isEmpty());
  m_fix->setVisible(!error.fix.isEmpty());
  m_details->setPlainText(error.details);
  m_fold->setVisible(!error.details.isEmpty());
  m_fold->setChecked(false);
  showDetails(false);
  show();
}

void ErrorCard::clear() {
  m_error = {};
  hide();
}

QPushButton *ErrorCard::addAction(const QString &objectName, const QString &text) {
  auto *button = new QPushButton(text, this);
  button->setObjectName(objectName);
  button->setAccessibleName(QString(text).remove(u'&'));
  button->setProperty("small", true);
  m_actions->insertWidget(m_actions->count() - 1 - (objectName == QLatin1String("errorCopy") ? 0 : 1), button);
  return button;
}

void ErrorCard::showDetails(bool shown) {
  m_details->setVisible(shown);
  m_fold->setArrowType(shown ? Qt::DownArrow : Qt::RightArrow);
  m_fold->setText(tr("&Details"));
  m_fold->setAccessibleName(shown ? tr("Hide details") : tr("Show details"));
}

}  // namespace nightjar
