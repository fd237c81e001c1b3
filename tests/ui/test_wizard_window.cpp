#include <QAbstractItemModelTester>
#include <QDialog>
#include <QInputDialog>
#include <QListView>
#include <QPushButton>
#include <QSignalSpy>
#include <QTest>

#include "samples.h"
#include "scenes.h"
#include "ui/theme/theme.h"
#include "ui/wizard/step_list_model.h"

using namespace nightjar;

namespace {

Scene scene(const char *name) {
  for (const Scene &row : scenes())
    if (qstrcmp(row.name, name) == 0) return row;
  qFatal("no scene %s", name);
}

QPushButton *button(QWidget &in, const char *name) {
  auto *found = in.findChild<QPushButton *>(QString::fromLatin1(name));
  if (found == nullptr) qFatal("no button %s", name);
  return found;
}

const QAbstractItemModel &steps(const nightjar::Stage &stage) {
  return *stage.window->findChild<QListView *>(QStringLiteral("stepList"))->model();
}

}  // namespace

class TestWizardWindow : public QObject {
  Q_OBJECT
 private Q_SLOTS:
  void initTestCase() { applyTheme(Theme::Light); }

  void anotherFolderIsAskedForWhereTheSpaceIsShown() {
    const nightjar::Stage stage(scene("detect"));
    button(*stage.window, "changeFolder")->click();
    auto *ask = stage.window->findChild<QInputDialog *>(QStringLiteral("folderDialog"));
    QVERIFY(ask != nullptr);
    QCOMPARE(ask->textValue(), stage.model.state().facts->disk.path);
    ask->setTextValue(QStringLiteral(" /data/nightjar "));
    ask->accept();
    QVERIFY(stage.model.asked.contains(QStringLiteral("folder /data/nightjar")));
  }

  void aDoubleClickPressesTheVerbOnce() {
    const nightjar::Stage stage(scene("choose"));
    auto *verb = button(*stage.window, "verb");
    QTest::mouseClick(verb, Qt::LeftButton);
    QTest::mouseDClick(verb, Qt::LeftButton);  // what the system sends in place of the second press
    QTest::mouseRelease(verb, Qt::LeftButton);
    QCOMPARE(stage.model.asked.filter(QStringLiteral("choose")).size(), 1);
  }

  void theSidebarRemembersWhatEachStepFound() {
    const nightjar::Stage stage(scene("choose"));
    const auto &model = steps(stage);
    QCOMPARE(model.rowCount(), 5);
    QCOMPARE(model.index(0, 0).data(StepListModel::SummaryRole).toString(), QStringLiteral("root@203.0.113.12"));
    QCOMPARE(model.index(1, 0).data(StepListModel::SummaryRole).toString(), QStringLiteral("Tesla T4, CUDA 13.0"));
    QVERIFY(model.index(1, 0).data(StepListModel::DoneRole).toBool());
    QVERIFY(model.index(2, 0).data(StepListModel::CurrentRole).toBool());
    QVERIFY(!model.index(3, 0).data(StepListModel::DoneRole).toBool());
  }

  void onlyStepsWhoseWayIsDoneCanBeVisited() {
    const nightjar::Stage stage(scene("detect"));
    stage.window->goTo(3, false);
    QCOMPARE(stage.window->currentStep(), 1);
    QVERIFY(!(steps(stage).index(4, 0).flags() & Qt::ItemIsEnabled));
    stage.window->goTo(0, false);
    QCOMPARE(stage.window->currentStep(), 0);
    stage.window->goTo(1, false);
    QCOMPARE(stage.window->currentStep(), 1);
  }

  void aClickOnADoneStepShowsItAgainWithoutReadingAnew() {
    const nightjar::Stage stage(scene("choose"));
    const qsizetype asked = stage.model.asked.size();
    auto *list = stage.window->findChild<QListView *>(QStringLiteral("stepList"));
    QTest::mouseClick(list->viewport(), Qt::LeftButton, {}, list->visualRect(list->model()->index(1, 0)).center());
    QCOMPARE(stage.window->currentStep(), 1);
    QCOMPARE(stage.model.asked.size(), asked);
  }

