#include <QAbstractButton>
#include <QApplication>
#include <QClipboard>
#include <QJsonDocument>
#include <QLabel>
#include <QLineEdit>
#include <QProcess>
#include <QPushButton>
#include <QSignalSpy>
#include <QTableView>
#include <QTemporaryDir>
#include <QTest>

#include "core/base/shell_word.h"
#include "samples.h"
#include "test_model.h"
#include "ui/steps/check_advice.h"
#include "ui/steps/how_to_use.h"
#include "ui/steps/verify_page.h"

#include "core/verify/checks.h"

using namespace nightjar;
using Activity = WizardModel::Activity;

namespace {

struct Walk {
  TestModel model;
  VerifyPage page{model, nullptr};

  explicit Walk(const VerifyReport &report = samples::report()) {
    model.takeConnected(samples::sshTarget(), {});
    model.takeFacts(samples::colabT4());
    model.takeBuilds(samples::builds());
    model.takePlan(samples::plan());
    JobResult result;
    result.environment = samples::plan().environment;
    result.python = report.ok ? samples::report().python : QString();
    result.report = report;
    model.takeResult(result);
    page.resize(900, 900);
    page.show();
    page.entered(true);
  }
  template <typename T>
  T *find(const char *name) {
    T *const found = page.findChild<T *>(name);
    if (!found) qFatal("no %s", name);
    return found;
  }
  QString text(const char *label) { return find<QLabel>(label)->text(); }
  QPushButton *extra(const char *name) {
    auto *const found = page.extras()->findChild<QPushButton *>(name);
    if (!found) qFatal("no %s", name);
    return found;
  }
};

VerifyReport failedReport() {
  VerifyReport report = samples::report();
  report.ok = false;
  report.checks[3].state = CheckState::Failed;
  report.checks[3].detail = "no code for sm_61";
  return report;
}

const QStringList kOddPaths{"/plain/current/bin/python",    "/with space/bin/python",    "/it's \"quoted\"/bin/python",
                            "/$(touch x)/`id`/bin/python",  "/größe/東京/bin/python",    "/line\nbreak/bin/python",
                            "/-dash/{a,b}/*?/~/bin/python", "/back\\slash/!x/bin/python"};

}  // namespace

class TestVerifyPage : public QObject {
  Q_OBJECT

 private Q_SLOTS:
  void aGoodReportSaysThatItWorks();
  void samplesAreCalledSamples();
  void failedChecksSayWhatToDo();
  void everyCheckHasItsOwnAdvice();
  void rowsShowTitleDetailAndSeconds();
  void shellQuotedPathsAreOneWord();
  void notebookCellsRunWhatTheShellWould();
  void vsCodeSettingIsJson();
  void tabsChangeWhatIsCopied();
  void libraryPathTravelsWithTheCommand();
  void profileIsSavedUnderItsName();
  void enterInTheNameSavesAndDoesNotLeave();
  void reportIsCopiedWhole();
  void checkAgainShowsRowsAsTheyCome();
  void aCheckThatCannotRunIsSaidAndTriedAgain();
  void doneLeaves();
};

void TestVerifyPage::aGoodReportSaysThatItWorks() {
  VerifyReport report = samples::report();
  report.checks.removeLast();  // the warning
  Walk walk(report);
  QCOMPARE(walk.text("resultTitle"), QStringLiteral("It works"));
  QCOMPARE(walk.text("resultText"),
           QStringLiteral("torch 2.16.0.dev20261121+cu130 runs on the Tesla T4. Commit 9f3c1e7."));
  QCOMPARE(walk.page.summary(), QStringLiteral("verified"));
  Walk warned;
  QCOMPARE(warned.text("resultTitle"), QStringLiteral("It works, with a warning"));
}

void TestVerifyPage::samplesAreCalledSamples() {
  VerifyReport report = samples::report();
  report.sample = true;
  Walk walk(report);
  QVERIFY(walk.text("resultText").contains("samples"));
  QVERIFY(!walk.text("resultText").contains("Tesla"));
  QVERIFY(reportText(report).contains("samples"));
}

