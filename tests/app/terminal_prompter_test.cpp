#include "app/terminal_prompter.h"

#include <signal.h>
#include <sys/wait.h>

#include <QTest>

#include "tests/app/pty_program.h"

namespace {

PtyProgram ask(const char *question, bool terminal = true) {
  return PtyProgram({NIGHTJAR_ASK_PROGRAM, question}, terminal);
}

bool endedWell(int status) {
  return status != -1 && WIFEXITED(status) && WEXITSTATUS(status) == 0;
}

}  // namespace

class TerminalPrompterTest : public QObject {
  Q_OBJECT

 private Q_SLOTS:
  void aSecretIsReadWithoutBeingShown_data() {
    QTest::addColumn<QByteArray>("question");
    QTest::addColumn<QByteArray>("prompt");
    QTest::newRow("password") << QByteArray("password") << QByteArray("Password of me on host: ");
    QTest::newRow("passphrase") << QByteArray("passphrase") << QByteArray("Passphrase for the key /home/me/key: ");
    QTest::newRow("code") << QByteArray("code") << QByteArray("host asks: Code[31m:  now ");
    QTest::newRow("after a wrong answer") << QByteArray("again") << QByteArray("That was not accepted.");
  }
  void aSecretIsReadWithoutBeingShown() {
    QFETCH(const QByteArray, question);
    QFETCH(const QByteArray, prompt);
    PtyProgram program = ask(question.constData());
    QVERIFY(program.waitFor(prompt) && program.waitFor(": ") && program.waitFor(" "));
    QVERIFY(!program.echoes());
    program.type("größe hunter2\n");
    QVERIFY(endedWell(program.finish()));
    QCOMPARE(program.output(), QByteArray("größe hunter2"));
    QVERIFY(!program.shown().contains("hunter2"));
    QVERIFY(!program.shown().contains('\x1b'));
    QVERIFY(program.echoes());
  }

  void anAnswerThatMayBeShownIsShown() {
    PtyProgram program = ask("shown-code");
    QVERIFY(program.waitFor("now "));
    QVERIFY(program.echoes());
    program.type("123456\n");
    QVERIFY(endedWell(program.finish()));
    QCOMPARE(program.output(), QByteArray("123456"));
    QVERIFY(program.shown().contains("123456"));
  }

  void anEmptySecretIsAnAnswer() {
    PtyProgram program = ask("password");
    QVERIFY(program.waitFor("host: "));
    program.type("\n");
    QVERIFY(endedWell(program.finish()));
    QCOMPARE(program.output(), QByteArray());
  }

  void theEndOfInputIsNoAnswer() {
    PtyProgram program = ask("password");
    QVERIFY(program.waitFor("host: "));
    program.type("\x04");
    const int status = program.finish();
    QVERIFY(WIFEXITED(status));
    QCOMPARE(WEXITSTATUS(status), 3);
    QVERIFY(program.echoes());
  }

  void aSignalLeavesTheTerminalAsItWas_data() {
    QTest::addColumn<int>("number");
    QTest::addColumn<QByteArray>("keys");
    QTest::newRow("Ctrl-C") << SIGINT << QByteArray("half\x03");
    QTest::newRow("Ctrl-\\") << SIGQUIT << QByteArray("\x1c");
    QTest::newRow("interrupted") << SIGINT << QByteArray();
    QTest::newRow("ended") << SIGTERM << QByteArray();
    QTest::newRow("hung up") << SIGHUP << QByteArray();
  }
  void aSignalLeavesTheTerminalAsItWas() {
    QFETCH(const int, number);
    QFETCH(const QByteArray, keys);
    PtyProgram program = ask("password");
    const auto before = program.mode().c_lflag;
    QVERIFY(program.waitFor("host: "));
    if (keys.isEmpty())
      program.signal(number);
    else
      program.type(keys);
    const int status = program.finish();
    QVERIFY(WIFSIGNALED(status));
    QCOMPARE(WTERMSIG(status), number);
    QVERIFY(before & ECHO);
    QCOMPARE(program.mode().c_lflag, before);
    QCOMPARE(program.output(), QByteArray());
  }

