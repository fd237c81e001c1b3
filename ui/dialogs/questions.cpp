#include "ui/dialogs/questions.h"

#include <QAbstractButton>
#include <QMessageBox>
#include <QPushButton>

#include "ui/dialogs/host_key_dialog.h"
#include "ui/dialogs/secret_dialog.h"
#include "ui/widgets/foreign_text.h"

namespace nightjar {

Questions::Questions(WizardModel &model, QWidget *window) : QObject(window), m_model(model), m_window(window) {
  connect(&model, &WizardModel::hostKeyQuestion, this, [this](const HostKeyQuestion &question) {
    show(new HostKeyDialog(question, m_window), [this](bool accepted) { m_model.answerHostKey(accepted); });
  });
  connect(&model, &WizardModel::secretQuestion, this, [this](const SecretQuestion &question) {
    auto *dialog = new SecretDialog(question, m_window);
    show(dialog, [this, dialog](bool accepted) {
      m_model.answerSecret(accepted ? std::optional(dialog->secret()) : std::nullopt);
    });
  });
  connect(&model, &WizardModel::questionsWithdrawn, this, [this] {
    if (m_open == nullptr) return;
    m_open->disconnect(this);
    m_open->close();
  });
}

void Questions::show(QDialog *dialog, std::function<void(bool)> answer) {
  m_open = dialog;
  dialog->setAttribute(Qt::WA_DeleteOnClose);
  connect(dialog, &QDialog::finished, this,
          [answer = std::move(answer)](int result) { answer(result == QDialog::Accepted); });
  dialog->open();
}

QDialog *askBeforeLosing(QWidget *window, const LosingQuestion &question, std::function<void()> yes) {
  const QString title = QString(question.yes).remove(u'&').remove(u'…') + u'?';
  auto *box = new QMessageBox(QMessageBox::Question, title, foreignText(question.lost), QMessageBox::NoButton, window);
  box->setObjectName(QStringLiteral("loseDialog"));
  box->setTextFormat(Qt::PlainText);
  box->setAttribute(Qt::WA_DeleteOnClose);
  auto *stop = box->addButton(question.yes, QMessageBox::YesRole);
  stop->setObjectName(QStringLiteral("loseYes"));
  auto *keep = box->addButton(question.no, QMessageBox::NoRole);
  keep->setObjectName(QStringLiteral("loseNo"));
  for (QAbstractButton *button : box->buttons()) button->setAccessibleName(button->text().remove(u'&'));
  box->setDefaultButton(keep);
  box->setEscapeButton(keep);
  QObject::connect(box, &QMessageBox::buttonClicked, box, [stop, yes = std::move(yes)](QAbstractButton *pressed) {
    if (pressed == stop) yes();
  });
  box->open();
  return box;
}

}  // namespace nightjar
