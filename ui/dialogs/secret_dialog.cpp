#include "ui/dialogs/secret_dialog.h"

#include <QHBoxLayout>
#include <QLabel>
#include <QLineEdit>
#include <QPushButton>
#include <QVBoxLayout>

#include "ui/theme/theme.h"
#include "ui/widgets/foreign_text.h"

namespace nightjar {

namespace {

struct Words {
  QString title, about, field;
};

Words wordsFor(const SecretQuestion &question) {
  const QString who = question.user.isEmpty() ? question.host : question.user + u'@' + question.host;
  switch (question.kind) {
    case SecretQuestion::Kind::Passphrase:
      return {SecretDialog::tr("Passphrase of your key"), SecretDialog::tr("It opens %1.").arg(question.keyFile),
              SecretDialog::tr("&Passphrase")};
    case SecretQuestion::Kind::Password:
      return {SecretDialog::tr("Password"), SecretDialog::tr("For %1.").arg(who), SecretDialog::tr("&Password")};
    case SecretQuestion::Kind::Code: break;
  }
  return {SecretDialog::tr("The server asks"),
          foreignText(SecretDialog::tr("%1 says: %2").arg(who, question.prompt.simplified())),
          SecretDialog::tr("&Answer")};
}

}  // namespace

SecretDialog::SecretDialog(const SecretQuestion &question, QWidget *parent)
    : QDialog(parent), m_field(new QLineEdit(this)) {
  const Words words = wordsFor(question);
  setObjectName(QStringLiteral("secretDialog"));
  setWindowTitle(words.title);
  setMinimumWidth(space(100));
  auto *column = new QVBoxLayout(this);
  column->setContentsMargins(space(6), space(5), space(6), space(4));
  column->setSpacing(space(2.5));
  column->addWidget(makeLabel(words.title, TextSize::Heading, Tone::Plain, this));
  column->addWidget(makeLabel(words.about, TextSize::Body, Tone::Muted, this));
  if (question.attempt > 1) {
    auto *again = makeLabel(tr("That was not right. Try again."), TextSize::Body, Tone::Bad, this);
    again->setObjectName(QStringLiteral("secretAgain"));
    column->addWidget(again);
  }
  auto *label = makeLabel(words.field, TextSize::Body, Tone::Plain, this);
  label->setBuddy(m_field);
  column->addWidget(label);
  m_field->setObjectName(QStringLiteral("secretField"));
  m_field->setAccessibleName(QString(words.field).remove(u'&'));
  m_field->setEchoMode(question.echo ? QLineEdit::Normal : QLineEdit::Password);
  column->addWidget(m_field);

  auto *buttons = new QHBoxLayout;
  auto *giveUp = new QPushButton(tr("Cancel"), this);
  giveUp->setObjectName(QStringLiteral("secretCancel"));
  giveUp->setAccessibleName(tr("Cancel"));
  giveUp->setAutoDefault(false);
  connect(giveUp, &QPushButton::clicked, this, &QDialog::reject);
  auto *ok = new QPushButton(tr("C&ontinue"), this);
  ok->setObjectName(QStringLiteral("secretContinue"));
  ok->setAccessibleName(tr("Continue"));
  ok->setProperty("verb", true);
  ok->setDefault(true);
  connect(ok, &QPushButton::clicked, this, &QDialog::accept);
  buttons->setSpacing(space(2.5));
  buttons->addStretch(1);
  buttons->addWidget(giveUp);
  buttons->addWidget(ok);
  column->addSpacing(space(1));
  column->addLayout(buttons);
  m_field->setFocus();
}

QString SecretDialog::secret() const {
  return m_field->text();
}

}  // namespace nightjar
