#include "ui/dialogs/host_key_dialog.h"

#include <QClipboard>
#include <QGuiApplication>
#include <QHBoxLayout>
#include <QLabel>
#include <QLineEdit>
#include <QPushButton>
#include <QVBoxLayout>

#include "ui/theme/theme.h"
#include "ui/widgets/key_value_grid.h"

namespace nightjar {

namespace {

QPushButton *makeButton(const QString &objectName, const QString &text, QWidget *parent) {
  auto *button = new QPushButton(text, parent);
  button->setObjectName(objectName);
  button->setAccessibleName(QString(text).remove(u'&'));
  button->setAutoDefault(false);
  return button;
}

QLineEdit *fingerprintField(const QString &fingerprint, QWidget *parent) {
  auto *field = new QLineEdit(fingerprint, parent);
  field->setObjectName(QStringLiteral("hostKeyFingerprint"));
  field->setAccessibleName(HostKeyDialog::tr("Fingerprint"));
  field->setReadOnly(true);
  field->setFont(monospaceFont());
  field->setMinimumWidth(field->fontMetrics().horizontalAdvance(fingerprint) + space(8));
  field->setCursorPosition(0);
  return field;
}

}  // namespace

HostKeyDialog::HostKeyDialog(const HostKeyQuestion &question, QWidget *parent) : QDialog(parent) {
  setObjectName(QStringLiteral("hostKeyDialog"));
  setWindowTitle(tr("Unknown host key"));
  auto *column = new QVBoxLayout(this);
  column->setContentsMargins(space(6), space(5), space(6), space(4));
  column->setSpacing(space(3));
  column->addWidget(makeLabel(tr("Is this the right machine?"), TextSize::Heading, Tone::Plain, this));
  column->addWidget(makeLabel(tr("Nobody has confirmed this machine's key yet. Compare the fingerprint with the one "
                                 "its owner or provider shows you. If they differ, somebody may sit in between."),
                              TextSize::Body, Tone::Muted, this));
  auto *rows = new KeyValueGrid(this);
  rows->setRows({{tr("Host"), question.host, {}, Tone::Muted},
                 {tr("Port"), QString::number(question.port), {}, Tone::Muted},
                 {tr("Key type"), question.keyType, {}, Tone::Muted}});
  column->addWidget(rows);
  column->addWidget(fingerprintField(question.fingerprint, this));

  auto *buttons = new QHBoxLayout;
  buttons->setSpacing(space(2.5));
  auto *copy = makeButton(QStringLiteral("hostKeyCopy"), tr("&Copy fingerprint"), this);
  connect(copy, &QPushButton::clicked, this,
          [text = question.fingerprint] { QGuiApplication::clipboard()->setText(text); });
  auto *yes = makeButton(QStringLiteral("hostKeyYes"), tr("&Yes, it is the same"), this);
  connect(yes, &QPushButton::clicked, this, &QDialog::accept);
  auto *no = makeButton(QStringLiteral("hostKeyNo"), tr("&No, do not connect"), this);
  no->setProperty("verb", true);
  no->setDefault(true);
  connect(no, &QPushButton::clicked, this, &QDialog::reject);
  buttons->addWidget(copy);
  buttons->addStretch(1);
  buttons->addWidget(yes);
  buttons->addWidget(no);
  column->addSpacing(space(1));
  column->addLayout(buttons);
  no->setFocus();
}

}  // namespace nightjar