  void connectingAgainForgetsWhatTheOldRuntimeHad() {
    nightjar::Stage stage(scene("choose"));
    stage.window->goTo(0, false);
    button(*stage.window, "verb")->click();
    QVERIFY(!stage.model.state().facts);
    QVERIFY(!steps(stage).index(0, 0).data(StepListModel::DoneRole).toBool());
    QVERIFY(!(steps(stage).index(1, 0).flags() & Qt::ItemIsEnabled));
  }

  void enterIsTheVerbAndEscapeIsBack() {
    nightjar::Stage stage(scene("detect"));
    QTest::keyClick(stage.window.get(), Qt::Key_Return);
    QCOMPARE(stage.window->currentStep(), 2);
    stage.model.end([&] { stage.model.takeBuilds(samples::builds()); });
    QTest::keyClick(stage.window.get(), Qt::Key_Escape);
    QCOMPARE(stage.window->currentStep(), 1);
  }

  void enterOnAnotherButtonPressesThatButton() {
    const nightjar::Stage stage(scene("detect"));
    stage.window->activateWindow();
    QVERIFY(QTest::qWaitForWindowActive(stage.window.get()));
    button(*stage.window, "back")->setFocus();
    QTest::keyClick(button(*stage.window, "back"), Qt::Key_Return);
    QCOMPARE(stage.window->currentStep(), 0);
  }

  void cancelWhileReadingStopsWithoutAsking() {
    const nightjar::Stage stage(scene("detect-busy"));
    button(*stage.window, "cancel")->click();
    QCOMPARE(stage.model.asked.last(), QStringLiteral("cancel"));
    QVERIFY(stage.window->findChild<QDialog *>(QStringLiteral("loseDialog")) == nullptr);
  }

  void cancelOfAnInstallAsksFirstAndNoIsTheDefault() {
    const nightjar::Stage stage(scene("install"));
    button(*stage.window, "cancel")->click();
    QVERIFY(!stage.model.asked.contains(QStringLiteral("cancel")));
    auto *ask = stage.window->findChild<QDialog *>(QStringLiteral("loseDialog"));
    QVERIFY(ask != nullptr);
    QVERIFY(button(*ask, "loseNo")->isDefault());
    QTest::keyClick(ask, Qt::Key_Escape);
    QVERIFY(!stage.model.asked.contains(QStringLiteral("cancel")));
  }

  void cancelOfAnInstallHappensAfterYes() {
    const nightjar::Stage stage(scene("install"));
    button(*stage.window, "cancel")->click();
    auto *ask = stage.window->findChild<QDialog *>(QStringLiteral("loseDialog"));
    QVERIFY(ask != nullptr);
    button(*ask, "loseYes")->click();
    QCOMPARE(stage.model.asked.last(), QStringLiteral("cancel"));
  }

  void closingDuringAnInstallOffersThreeWaysAndLeavingItRunningIsTheDefault() {
    nightjar::Stage stage(scene("install"));
    QVERIFY(!stage.window->close());
    auto *ask = stage.window->findChild<QDialog *>(QStringLiteral("leaveDialog"));
    QVERIFY(ask != nullptr);
    QVERIFY(button(*ask, "leaveRunning")->isDefault());
    QTest::keyClick(ask, Qt::Key_Escape);
    QVERIFY(stage.window->isVisible());
    QVERIFY2(!stage.model.asked.contains("leave") && !stage.model.asked.contains("cancel"), "Esc stays");
  }

  void closingAnInstallThatIsLeftRunningLeavesIt() {
    nightjar::Stage stage(scene("install"));
    QVERIFY(!stage.window->close());
    button(*stage.window->findChild<QDialog *>(QStringLiteral("leaveDialog")), "leaveRunning")->click();
    QCOMPARE(stage.model.asked.last(), QStringLiteral("leave"));
    QVERIFY(stage.window->isVisible());
    QVERIFY(!stage.model.asked.contains(QStringLiteral("cancel")));
    JobResult left;
    left.state = QStringLiteral("running");
    left.error = cancelled();
    stage.model.end([&] { stage.model.takeResult(left, samples::runningJob()); });
    QTRY_VERIFY(!stage.window->isVisible());
  }

