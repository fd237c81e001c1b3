#include "app/help.h"

#include <QProcess>
#include <QStandardPaths>
#include <QTest>

#include "app/command_table.h"

using namespace nightjar;

namespace {

/// Without line breaks and the blanks around them, so that a wrapped sentence is found whole.
QString unwrapped(const QString &text) {
  return text.simplified();
}

QString dashed(const OptionRow &option) {
  return QString("--") + option.name + (option.valueName ? QString(' ') + option.valueName : QString());
}

}  // namespace

class HelpTest : public QObject {
  Q_OBJECT

 private Q_SLOTS:
  void eachCommandsHelpNamesEveryOptionItTakes_data() { commands(); }
  void eachCommandsHelpNamesEveryOptionItTakes() {
    QFETCH(const Command, command);
    const QString help = helpText(command);
    for (const OptionRow &option : optionTable()) {
      const bool taken = option.takenBy & only(command);
      const bool listed = help.contains("\n  " + dashed(option) + (dashed(option).size() > 22 ? "\n" : "  "));
      QVERIFY2(listed == taken, option.name);
      if (taken) QVERIFY2(unwrapped(help).contains(unwrapped(QString::fromUtf8(option.help))), option.name);
    }
  }

  void eachCommandsHelpSaysWhatItDoesGivesAndReturns_data() { commands(); }
  void eachCommandsHelpSaysWhatItDoesGivesAndReturns() {
    QFETCH(const Command, command);
    const CommandRow &row = rowOf(command);
    const QString help = helpText(command);
    const QString flat = unwrapped(help);
    if (*row.name) QVERIFY(help.startsWith(QString("Usage: nightjar %1 %2").arg(row.name, row.words)));
    QVERIFY(flat.contains(unwrapped(QString::fromUtf8(row.about))));
    if (row.json) QVERIFY(flat.contains(unwrapped(QString::fromUtf8(row.json))));
    QCOMPARE(help.contains("With --json:"), row.json != nullptr);
    QCOMPARE(help.contains("\nTARGET"), takesTarget(row) || command == Command::Window);
    int codes = 0;
    for (const ExitRow &exit : exitTable()) {
      if (!(exit.of & only(command))) continue;
      ++codes;
      QVERIFY(flat.contains(QString("%1 %2").arg(exit.code).arg(exit.meaning)));
    }
    QVERIFY(codes > 0);
  }

  void theHelpNamesEveryCommand() {
    const QString help = helpText();
    for (const CommandRow &row : commandTable())
      if (*row.name) QVERIFY(help.contains(QString("\n  %1 %2").arg(row.name, row.words)));
  }

  void helpFitsATerminal_data() { commands(); }
  void helpFitsATerminal() {
    QFETCH(const Command, command);
    for (const QString &line : helpText(command).split('\n')) {
      const bool breakable = line.trimmed().contains(' ') && !line.trimmed().startsWith("nightjar ");
      QVERIFY2(line.size() <= 80 || !breakable, qPrintable(line));
    }
  }

  void everyExampleCanBeTyped_data() { commands(); }
  void everyExampleCanBeTyped() {
    QFETCH(const Command, command);
    for (const QString &line : QString(rowOf(command).example).split('\n')) {
      const auto parsed = parseCommandLine(line.split(' '), {});
      QVERIFY2(parsed, qPrintable(line));
    }
  }

  void helpIsPrintedWhereItIsAskedFor() {
    QCOMPARE(parseCommandLine({"nightjar", "--help"}, {})->helpText, helpText());
    QCOMPARE(parseCommandLine({"nightjar", "verify", "-h"}, {})->helpText, helpText(Command::Verify));
    const QString version = parseCommandLine({"nightjar", "--version"}, {})->helpText;
    QVERIFY(version.startsWith("nightjar ") && version.endsWith('\n') && version.contains('.'));
  }

  void everyExitCodeOfTheProgramIsExplained() {
    for (const Fault fault :
         {Fault::Failed, Fault::Usage, Fault::Unreachable, Fault::NoBuild, Fault::Verification, Fault::Cancelled}) {
      const QString row = QString("\n  %1 ").arg(exitCode(fault));
      QVERIFY2(helpText(Command::Install).contains(row), qPrintable(row));
    }
  }

  void theManPageNamesEveryCommandAndOption() {
    const QString page = manPage();
    for (const CommandRow &row : commandTable())
      if (*row.name) QVERIFY(page.contains(QString(".SS nightjar ") + row.name));
    for (const OptionRow &option : optionTable())
      QVERIFY2(page.contains("\n.B " + dashed(option).replace('-', "\\-") + '\n'), option.name);
  }

  void theManPageIsReadWithoutComplaint() {
    const QString groff = QStandardPaths::findExecutable("groff");
    if (groff.isEmpty()) QSKIP("groff is not installed");
    QProcess process;
    process.start(groff, {"-man", "-ww", "-Tutf8"});
    process.write(manPage().toUtf8());
    process.closeWriteChannel();
    QVERIFY(process.waitForFinished());
    QCOMPARE(process.exitCode(), 0);
    QCOMPARE(QString::fromUtf8(process.readAllStandardError()), QString());
    QVERIFY(process.readAllStandardOutput().contains("nightly"));
  }

 private:
  static void commands() {
    QTest::addColumn<Command>("command");
    for (const CommandRow &row : commandTable()) QTest::newRow(*row.name ? row.name : "window") << row.command;
  }
};

QTEST_GUILESS_MAIN(HelpTest)
#include "help_test.moc"