void TestVerifyPage::failedChecksSayWhatToDo() {
  Walk walk(failedReport());
  QVERIFY(walk.page.summary().isEmpty());
  QVERIFY(!walk.find<QWidget>("usageCard")->isVisible());
  QStringList texts;
  for (const QLabel *label : walk.find<QWidget>("resultAdvice")->findChildren<QLabel *>()) texts += label->text();
  QVERIFY(texts.join('\n').contains("The build has code for this GPU: Choose a variant with code for this GPU."));
  QSignalSpy goTo(&walk.page, &StepPage::goTo);
  walk.find<QPushButton>("chooseOther")->click();
  QCOMPARE(goTo.value(0).value(0).toString(), QStringLiteral("choose"));
  walk.find<QPushButton>("installOnceMore")->click();
  QCOMPARE(walk.model.asked.last(), QStringLiteral("install"));
}

void TestVerifyPage::everyCheckHasItsOwnAdvice() {
  CheckRow unknown;
  unknown.id = "no such check";
  for (const QString &id : checkIds()) {
    CheckRow row;
    row.id = id;
    QVERIFY2(adviceFor(row) != adviceFor(unknown), qPrintable(id));
  }
}

void TestVerifyPage::rowsShowTitleDetailAndSeconds() {
  Walk walk;
  const QAbstractItemModel *const rows = walk.find<QTableView>("checks")->model();
  QCOMPARE(rows->rowCount(), 8);
  QCOMPARE(rows->index(4, 1).data().toString(), QStringLiteral("4096 × 4096, 7.1 TFLOP/s"));
  QCOMPARE(rows->index(4, 2).data().toString(), QStringLiteral("0.4 s"));
}

// What a person pastes into a real shell must arrive as this one word.
void TestVerifyPage::shellQuotedPathsAreOneWord() {
  for (const QString &path : kOddPaths) {
    QProcess shell;
    shell.start("/bin/sh", {"-c", "printf %s " + shellWord(path)});
    QVERIFY(shell.waitForFinished());
    QCOMPARE(QString::fromUtf8(shell.readAllStandardOutput()), path);
  }
  QCOMPARE(shellWord("/content/nightjar/current/bin/python"), QStringLiteral("/content/nightjar/current/bin/python"));
  QCOMPARE(shellWord(""), QStringLiteral("''"));
}

void TestVerifyPage::notebookCellsRunWhatTheShellWould() {
  QCOMPARE(notebookCell("/a/python train.py"), QStringLiteral("!/a/python train.py"));
  QCOMPARE(notebookCell("'/$x/{a}' train.py"), QStringLiteral("!'/$$x/{{a}}' train.py"));
  QCOMPARE(notebookCell("'/a\nb' train.py"), QStringLiteral("%%bash\n'/a\nb' train.py"));
}

void TestVerifyPage::vsCodeSettingIsJson() {
  for (const QString &path : kOddPaths) {
    const QString code = waysToUse(path, {}).last().code;
    const QJsonDocument settings = QJsonDocument::fromJson('{' + code.toUtf8() + '}');
    QCOMPARE(settings["python.defaultInterpreterPath"].toString(), path);
  }
}

void TestVerifyPage::tabsChangeWhatIsCopied() {
  Walk walk;
  QVERIFY(walk.text("usageCode").endsWith("/content/nightjar/current/bin/python train.py"));
  walk.find<QAbstractButton>("usage_notebook")->click();
  QCOMPARE(walk.text("usageCode"), QStringLiteral("!/content/nightjar/current/bin/python train.py"));
  walk.find<QPushButton>("usageCopy")->click();
  QCOMPARE(QApplication::clipboard()->text(), walk.text("usageCode"));
  walk.find<QAbstractButton>("usage_vscode")->click();
  QVERIFY(walk.text("usageCode").contains("defaultInterpreterPath"));
}

void TestVerifyPage::libraryPathTravelsWithTheCommand() {
  QCOMPARE(waysToUse("/e/bin/python", "/usr/lib64-nvidia").first().code,
           QStringLiteral("LD_LIBRARY_PATH=/usr/lib64-nvidia /e/bin/python train.py"));
  QCOMPARE(waysToUse("/e/bin/python", {}).first().code, QStringLiteral("/e/bin/python train.py"));
}

