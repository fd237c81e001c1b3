#include <QLabel>
#include <QProgressBar>
#include <QPushButton>
#include <QSignalSpy>
#include <QTableView>
#include <QTest>

#include "samples.h"
#include "test_model.h"
#include "ui/models/job_steps_model.h"
#include "ui/steps/install_page.h"
#include "ui/steps/link_banner.h"
#include "ui/steps/progress_card.h"
#include "ui/widgets/error_card.h"
#include "ui/widgets/log_view.h"

using namespace nightjar;
using Activity = WizardModel::Activity;

namespace {

struct Walk {
  TestModel model;
  InstallPage page{model, nullptr};

  Walk() {
    model.takeFacts(samples::colabT4());
    model.takeBuilds(samples::builds());
    model.takePlan(samples::plan());
    page.resize(900, 600);
    page.show();
  }
  void begin() {
    page.entered(true);
    model.takeInstallStarted(samples::plan());
  }
  template <typename T>
  T *find(const char *name) {
    T *const found = page.findChild<T *>(QString::fromLatin1(name));
    if (!found) qFatal("no %s", name);
    return found;
  }
  ErrorCard *error() { return page.findChild<ErrorCard *>(); }
  QString step(int row, int column = 0) {
    return find<QTableView>("installSteps")->model()->index(row, column).data(Qt::AccessibleTextRole).toString();
  }
  QString logText() {
    const LogLines &text = find<LogView>("log")->text();
    return text.between({}, text.end());
  }
  QString text(const char *label) { return find<QLabel>(label)->text(); }
  int bar() { return find<QProgressBar>("progressBar")->value(); }
  void end(const JobResult &result) {
    model.end([&] { model.takeResult(result); });
  }
};

JobResult succeeded() {
  JobResult result;
  result.environment = samples::plan().environment;
  result.python = samples::report().python;
  result.report = samples::report();
  return result;
}

JobResult failedWith(const Error &error) {
  JobResult result;
  result.error = error;
  return result;
}

const Error kDiskFull{"The disk is full.", "There are 1.2 GB free.", "Free some space and try again.", "Errno 28"};

}  // namespace

class TestInstallPage : public QObject {
  Q_OBJECT

 private Q_SLOTS:
  void init();
  void arrivingStartsTheInstallLookingBackDoesNot();
  void aScriptedJobIsShownStepByStep();
  void aRefusedStartSaysWhy();
  void whatACancelLeftIsShown();
  void barAndFiguresAreHonest();
  void logIsEveryByteInOrder();
  void cancelAsksOnlyOnceWorkWouldBeLost();
  void successLeadsToVerify();
  void successWhileLookingElsewhereStaysThere();
  void failureSaysWhatToDoAndLeadsOn();
  void failedChecksLeadToVerify();
  void cancelledIsNoError();
  void aLostLinkDoesNotPromiseThatNothingHappens();
  void aSecondInstallStartsClean();
  void aPageMadeLateShowsTheJobAllTheSame();
  void figuresSayOnlyWhatIsKnown();
  void aLostLinkIsACalmBannerThatCountsDown();
  void leavingItRunningSaysHowToComeBack();
  void practiceCannotBeLeft();
  void whereTheWayBackEndedTheVerbGoesBackIntoIt();
  void anotherProgramsInstallCanBeGoneInto();
  void whatOnlyChangesEnvironmentsIsNoInstallToGoInto();
  void aResumedInstallThatIsOverSaysNoTimeItDoesNotKnow();
};

void TestInstallPage::init() {
  QLocale::setDefault(QLocale::c());
}

void TestInstallPage::arrivingStartsTheInstallLookingBackDoesNot() {
  Walk walk;
  walk.page.entered(false);
  QVERIFY(walk.model.asked.isEmpty());
  QCOMPARE(walk.page.verb(), QStringLiteral("&Install"));
  walk.page.entered(true);
  QCOMPARE(walk.model.asked, QStringList{"install"});
}

