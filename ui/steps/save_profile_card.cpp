#include "ui/steps/save_profile_card.h"

#include <QHBoxLayout>
#include <QKeyEvent>
#include <QLabel>
#include <QLineEdit>
#include <QPushButton>
#include <QVBoxLayout>

namespace nightjar {

SaveProfileCard::SaveProfileCard(QWidget *parent)
    : Card(parent),
      m_name(new QLineEdit(this)),
      m_save(new QPushButton(tr("&Save as profile"), this)),
      m_note(makeLabel({}, TextSize::Small, Tone::Muted, this)) {
  setObjectName(QStringLiteral("saveProfileCard"));
  m_name->setObjectName(QStringLiteral("profileName"));
  m_name->setAccessibleName(tr("Name of the profile"));
  m_name->setPlaceholderText(tr("Name of the profile"));
  m_name->installEventFilter(this);
  m_save->setObjectName(QStringLiteral("saveProfile"));
  m_save->setAccessibleName(tr("Save as profile"));
  m_note->setObjectName(QStringLiteral("saveProfileNote"));
  auto *const row = new QHBoxLayout;
  row->setSpacing(space(2));
  row->addWidget(m_name, 1);
  row->addWidget(m_save);
  body()->setSpacing(space(2));
  body()->addLayout(row);
  body()->addWidget(m_note);
  connect(m_save, &QPushButton::clicked, this, &SaveProfileCard::ask);
  connect(m_name, &QLineEdit::textChanged, this,
          [this](const QString &text) { m_save->setEnabled(!text.trimmed().isEmpty()); });
  m_save->setEnabled(false);
}

// Enter in the field saves; without this it would press the window's verb and close it.
bool SaveProfileCard::eventFilter(QObject *watched, QEvent *event) {
  if (watched != m_name || event->type() != QEvent::KeyPress) return Card::eventFilter(watched, event);
  const int key = static_cast<QKeyEvent *>(event)->key();
  if (key != Qt::Key_Return && key != Qt::Key_Enter) return Card::eventFilter(watched, event);
  if (m_save->isEnabled()) ask();
  return true;
}

void SaveProfileCard::ask() {
  Q_EMIT saveAsked(m_name->text().trimmed());
}

void SaveProfileCard::showName(const QString &name, bool saved) {
  m_name->setText(name);
  nightjar::setTone(m_note, Tone::Muted);
  m_note->setText(saved ? tr("Saved as “%1”. From there one click builds the same again on a fresh runtime.").arg(name)
                        : tr("A profile remembers how to reach this runtime and which build it has: one click builds "
                             "the same again on a fresh one. It holds no secrets."));
}

void SaveProfileCard::showOutcome(const QString &name, const Result<void> &outcome) {
  if (outcome) return showName(name, true);
  nightjar::setTone(m_note, Tone::Bad);
  const Error &error = outcome.error();
  m_note->setText(QStringList{error.what, error.why, error.fix}.join(QLatin1Char(' ')).simplified());
}

}  // namespace nightjar
