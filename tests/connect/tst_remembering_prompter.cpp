#include <QTest>

#include "core/connect/remembering_prompter.h"

using namespace nightjar;

namespace {

/// Answers what it is told to, and notes what it was asked.
class Person : public Prompter {
 public:
  bool acceptHostKey(const HostKeyQuestion &question) override {
    asked += question.fingerprint;
    return accepts;
  }
  std::optional<QString> secret(const SecretQuestion &question) override {
    asked += QStringLiteral("%1 %2").arg(question.user, question.keyFile) + question.prompt;
    return answer;
  }

  QStringList asked;
  bool accepts = true;
  std::optional<QString> answer = QStringLiteral("first");
};

SecretQuestion password(const QString &user, int attempt = 1) {
  SecretQuestion question;
  question.host = QStringLiteral("lab");
  question.user = user;
  question.attempt = attempt;
  return question;
}

}  // namespace

class TestRememberingPrompter : public QObject {
  Q_OBJECT

 private Q_SLOTS:
  void whatWasAnsweredIsNotAskedAgain() {
    Person person;
    RememberingPrompter prompter(person);
    QCOMPARE(prompter.secret(password("ada")), std::optional<QString>("first"));
    person.answer = QStringLiteral("second");
    QCOMPARE(prompter.secret(password("ada")), std::optional<QString>("first"));
    QCOMPARE(person.asked.size(), 1);
  }

  void anotherQuestionIsAskedOfThePerson() {
    Person person;
    RememberingPrompter prompter(person);
    (void)prompter.secret(password("ada"));
    person.answer = QStringLiteral("second");
    QCOMPARE(prompter.secret(password("bob")), std::optional<QString>("second"));
    SecretQuestion elsewhere = password("ada");
    elsewhere.host = QStringLiteral("other");
    QCOMPARE(prompter.secret(elsewhere), std::optional<QString>("second"));
    SecretQuestion key = password("ada");
    key.kind = SecretQuestion::Kind::Passphrase;
    key.keyFile = QStringLiteral("~/.ssh/id_ed25519");
    QCOMPARE(prompter.secret(key), std::optional<QString>("second"));
    key.keyFile = QStringLiteral("~/.ssh/other");
    person.answer = QStringLiteral("third");
    QCOMPARE(prompter.secret(key), std::optional<QString>("third"));
    QCOMPARE(person.asked.size(), 5);
  }

  void aSecretThatWasRefusedIsAskedAgainAndForgotten() {
    Person person;
    RememberingPrompter prompter(person);
    (void)prompter.secret(password("ada"));
    person.answer = QStringLiteral("right");
    QCOMPARE(prompter.secret(password("ada", 2)), std::optional<QString>("right"));
    QCOMPARE(prompter.secret(password("ada")), std::optional<QString>("right"));
    QCOMPARE(person.asked.size(), 2);
    person.answer.reset();
    QCOMPARE(prompter.secret(password("ada", 2)), std::nullopt);
    person.answer = QStringLiteral("new");
    QCOMPARE(prompter.secret(password("ada")), std::optional<QString>("new"));
  }

  void givingUpIsNoAnswerToRemember() {
    Person person;
    person.answer.reset();
    RememberingPrompter prompter(person);
    QCOMPARE(prompter.secret(password("ada")), std::nullopt);
    person.answer = QStringLiteral("first");
    QCOMPARE(prompter.secret(password("ada")), std::optional<QString>("first"));
  }

  void aCodeIsForOneTime() {
    Person person;
    RememberingPrompter prompter(person);
    SecretQuestion code = password("ada");
    code.kind = SecretQuestion::Kind::Code;
    code.prompt = QStringLiteral("Verification code:");
    QCOMPARE(prompter.secret(code), std::optional<QString>("first"));
    person.answer = QStringLiteral("second");
    QCOMPARE(prompter.secret(code), std::optional<QString>("second"));
  }

  void aHostKeyIsAlwaysThePersonsToAccept() {
    Person person;
    RememberingPrompter prompter(person);
    HostKeyQuestion question;
    question.fingerprint = QStringLiteral("SHA256:abc");
    QVERIFY(prompter.acceptHostKey(question));
    person.accepts = false;
    QVERIFY(!prompter.acceptHostKey(question));
    QCOMPARE(person.asked.size(), 2);
  }
};

QTEST_APPLESS_MAIN(TestRememberingPrompter)
#include "tst_remembering_prompter.moc"