void TestInstallPage::aScriptedJobIsShownStepByStep() {
  Walk walk;
  walk.begin();
  QCOMPARE(walk.step(0), QStringLiteral("Check space and Python, waiting"));
  QVERIFY(walk.page.verb().isEmpty());
  QCOMPARE(walk.page.cancelText(), QStringLiteral("&Cancel install"));
  walk.model.takeJobEvents({StepChanged{"preflight", StepState::Running, {}, 0}});
  QCOMPARE(walk.step(0), QStringLiteral("Check space and Python, running"));
  QCOMPARE(walk.page.subtitle(), QStringLiteral("Step 1 of 9, on the runtime."));
  QCOMPARE(walk.text("progressTitle"), QStringLiteral("Check space and Python"));
  walk.model.takeJobEvents(
      {StepChanged{"preflight", StepState::Done, {}, 0.3}, StepChanged{"venv", StepState::Running, {}, 0},
       StepChanged{"venv", StepState::Done, {}, 2.1}, StepChanged{"tooling", StepState::Running, {}, 0},
       StepChanged{"tooling", StepState::Skipped, "The package index gave no answer.", 15}});
  QCOMPARE(walk.step(0), QStringLiteral("Check space and Python, done"));
  QCOMPARE(walk.step(1, JobStepsModel::Time), QStringLiteral("2.1 s"));
  QCOMPARE(walk.step(2), QStringLiteral("Upgrade pip, setuptools, wheel, skipped"));
  QCOMPARE(walk.step(3), QStringLiteral("Resolve the exact set, waiting"));
}

void TestInstallPage::aRefusedStartSaysWhy() {
  Walk walk;
  walk.page.entered(true);
  walk.model.end([&] { walk.model.takeFailure(Activity::Choosing, kDiskFull); });
  QVERIFY(walk.error()->isVisible());
  QCOMPARE(walk.error()->error().what, kDiskFull.what);
  QCOMPARE(walk.page.verb(), QStringLiteral("&Try again"));
  QVERIFY2(!walk.find<QPushButton>("installAgain")->isVisible(), "it would stand there twice");
}

void TestInstallPage::whatACancelLeftIsShown() {
  Walk walk;
  walk.begin();
  Error left = cancelled();
  walk.end(failedWith(left));
  QVERIFY(!walk.error()->isVisible());
  walk.begin();
  left.why = QStringLiteral("This stayed on the runtime: process 4711.");
  walk.end(failedWith(left));
  QVERIFY(walk.error()->isVisible());
  QCOMPARE(walk.error()->error().why, left.why);
}

