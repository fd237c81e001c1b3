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

namespace {

QMessageBox *makeBox(QWidget *window, const QString &objectName, const QString &title, const QString &text) {
  auto *box = new QMessageBox(QMessageBox::Question, title, foreignText(text), QMessageBox::NoButton, window);
  box->setObjectName(objectName);
  box->setTextFormat(Qt::PlainText);
  box->setAttribute(Qt::WA_DeleteOnClose);
  return box;
}

QPushButton *addAnswer(QMessageBox &box, const QString &objectName, const QString &text, QMessageBox::ButtonRole role) {
  auto *button = box.addButton(text, role);
  button->setObjectName(objectName);
  button->setAccessibleName(QString(text).remove(u'&'));
  return button;
}

}  // namespace

QDialog *askBeforeLosing(QWidget *window, const LosingQuestion &question, std::function<void()> yes) {
  const QString title = QString(question.yes).remove(u'&').remove(u'…') + u'?';
  auto *box = makeBox(window, QStringLiteral("loseDialog"), title, question.lost);
  auto *stop = addAnswer(*box, QStringLiteral("loseYes"), question.yes, QMessageBox::YesRole);
  auto *keep = addAnswer(*box, QStringLiteral("loseNo"), question.no, QMessageBox::NoRole);
  box->setDefaultButton(keep);
  box->setEscapeButton(keep);
  QObject::connect(box, &QMessageBox::buttonClicked, box, [stop, yes = std::move(yes)](QAbstractButton *pressed) {
    if (pressed == stop) yes();
  });
  box->open();
  return box;
}

QDialog *askHowToLeave(QWidget *window, const LeavingQuestion &question) {
  auto *box = makeBox(window, QStringLiteral("leaveDialog"), Questions::tr("Close Nightjar?"), question.running);
  auto *leave =
      addAnswer(*box, QStringLiteral("leaveRunning"), Questions::tr("&Leave it running"), QMessageBox::AcceptRole);
  auto *stop = addAnswer(*box, QStringLiteral("leaveCancel"), Questions::tr("&Cancel the install"),
                         QMessageBox::DestructiveRole);
  auto *stay = addAnswer(*box, QStringLiteral("leaveStay"), Questions::tr("&Stay"), QMessageBox::RejectRole);
  box->setDefaultButton(leave);
  box->setEscapeButton(stay);
  QObject::connect(box, &QMessageBox::buttonClicked, box, [leave, stop, question](QAbstractButton *pressed) {
    if (pressed == leave) question.leave();
    if (pressed == stop) question.stop();
  });
  box->open();
  return box;
}

}  // namespace nightjar
