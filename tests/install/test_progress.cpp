#include <QTest>

#include "core/install/progress.h"

using namespace nightjar;

namespace {

constexpr qint64 kMb = 1'000'000;

Plan threeSteps() {
  Plan plan;
  plan.steps = {{.id = "venv", .title = "Make the environment", .weight = 10, .verb = {}, .args = {}},
                {.id = "download", .title = "Download", .weight = 60, .verb = {}, .args = {}},
                {.id = "install", .title = "Install", .weight = 30, .verb = {}, .args = {}}};
  return plan;
}

JobEvent step(const char *id, StepState state) {
  return StepChanged{id, state, {}, 0};
}

JobEvent bytes(qint64 done, qint64 total) {
  return StepProgress{"download", done, total, "bytes"};
}

// The download has run for three seconds at 10 MB/s, 30 of 100 MB are here.
OverallProgress inTheMiddle() {
  OverallProgress progress(threeSteps());
  progress.take(step("venv", StepState::Running), 0);
  progress.take(step("venv", StepState::Done), 1'000);
  progress.take(step("download", StepState::Running), 1'000);
  for (qint64 second = 0; second <= 3; ++second)
    progress.take(bytes(second * 10 * kMb, 100 * kMb), 1'000 + second * 1'000);
  return progress;
}

}  // namespace

class TestProgress : public QObject {
  Q_OBJECT

 private Q_SLOTS:
  void stepsCountByTheirWeightAndTheRunningOneByItsBytes();
  void speedIsTheMeanOfTheLastSeconds();
  void aStallHasNoSpeedAndNoTimeLeft();
  void neverGoesBack();
  void timeLeftCoversTheStepsToCome();
  void timeLeftIsNotGuessedTooEarly();
  void anUnknownTotalGivesNoShareButASpeed();
  void packagesGiveAShareAndNoBytes();
  void whatHoldsAStepUpIsNamedWhileItRuns();
  void bytesThatWereHereAlreadyAreNoSpeed();
  void aSkippedStepCountsAsDone();
  void aFailedStepDoesNot();
  void anEmptyPlanStaysAtNothing();
  void reachesTheEnd();
  void whatArrivesInOneGoHasNoSpeed();
  void aLinkThatComesBackStartsTheMeasureAnew();
};

void TestProgress::stepsCountByTheirWeightAndTheRunningOneByItsBytes() {
  const OverallProgress progress = inTheMiddle();
  QCOMPARE(progress.runningStep(), QStringLiteral("download"));
  QCOMPARE(progress.fraction(), 0.10 + 0.60 * 0.30);
  QCOMPARE(progress.bytesDone(), 30 * kMb);
  QCOMPARE(progress.bytesTotal(), 100 * kMb);
}

void TestProgress::speedIsTheMeanOfTheLastSeconds() {
  OverallProgress progress = inTheMiddle();
  QCOMPARE(progress.bytesPerSecond(), 10.0 * kMb);
  // Twice as fast from now on: after the window has passed nothing of the old speed is left.
  for (qint64 i = 1; i <= 6; ++i) progress.take(bytes((30 + 20 * i) * kMb, 1'000 * kMb), 4'000 + i * 1'000);
  QCOMPARE(progress.bytesPerSecond(), 20.0 * kMb);
}

void TestProgress::aStallHasNoSpeedAndNoTimeLeft() {
  OverallProgress progress = inTheMiddle();
  QVERIFY(progress.secondsLeft() > 0);
  progress.tick(20'000);
  QCOMPARE(progress.bytesPerSecond(), 0.0);
  QVERIFY(progress.secondsLeft() < 0);
}

void TestProgress::neverGoesBack() {
  OverallProgress progress = inTheMiddle();
  const double before = progress.fraction();
  progress.take(bytes(5 * kMb, 100 * kMb), 5'000);  // a file began again
  QCOMPARE(progress.fraction(), before);
  QVERIFY(progress.bytesPerSecond() >= 0);
  progress.take(bytes(30 * kMb, 300 * kMb), 6'000);  // the total turned out larger
  QCOMPARE(progress.fraction(), before);
  progress.take(bytes(250 * kMb, 300 * kMb), 7'000);
  QVERIFY(progress.fraction() > before);
}

void TestProgress::timeLeftCoversTheStepsToCome() {
  QCOMPARE(inTheMiddle().secondsLeft(), 7.0 + 30.0);
}

void TestProgress::timeLeftIsNotGuessedTooEarly() {
  OverallProgress progress(threeSteps());
  QVERIFY(progress.secondsLeft() < 0);
  progress.take(step("venv", StepState::Running), 0);
  progress.tick(500);
  QVERIFY(progress.secondsLeft() < 0);  // how long the download takes, nobody knows yet
  progress.take(step("venv", StepState::Done), 1'000);
  progress.take(step("download", StepState::Running), 1'000);
  progress.take(bytes(0, 100 * kMb), 1'000);
  progress.take(bytes(50 * kMb, 100 * kMb), 1'200);
  QVERIFY(progress.secondsLeft() < 0);
  QCOMPARE(progress.bytesPerSecond(), 0.0);
}

void TestProgress::anUnknownTotalGivesNoShareButASpeed() {
  OverallProgress progress(threeSteps());
  progress.take(step("venv", StepState::Done), 0);
  progress.take(step("download", StepState::Running), 0);
  progress.take(bytes(0, 0), 0);
  progress.take(bytes(40 * kMb, 0), 4'000);
  QCOMPARE(progress.fraction(), 0.10);
  QCOMPARE(progress.bytesPerSecond(), 10.0 * kMb);
  QVERIFY(progress.secondsLeft() < 0);
}

void TestProgress::packagesGiveAShareAndNoBytes() {
  OverallProgress progress = inTheMiddle();
  progress.take(step("download", StepState::Done), 11'000);
  progress.take(step("install", StepState::Running), 11'000);
  progress.take(StepProgress{"install", 3, 12, "packages"}, 16'000);
  QCOMPARE(progress.fraction(), 0.70 + 0.30 * 0.25);
  QCOMPARE(progress.bytesTotal(), 0);
  QCOMPARE(progress.secondsLeft(), 15.0);  // a quarter took five seconds
}

void TestProgress::whatHoldsAStepUpIsNamedWhileItRuns() {
  OverallProgress progress(threeSteps());
  progress.take(step("download", StepState::Running), 0);
  progress.take(StepProgress{"download", 1, 2, "bytes", "network"}, 100);
  QCOMPARE(progress.bottleneck(), QStringLiteral("network"));
  QVERIFY(bottleneckText(progress.bottleneck()).contains(QStringLiteral("network")));
  progress.take(step("download", StepState::Done), 200);
  QVERIFY(progress.bottleneck().isEmpty());
  for (const char *known : {"network", "disk", "unpacking"}) QVERIFY(!bottleneckText(QLatin1String(known)).isEmpty());
  QVERIFY(bottleneckText(QStringLiteral("<b>odd</b>")).isEmpty());
}

void TestProgress::bytesThatWereHereAlreadyAreNoSpeed() {
  OverallProgress progress(threeSteps());
  progress.take(step("download", StepState::Running), 0);
  for (qint64 second = 0; second <= 3; ++second)
    progress.take(bytes((500 + second * 10) * kMb, 1'000 * kMb), second * 1'000);
  QCOMPARE(progress.bytesPerSecond(), 10.0 * kMb);
}

void TestProgress::aSkippedStepCountsAsDone() {
  OverallProgress progress(threeSteps());
  progress.take(step("venv", StepState::Running), 0);
  progress.take(step("venv", StepState::Skipped), 100);
  QCOMPARE(progress.fraction(), 0.10);
}

void TestProgress::aFailedStepDoesNot() {
  OverallProgress progress(threeSteps());
  progress.take(step("venv", StepState::Running), 0);
  progress.take(step("venv", StepState::Failed), 100);
  QCOMPARE(progress.fraction(), 0.0);
  QVERIFY(progress.secondsLeft() < 0);
}

void TestProgress::anEmptyPlanStaysAtNothing() {
  OverallProgress progress{Plan()};
  progress.take(step("venv", StepState::Done), 0);
  QCOMPARE(progress.fraction(), 0.0);
}

void TestProgress::reachesTheEnd() {
  OverallProgress progress = inTheMiddle();
  progress.take(step("download", StepState::Done), 11'000);
  progress.take(step("install", StepState::Running), 11'000);
  progress.tick(21'000);
  QCOMPARE(progress.secondsLeft(), 20.0);
  progress.tick(60'000);  // longer than foreseen
  QVERIFY(progress.secondsLeft() < 0);
  progress.take(step("install", StepState::Done), 61'000);
  QCOMPARE(progress.fraction(), 1.0);
}

// A replay from the copy: minutes of download within a moment, then what is really going on.
void TestProgress::whatArrivesInOneGoHasNoSpeed() {
  OverallProgress progress(threeSteps());
  progress.take(step("venv", StepState::Running), 0);
  progress.take(step("venv", StepState::Done), 0);
  progress.take(step("download", StepState::Running), 10);
  for (qint64 i = 0; i <= 50; ++i) progress.take(bytes(i * 1'000 * kMb, 100'000 * kMb), 10 + 2 * i);
  progress.tick(2'000);
  QCOMPARE(progress.bytesPerSecond(), 0.0);
  QCOMPARE(progress.bytesDone(), 50'000 * kMb);
  progress.take(bytes(50'020 * kMb, 100'000 * kMb), 2'010);
  QCOMPARE(progress.bytesPerSecond(), 10.0 * kMb);
  progress.take(step("download", StepState::Done), 2'100);
  progress.take(step("install", StepState::Running), 2'100);
  progress.take(StepProgress{"install", 6, 12, "packages"}, 2'110);
  progress.take(StepProgress{"install", 9, 12, "packages"}, 12'100);
  QCOMPARE(progress.secondsLeft(), 10.0);  // a quarter took ten seconds; of the half before nobody knows
}

void TestProgress::aLinkThatComesBackStartsTheMeasureAnew() {
  OverallProgress progress = inTheMiddle();
  progress.take(LinkChanged{false, {}, 1}, 4'100);
  QCOMPARE(progress.bytesPerSecond(), 0.0);
  progress.take(LinkChanged{true}, 64'000);
  progress.take(bytes(90 * kMb, 100 * kMb), 64'010);
  progress.tick(66'000);
  QCOMPARE(progress.bytesPerSecond(), 0.0);
  progress.take(bytes(94 * kMb, 100 * kMb), 66'010);
  QCOMPARE(progress.bytesPerSecond(), 2.0 * kMb);
}

QTEST_APPLESS_MAIN(TestProgress)
#include "test_progress.moc"