void TestInstallPage::barAndFiguresAreHonest() {
  Walk walk;
  walk.begin();
  QCOMPARE(walk.bar(), 0);
  for (const char *step : {"preflight", "venv", "tooling", "resolve"}) {
    walk.model.takeJobEvents({StepChanged{step, StepState::Running, {}, 0}, StepChanged{step, StepState::Done, {}, 1}});
  }
  const int before = walk.bar();
  QVERIFY(before > 0);
  walk.model.takeJobEvents({StepChanged{"download", StepState::Running, {}, 0},
                            StepProgress{"download", 1'500'000'000, 3'000'000'000, "bytes"}});
  QCOMPARE(walk.text("progressFigures").section(" ·", 0, 0), QStringLiteral("1.5 of 3.0 GB"));
  // 12 of 125 by weight before the download, half of its 60 now.
  QCOMPARE(walk.bar(), 1000 * (12 + 30) / 125);
  walk.model.takeJobEvents({StepProgress{"download", 100, 3'000'000'000, "bytes"}});
  QCOMPARE(walk.bar(), 1000 * (12 + 30) / 125);  // never back
}

void TestInstallPage::logIsEveryByteInOrder() {
  Walk walk;
  walk.begin();
  walk.model.takeJobEvents({LogText{"Resolved 27 pack"}});
  walk.model.takeJobEvents({LogText{"ages\n<b>torch</b> 2."}, LogText{"16\nlast"}});
  QCOMPARE(walk.logText(), QStringLiteral("Resolved 27 packages\n<b>torch</b> 2.16\nlast"));
}

void TestInstallPage::cancelAsksOnlyOnceWorkWouldBeLost() {
  Walk walk;
  QVERIFY(walk.page.workToLose().isEmpty());
  walk.begin();
  walk.model.takeJobEvents({StepChanged{"preflight", StepState::Running, {}, 0}});
  QVERIFY(walk.page.workToLose().isEmpty());
  walk.model.takeJobEvents(
      {StepChanged{"download", StepState::Running, {}, 0}, StepProgress{"download", 5, 10, "bytes"}});
  QVERIFY(!walk.page.workToLose().isEmpty());
  walk.begin();
  walk.model.takeJobEvents({StepChanged{"venv", StepState::Done, {}, 2.1}});
  QVERIFY2(!walk.page.workToLose().isEmpty(), "an environment is there already");
  walk.page.cancelPressed();
  QCOMPARE(walk.page.subtitle(), QStringLiteral("Cancelling: what runs on the runtime is being ended…"));
  QVERIFY(walk.page.cancelText().isEmpty());
  walk.page.cancelPressed();
  QCOMPARE(walk.model.asked.last(), QStringLiteral("cancel"));
  walk.end(failedWith(cancelled()));
  QVERIFY(walk.page.workToLose().isEmpty());
}

void TestInstallPage::successLeadsToVerify() {
  Walk walk;
  QSignalSpy completed(&walk.page, &StepPage::completed);
  walk.begin();
  walk.model.takeSeconds(Activity::Installing, 192);
  walk.end(succeeded());
  QCOMPARE(completed.count(), 1);
  QCOMPARE(walk.page.summary(), QStringLiteral("3 min 12 s"));
  QCOMPARE(walk.bar(), 1000);
  QVERIFY(walk.page.cancelText().isEmpty());
  walk.page.verbPressed();
  QCOMPARE(completed.count(), 2);
}

void TestInstallPage::successWhileLookingElsewhereStaysThere() {
  Walk walk;
  QSignalSpy completed(&walk.page, &StepPage::completed);
  walk.begin();
  walk.page.hide();
  walk.end(succeeded());
  QCOMPARE(completed.count(), 0);
  QVERIFY(walk.page.isDone());
}

void TestInstallPage::failureSaysWhatToDoAndLeadsOn() {
  Walk walk;
  walk.begin();
  walk.model.takeJobEvents({StepChanged{"download", StepState::Running, {}, 0}, LogText{"No space left\n"},
                            StepChanged{"download", StepState::Failed, {}, 24}});
  walk.end(failedWith(kDiskFull));
  QVERIFY(walk.find<QWidget>("errorCard")->isVisible());
  QCOMPARE(walk.text("errorWhat"), kDiskFull.what);
  QCOMPARE(walk.text("errorFix"), kDiskFull.fix);
  QCOMPARE(walk.logText(), QStringLiteral("No space left"));
  QCOMPARE(walk.step(4), QStringLiteral("Download, failed"));
  QVERIFY(!walk.page.isDone());
  QCOMPARE(walk.page.verb(), QStringLiteral("&Try again"));
  walk.page.verbPressed();
  QCOMPARE(walk.model.asked.last(), QStringLiteral("install"));
  QSignalSpy goTo(&walk.page, &StepPage::goTo);
  walk.find<QPushButton>("chooseAnother")->click();
  QCOMPARE(goTo.value(0).value(0).toString(), QStringLiteral("choose"));
}

void TestInstallPage::failedChecksLeadToVerify() {
  Walk walk;
  QSignalSpy completed(&walk.page, &StepPage::completed);
  walk.begin();
  JobResult result = failedWith({"A check failed.", "Why.", "Fix.", {}, Fault::Verification});
  result.report = samples::report();
  result.report->ok = false;
  walk.end(result);
  QCOMPARE(completed.count(), 1);
  QCOMPARE(walk.page.summary(), QStringLiteral("verification failed"));
  QVERIFY2(walk.find<QPushButton>("installAgain")->isVisible(), "the verb leads on to the checks");
}

void TestInstallPage::cancelledIsNoError() {
  Walk walk;
  walk.begin();
  walk.end(failedWith(cancelled()));
  QVERIFY(!walk.find<QWidget>("errorCard")->isVisible());
  QCOMPARE(walk.text("progressTitle"), QStringLiteral("Cancelled"));
  QVERIFY(walk.page.verbEnabled());
  QVERIFY(!walk.page.isDone());
}

void TestInstallPage::aLostLinkDoesNotPromiseThatNothingHappens() {
  Walk walk;
  walk.begin();
  walk.end(failedWith({"The connection was lost.", "Why.", "Fix.", {}, Fault::Unreachable}));
  QVERIFY(!walk.page.subtitle().contains("as it was"));
}

void TestInstallPage::aSecondInstallStartsClean() {
  Walk walk;
  walk.begin();
  walk.model.takeJobEvents({StepChanged{"preflight", StepState::Failed, {}, 1}, LogText{"old\n"}});
  walk.end(failedWith(kDiskFull));
  walk.page.verbPressed();
  walk.model.takeInstallStarted(samples::plan());
  QVERIFY(!walk.find<QWidget>("errorCard")->isVisible());
  QCOMPARE(walk.logText(), QString());
  QCOMPARE(walk.step(0), QStringLiteral("Check space and Python, waiting"));
  QCOMPARE(walk.bar(), 0);
}

void TestInstallPage::aPageMadeLateShowsTheJobAllTheSame() {
  TestModel model;
  model.takeFacts(samples::colabT4());
  model.takePlan(samples::plan());
  model.startInstall();
  InstallPage page(model, nullptr);
  model.takeJobEvents({StepChanged{"preflight", StepState::Running, {}, 0}});
  QCOMPARE(page.subtitle(), QStringLiteral("Step 1 of 9, on the runtime."));
  model.end([&] { model.takeResult(failedWith(kDiskFull)); });
  InstallPage later(model, nullptr);
  QCOMPARE(later.findChild<QLabel *>("errorWhat")->text(), kDiskFull.what);
  QCOMPARE(later.verb(), QStringLiteral("&Try again"));
}

void TestInstallPage::figuresSayOnlyWhatIsKnown() {
  OverallProgress progress(samples::plan());
  QCOMPARE(figuresText(progress), QString());
  progress.take(StepChanged{"download", StepState::Running, {}, 0}, 0);
  progress.take(StepProgress{"download", 0, 0, "bytes"}, 0);
  progress.take(StepProgress{"download", 168'000'000, 0, "bytes"}, 2'000);
  QCOMPARE(figuresText(progress), QStringLiteral("168 MB · 84 MB/s"));
  progress.take(StepProgress{"download", 252'000'000, 3'000'000'000, "bytes"}, 3'000);
  // 33 seconds of it are the download, the rest is what the steps to come weigh.
  QCOMPARE(figuresText(progress), QStringLiteral("252 MB of 3.0 GB · 84 MB/s · about 2 minutes left"));
}

void TestInstallPage::aLostLinkIsACalmBannerThatCountsDown() {
  LinkBanner banner(nullptr);
  banner.showLost(samples::linkBroken(), 4, 10'000);
  const auto *text = banner.findChild<QLabel *>("linkText");
  const auto *why = banner.findChild<QLabel *>("linkWhy");
  QCOMPARE(text->text(), QStringLiteral("Connection lost. The runtime carries on; trying again in 4 s."));
  banner.tick(11'500);
  QCOMPARE(text->text(), QStringLiteral("Connection lost. The runtime carries on; trying again in 3 s."));
  banner.tick(14'000);
  QCOMPARE(text->text(), QStringLiteral("Connection lost. The runtime carries on; trying again now…"));
  QVERIFY(!why->isVisible());
  banner.findChild<QAbstractButton *>("linkFold")->click();
  QVERIFY(why->isVisible());
  QVERIFY(why->text().contains(samples::linkBroken().why));

  Walk walk;
  walk.begin();
  QVERIFY(!walk.find<QWidget>("linkBanner")->isVisible());
  walk.model.takeJobEvents({LinkChanged{false, samples::linkBroken(), 4}});
  QVERIFY(walk.find<QWidget>("linkBanner")->isVisible());
  QVERIFY(!walk.error()->isVisible());
  walk.model.takeJobEvents({LinkChanged{true}});
  QVERIFY(!walk.find<QWidget>("linkBanner")->isVisible());
  walk.model.takeJobEvents({LinkChanged{false, samples::linkBroken(), 4}});
  walk.end(failedWith(kDiskFull));
  QVERIFY(!walk.find<QWidget>("linkBanner")->isVisible());
}

void TestInstallPage::leavingItRunningSaysHowToComeBack() {
  Walk walk;
  auto *leave = walk.page.extras()->findChild<QPushButton *>("leaveInstall");
  QVERIFY2(!leave->isVisibleTo(walk.page.extras()), "nothing runs yet");
  walk.begin();
  QVERIFY(leave->isVisibleTo(walk.page.extras()));
  walk.model.takeJobEvents({StepChanged{"preflight", StepState::Running, {}, 0}});
  QVERIFY(leave->isEnabledTo(walk.page.extras()));
  leave->click();
  QCOMPARE(walk.model.asked.last(), QStringLiteral("leave"));
  JobResult left = failedWith(cancelled());
  left.state = QStringLiteral("running");
  walk.model.end([&] { walk.model.takeResult(left, samples::runningJob()); });
  QCOMPARE(walk.text("progressTitle"), QStringLiteral("The install goes on, on the runtime"));
  QVERIFY(walk.text("progressHint").contains("nightjar follow me@lab"));
  QVERIFY(!walk.error()->isVisible());
  QVERIFY(!leave->isVisibleTo(walk.page.extras()));
  QSignalSpy goTo(&walk.page, &StepPage::goTo);
  QCOMPARE(walk.page.verb(), QStringLiteral("&Go back to it"));
  walk.page.verbPressed();
  QCOMPARE(walk.model.asked.last(), QStringLiteral("resume ") + samples::runningJob().id);
  QCOMPARE(goTo.value(0).value(0).toString(), QStringLiteral("connect"));
}

void TestInstallPage::practiceCannotBeLeft() {
  Walk walk;
  walk.begin();
  walk.model.takeActivity(Activity::Installing);
  QVERIFY(walk.page.canBeLeft());
  walk.page.cancelPressed();
  QVERIFY2(!walk.page.canBeLeft(), "it is being cancelled");
  Target practice;
  practice.kind = Target::Kind::Practice;
  walk.model.takeConnecting(practice, {});
  walk.model.takeInstallStarted(samples::plan());
  QVERIFY(!walk.page.canBeLeft());
  QVERIFY(!walk.page.extras()->findChild<QPushButton *>("leaveInstall")->isVisibleTo(walk.page.extras()));
}

void TestInstallPage::whereTheWayBackEndedTheVerbGoesBackIntoIt() {
  Walk walk;
  walk.begin();
  walk.model.takeJobEvents({StepChanged{"download", StepState::Running, {}, 0}});
  walk.model.end([&] { walk.model.takeResult(failedWith(samples::linkBroken()), samples::runningJob()); });
  QCOMPARE(walk.page.verb(), QStringLiteral("&Go back to it"));
  QVERIFY2(!walk.find<QPushButton>("installAgain")->isVisible(), "a second install would be refused");
  QCOMPARE(walk.step(4), QStringLiteral("Download, running"));
  walk.page.verbPressed();
  QCOMPARE(walk.model.asked.last(), QStringLiteral("resume ") + samples::runningJob().id);
}

void TestInstallPage::anotherProgramsInstallCanBeGoneInto() {
  Walk walk;
  walk.begin();
  walk.end(failedWith(samples::busy()));
  auto *into = walk.find<QPushButton>("installInto");
  QVERIFY(into->isVisible());
  into->click();
  QCOMPARE(walk.model.asked.last(), QStringLiteral("join"));
  QVERIFY(!walk.error()->isVisible());
  QVERIFY(!walk.page.cancelText().isEmpty());
  walk.page.cancelPressed();
  QCOMPARE(walk.model.asked.last(), QStringLiteral("cancel"));
  walk.model.end([&] { walk.model.takeFailure(Activity::Choosing, cancelled()); });
  QVERIFY(!walk.error()->isVisible());
  QVERIFY(walk.page.verbEnabled());
  walk.model.joinInstall();
  walk.model.end([&] { walk.model.takeFailure(Activity::Choosing, kDiskFull); });
  QVERIFY(walk.error()->isVisible());
  QVERIFY(!into->isVisible());
  QVERIFY(walk.page.cancelText().isEmpty());
}

void TestInstallPage::whatOnlyChangesEnvironmentsIsNoInstallToGoInto() {
  Walk walk;
  walk.begin();
  Error changing = samples::busy();
  changing.fault = Fault::Changing;
  walk.end(failedWith(changing));
  QVERIFY(walk.error()->isVisible());
  QVERIFY(!walk.find<QPushButton>("installInto")->isVisible());
  QCOMPARE(walk.page.subtitle(), QStringLiteral("Nothing was started."));
}

void TestInstallPage::aResumedInstallThatIsOverSaysNoTimeItDoesNotKnow() {
  Walk walk;
  walk.begin();
  walk.end(succeeded());
  QCOMPARE(walk.page.subtitle(), QStringLiteral("Done."));
  QCOMPARE(walk.page.summary(), QStringLiteral("installed"));
}

QTEST_MAIN(TestInstallPage)
#include "test_install_page.moc"