void TestVerifyPage::profileIsSavedUnderItsName() {
  Walk walk;
  walk.find<QLineEdit>("profileName")->setText("  my T4 ");
  walk.find<QPushButton>("saveProfile")->click();
  QCOMPARE(walk.model.asked.last(), QStringLiteral("save my T4"));
  QVERIFY(walk.text("saveProfileNote").contains("my T4"));
  Profile other;
  other.name = QStringLiteral("lab");
  other.target.text = QStringLiteral("root@lab");
  walk.model.saved.profiles = {other};
  const qsizetype before = walk.model.asked.size();
  walk.find<QLineEdit>("profileName")->setText("lab");
  walk.find<QPushButton>("saveProfile")->click();
  QCOMPARE(walk.model.asked.size(), before);
  auto *const ask = walk.page.findChild<QDialog *>(QStringLiteral("loseDialog"));
  QVERIFY2(ask != nullptr, "another runtime's profile is not replaced unasked");
  ask->findChild<QPushButton *>(QStringLiteral("loseYes"))->click();
  QCOMPARE(walk.model.asked.last(), QStringLiteral("save lab"));
  walk.model.saved.profiles.clear();
  walk.find<QLineEdit>("profileName")->setText("   ");
  QVERIFY(!walk.find<QPushButton>("saveProfile")->isEnabled());
}

void TestVerifyPage::enterInTheNameSavesAndDoesNotLeave() {
  Walk walk;
  QSignalSpy leave(&walk.page, &StepPage::leave);
  walk.find<QLineEdit>("profileName")->setText("lab");
  QTest::keyClick(walk.find<QLineEdit>("profileName"), Qt::Key_Return);
  QCOMPARE(walk.model.asked.last(), QStringLiteral("save lab"));
  QCOMPARE(leave.count(), 0);
}

void TestVerifyPage::reportIsCopiedWhole() {
  Walk walk;
  walk.extra("copyReport")->click();
  const QString text = QApplication::clipboard()->text();
  QVERIFY(text.startsWith("Nightjar: verified\n"));
  for (const CheckRow &row : samples::report().checks) QVERIFY2(text.contains(row.title), qPrintable(row.title));
  QVERIFY(text.contains("torch: 2.16.0.dev20261121+cu130"));
  QVERIFY(text.contains("no C compiler on this runtime"));
}

void TestVerifyPage::checkAgainShowsRowsAsTheyCome() {
  Walk walk;
  walk.extra("checkAgain")->click();
  QCOMPARE(walk.model.asked.last(), QStringLiteral("verify"));
  QVERIFY(walk.find<QWidget>("busyCard")->isVisible());
  QVERIFY(!walk.page.verbEnabled());
  const QAbstractItemModel *const rows = walk.find<QTableView>("checks")->model();
  QCOMPARE(rows->rowCount(), 0);
  Q_EMIT walk.model.verifyRow(samples::report().checks[0]);
  QCOMPARE(rows->rowCount(), 1);
  walk.model.end([&] { walk.model.takeReport(failedReport()); });
  QCOMPARE(rows->rowCount(), 8);
  QVERIFY(!walk.find<QWidget>("busyCard")->isVisible());
  QVERIFY(walk.page.summary().isEmpty());
}

void TestVerifyPage::aCheckThatCannotRunIsSaidAndTriedAgain() {
  Walk walk;
  walk.extra("checkAgain")->click();
  walk.model.end([&] { walk.model.takeFailure(Activity::Verifying, samples::refused()); });
  QVERIFY(walk.find<QWidget>("errorCard")->isVisible());
  QVERIFY(walk.page.verbEnabled());
  walk.find<QPushButton>("verifyRetry")->click();
  QCOMPARE(walk.model.asked.last(), QStringLiteral("verify"));
  QVERIFY(!walk.find<QWidget>("errorCard")->isVisible());
}

void TestVerifyPage::doneLeaves() {
  Walk walk;
  QSignalSpy leave(&walk.page, &StepPage::leave);
  QCOMPARE(walk.page.verb(), QStringLiteral("&Done"));
  walk.page.verbPressed();
  QCOMPARE(leave.count(), 1);
}

QTEST_MAIN(TestVerifyPage)
#include "test_verify_page.moc"