  void closingAnInstallThatIsCancelledWaitsForItsEnd() {
    nightjar::Stage stage(scene("install"));
    QVERIFY(!stage.window->close());
    button(*stage.window->findChild<QDialog *>(QStringLiteral("leaveDialog")), "leaveCancel")->click();
    QCOMPARE(stage.model.asked.last(), QStringLiteral("cancel"));
    QVERIFY(stage.window->isVisible());
    JobResult result;
    result.error = cancelled();
    stage.model.end([&] { stage.model.takeResult(result); });
    QTRY_VERIFY(!stage.window->isVisible());
  }

  void anInstallThatEndsWhileItsWindowIsAskedAboutShowsItsEnd() {
    nightjar::Stage stage(scene("install"));
    QVERIFY(!stage.window->close());
    JobResult result;
    result.error = samples::refused();
    stage.model.end([&] { stage.model.takeResult(result); });
    nightjar::Stage::settle();
    QVERIFY(stage.window->isVisible());
    QVERIFY(stage.window->findChild<QDialog *>(QStringLiteral("leaveDialog")) == nullptr);
  }

  void practiceAsksStopOrStay() {
    nightjar::Stage stage(scene("install"));
    Target practice;
    practice.kind = Target::Kind::Practice;
    stage.model.takeConnecting(practice, {});
    QVERIFY(!stage.window->close());
    QVERIFY(stage.window->findChild<QDialog *>(QStringLiteral("leaveDialog")) == nullptr);
    auto *ask = stage.window->findChild<QDialog *>(QStringLiteral("loseDialog"));
    QVERIFY(ask != nullptr);
    button(*ask, "loseYes")->click();
    QCOMPARE(stage.model.asked.last(), QStringLiteral("cancel"));
  }

  void afterACancelTheKeyboardIsWithTheVerb() {
    nightjar::Stage stage(scene("connect-busy"));
    stage.window->activateWindow();
    QVERIFY(QTest::qWaitForWindowActive(stage.window.get()));
    QTest::mouseClick(button(*stage.window, "cancel"), Qt::LeftButton);
    stage.model.end([&] { stage.model.takeFailure(WizardModel::Activity::Connecting, cancelled()); });
    nightjar::Stage::settle();
    QCOMPARE(QApplication::focusWidget(), static_cast<QWidget *>(button(*stage.window, "verb")));
  }

  void whileThePageIsBusyTheKeyboardIsNotOnBackOrTheSidebar() {
    nightjar::Stage stage(scene("detect"));
    stage.window->activateWindow();
    QVERIFY(QTest::qWaitForWindowActive(stage.window.get()));
    for (auto *again : stage.window->findChildren<QPushButton *>(QStringLiteral("readAgain"))) {
      if (again->isVisible()) QTest::mouseClick(again, Qt::LeftButton);
    }
    nightjar::Stage::settle();
    QVERIFY(stage.model.isBusy());
    QCOMPARE(QApplication::focusWidget(), static_cast<QWidget *>(stage.window->page(1)));
    stage.model.end([&] { stage.model.takeFacts(samples::colabT4()); });
    nightjar::Stage::settle();
    QCOMPARE(QApplication::focusWidget(), static_cast<QWidget *>(button(*stage.window, "verb")));
  }

  void closingWithNothingToLoseJustCloses() {
    const nightjar::Stage stage(scene("detect"));
    QVERIFY(stage.window->close());
  }

  void theVerbOfTheLastStepClosesTheWindow() {
    const nightjar::Stage stage(scene("verify"));
    QCOMPARE(stage.window->currentStep(), 4);
    button(*stage.window, "verb")->click();
    QTRY_VERIFY(!stage.window->isVisible());
  }

  void theStepModelKeepsTheRulesOfModels() {
    StepListModel model;
    const QAbstractItemModelTester tester(&model, QAbstractItemModelTester::FailureReportingMode::QtTest);
    model.setEntries({{"connect", "Connect", {}, false, true, true}, {"detect", "Detect", {}, false, false, false}});
    QSignalSpy changes(&model, &QAbstractItemModel::dataChanged);
    model.setEntries({{"connect", "Connect", "lab", true, false, true}, {"detect", "Detect", {}, false, true, true}});
    QCOMPARE(changes.size(), 2);
    model.setEntries(QList<StepEntry>(model.entries()));
    QCOMPARE(changes.size(), 2);
    model.setEntries({});
    QCOMPARE(model.rowCount(), 0);
  }
};

QTEST_MAIN(TestWizardWindow)
#include "test_wizard_window.moc"
