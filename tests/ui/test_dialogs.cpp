#include <QLabel>
#include <QLineEdit>
#include <QPushButton>
#include <QSignalSpy>
#include <QTest>

#include "scenes.h"
#include "ui/dialogs/host_key_dialog.h"
#include "ui/dialogs/secret_dialog.h"
#include "ui/theme/theme.h"

using namespace nightjar;

namespace {

const HostKeyQuestion hostKey{"<b>host</b>", 22, "ssh-ed25519", "SHA256:uNiVztksCsDhcc0u9e8BrsD4kFfTqLq3sVQiN7bR1Yc"};

SecretQuestion code(bool echo) {
  SecretQuestion question;
  question.kind = SecretQuestion::Kind::Code;
  question.host = QStringLiteral("lab");
  question.prompt = QStringLiteral("<h1>Verification</h1> code:\n");
  question.echo = echo;
  return question;
}

template <typename T>
T *child(QWidget &in, const char *name) {
  auto *found = in.findChild<T *>(QString::fromLatin1(name));
  if (found == nullptr) qFatal("no child %s", name);
  return found;
}

}  // namespace

class TestDialogs : public QObject {
  Q_OBJECT
 private Q_SLOTS:
  void initTestCase() { applyTheme(Theme::Light); }

  void anUnknownHostKeyIsRefusedByEnter() {
    HostKeyDialog dialog(hostKey, nullptr);
    dialog.show();
    QVERIFY(child<QPushButton>(dialog, "hostKeyNo")->isDefault());
    const QSignalSpy done(&dialog, &QDialog::finished);
    QTest::keyClick(&dialog, Qt::Key_Return);
    QCOMPARE(done.size(), 1);
    QCOMPARE(dialog.result(), static_cast<int>(QDialog::Rejected));
  }

  void onlyTheYesButtonAcceptsAHostKey() {
    HostKeyDialog dialog(hostKey, nullptr);
    dialog.show();
    child<QPushButton>(dialog, "hostKeyYes")->click();
    QCOMPARE(dialog.result(), static_cast<int>(QDialog::Accepted));
  }

  void theWholeFingerprintIsShownAndNothingIsMarkup() {
    HostKeyDialog dialog(hostKey, nullptr);
    dialog.show();
    QCOMPARE(child<QLineEdit>(dialog, "hostKeyFingerprint")->text(), hostKey.fingerprint);
    bool host = false;
    for (const QLabel *label : dialog.findChildren<QLabel *>()) {
      QCOMPARE(label->textFormat(), Qt::PlainText);
      host = host || label->text() == hostKey.host;
    }
    QVERIFY(host);
  }

  void secretsAreHiddenUnlessTheServerAllowsThem() {
    const SecretDialog hidden(code(false), nullptr);
    QCOMPARE(hidden.findChild<QLineEdit *>()->echoMode(), QLineEdit::Password);
    const SecretDialog shown(code(true), nullptr);
    QCOMPARE(shown.findChild<QLineEdit *>()->echoMode(), QLineEdit::Normal);
  }

  void aWrongSecretIsSaidAtTheNextAttempt() {
    SecretQuestion question = code(false);
    QVERIFY(SecretDialog(question, nullptr).findChild<QLabel *>(QStringLiteral("secretAgain")) == nullptr);
    question.attempt = 2;
    QVERIFY(SecretDialog(question, nullptr).findChild<QLabel *>(QStringLiteral("secretAgain")) != nullptr);
  }

  void answersReachTheModelOnce() {
    nightjar::Stage stage(scenes().first());
    Q_EMIT stage.model.hostKeyQuestion(hostKey);
    child<QPushButton>(*stage.window, "hostKeyNo")->click();
    QCOMPARE(stage.model.hostKeyAnswer, std::optional(false));
    Q_EMIT stage.model.secretQuestion(code(false));
    auto *dialog = child<QDialog>(*stage.window, "secretDialog");
    child<QLineEdit>(*dialog, "secretField")->setText(QStringLiteral("123456"));
    QTest::keyClick(dialog, Qt::Key_Return);
    QCOMPARE(stage.model.secretAnswer, std::optional(std::optional(QStringLiteral("123456"))));
  }

  void givingUpASecretIsAnAnswerToo() {
    nightjar::Stage stage(scenes().first());
    Q_EMIT stage.model.secretQuestion(code(false));
    QTest::keyClick(child<QDialog>(*stage.window, "secretDialog"), Qt::Key_Escape);
    QVERIFY(stage.model.secretAnswer.has_value());
    QVERIFY(!stage.model.secretAnswer->has_value());
  }

  void aWithdrawnQuestionClosesItsDialogWithoutAnAnswer() {
    nightjar::Stage stage(scenes().first());
    Q_EMIT stage.model.hostKeyQuestion(hostKey);
    QVERIFY(child<QDialog>(*stage.window, "hostKeyDialog")->isVisible());
    Q_EMIT stage.model.questionsWithdrawn();
    QTRY_VERIFY(stage.window->findChild<QDialog *>(QStringLiteral("hostKeyDialog")) == nullptr);
    QVERIFY(!stage.model.hostKeyAnswer.has_value());
  }
};

QTEST_MAIN(TestDialogs)
#include "test_dialogs.moc"