  void aStopFromElsewhereEndsTheQuestion() {
    PtyProgram program = ask("password");
    const auto before = program.mode().c_lflag;
    QVERIFY(program.waitFor("host: "));
    program.signal(SIGUSR1);
    const int status = program.finish();
    QVERIFY(WIFEXITED(status));
    QCOMPARE(WEXITSTATUS(status), 3);
    QCOMPARE(program.mode().c_lflag, before);
  }

  // The kernel does not stop a program whose parent lives in another session, so the question comes back at once.
  void aStoppedQuestionIsAskedAgain() {
    PtyProgram program = ask("password");
    QVERIFY(program.waitFor("host: "));
    program.type("forgotten");
    program.signal(SIGTSTP);
    QVERIFY(program.waitFor("host: \r\nPassword of me on host: "));
    QVERIFY(!program.echoes());
    program.type("hunter2\n");
    QVERIFY(endedWell(program.finish()));
    QCOMPARE(program.output(), QByteArray("hunter2"));
  }

  void aHostKeyNeedsTheWholeWordYes_data() {
    QTest::addColumn<QByteArray>("keys");
    QTest::addColumn<QByteArray>("answer");
    QTest::newRow("yes") << QByteArray("yes\n") << QByteArray("yes");
    QTest::newRow("yes, loudly") << QByteArray(" YES \n") << QByteArray("yes");
    QTest::newRow("Enter") << QByteArray("\n") << QByteArray("no");
    QTest::newRow("no") << QByteArray("no\n") << QByteArray("no");
    QTest::newRow("y") << QByteArray("y\n") << QByteArray("no");
    QTest::newRow("yesterday") << QByteArray("yesterday\n") << QByteArray("no");
    QTest::newRow("end") << QByteArray("\x04") << QByteArray("no");
  }
  void aHostKeyNeedsTheWholeWordYes() {
    QFETCH(const QByteArray, keys);
    PtyProgram program = ask("host-key");
    QVERIFY(program.waitFor("[no] "));
    const QByteArray shown = program.shown();
    QVERIFY(shown.contains("ssh-ed25519  SHA256:abc def"));
    QVERIFY(shown.contains("evil[2J.example, port 2222"));
    QVERIFY(!shown.contains('\x1b'));
    program.type(keys);
    QVERIFY(endedWell(program.finish()));
    QTEST(program.output(), "answer");
  }

  void aYesNoQuestionHasADefaultAndInsists_data() {
    QTest::addColumn<QByteArray>("question");
    QTest::addColumn<QByteArray>("keys");
    QTest::addColumn<QByteArray>("answer");
    QTest::newRow("Enter, yes") << QByteArray("default-yes") << QByteArray("\n") << QByteArray("yes");
    QTest::newRow("Enter, no") << QByteArray("default-no") << QByteArray("\n") << QByteArray("no");
    QTest::newRow("y") << QByteArray("default-no") << QByteArray("y\n") << QByteArray("yes");
    QTest::newRow("n") << QByteArray("default-yes") << QByteArray("N\n") << QByteArray("no");
    QTest::newRow("nobody answers") << QByteArray("default-yes") << QByteArray("\x04") << QByteArray("no");
  }
  void aYesNoQuestionHasADefaultAndInsists() {
    QFETCH(const QByteArray, question);
    QFETCH(const QByteArray, keys);
    PtyProgram program = ask(question.constData());
    QVERIFY(program.waitFor("Start? (yes/no)"));
    QVERIFY(program.waitFor("] "));
    program.type("perhaps\n");
    QVERIFY(program.waitFor("perhaps\r\nStart? (yes/no)"));
    QVERIFY(program.waitFor("] perhaps\r\nStart? (yes/no) ["));
    program.type(keys);
    QVERIFY(endedWell(program.finish()));
    QTEST(program.output(), "answer");
  }

  void withoutATerminalEveryQuestionIsRefused() {
    for (const char *question : {"terminal", "host-key", "default-yes", "default-no"}) {
      PtyProgram program = ask(question, false);
      QVERIFY(endedWell(program.finish()));
      QCOMPARE(program.output(), QByteArray("no"));
    }
    PtyProgram program = ask("password", false);
    QCOMPARE(WEXITSTATUS(program.finish()), 3);
    PtyProgram with = ask("terminal");
    QVERIFY(endedWell(with.finish()));
    QCOMPARE(with.output(), QByteArray("yes"));
  }
};

QTEST_GUILESS_MAIN(TerminalPrompterTest)
#include "terminal_prompter_test.moc"
