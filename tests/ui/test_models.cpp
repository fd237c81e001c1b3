#include <QAbstractItemModelTester>
#include <QHeaderView>
#include <QSignalSpy>
#include <QStandardItemModel>
#include <QTest>

#include "samples.h"
#include "ui/models/build_filter.h"
#include "ui/models/builds_model.h"
#include "ui/models/checks_model.h"
#include "ui/models/figures.h"
#include "ui/models/job_steps_model.h"
#include "ui/models/roles.h"
#include "ui/widgets/rows_view.h"
#include "ui/widgets/status_label.h"

using namespace nightjar;

namespace {

const QDate kToday(2026, 11, 23);

QStringList column(const QAbstractItemModel &model, int column) {
  QStringList result;
  for (int row = 0; row < model.rowCount(); ++row) result += model.index(row, column).data().toString();
  return result;
}

}  // namespace

class TestModels : public QObject {
  Q_OBJECT

 private Q_SLOTS:
  void initTestCase();
  void buildsShowTheRecommendedOneFirst();
  void buildsSayWhatIsMissing();
  void verdictsCarryTheirReasons();
  void filterTakesEveryWord_data();
  void filterTakesEveryWord();
  void onlyWhatFitsLeavesOutEndedVariants();
  void sortingKeepsRowsAndBuildsTogether();
  void rowsAreAsTallAsTheirTextInTheRoomItHas();
  void jobStepsGoThroughTheirStates();
  void aRunningStepsClockGoesOn();
  void stepsThatAreNotInThePlanAreIgnored();
  void aJobThatEndsLeavesNoStepRunning();
  void checksReplaceARowOfTheSameId();
  void checksAreSpokenWithTheirState();
  void figuresReadLikeAPersonWouldSayThem();
  void timeLeftIsCoarse_data();
  void timeLeftIsCoarse();
};

void TestModels::initTestCase() {
  QLocale::setDefault(QLocale::c());
}

void TestModels::buildsShowTheRecommendedOneFirst() {
  BuildList list = samples::builds();
  list.builds.swapItemsAt(0, 1);  // the newest night is torch alone, the advice comes second
  list.recommended = 1;
  BuildsModel model;
  QAbstractItemModelTester tester(&model);
  model.setBuilds(list, kToday);
  QCOMPARE(model.rowCount(), list.builds.size());
  QCOMPARE(model.buildAt(0), 1);
  QCOMPARE(model.buildAt(1), 0);
  QCOMPARE(model.rowOfBuild(1), 0);
  QCOMPARE(column(model, BuildsModel::Date).mid(0, 2), (QStringList{"21 Nov", "22 Nov"}));
  QCOMPARE(column(model, BuildsModel::Torch).first(), QStringLiteral("2.16.0.dev20261121"));
  model.setBuilds({}, kToday);
  QCOMPARE(model.rowCount(), 0);
}

void TestModels::buildsSayWhatIsMissing() {
  BuildList list = samples::builds();
  list.builds[1].torchvision = QString();
  list.builds[5].torchvision = QString();
  BuildsModel model;
  model.setBuilds(list, kToday);
  const QStringList torchvision = column(model, BuildsModel::Torchvision);
  QCOMPARE(torchvision[1], QStringLiteral("not out yet"));
  QCOMPARE(torchvision[5], QStringLiteral("none"));  // three nights old: it will not come any more
}

void TestModels::verdictsCarryTheirReasons() {
  BuildsModel model;
  model.setBuilds(samples::builds(), kToday);
  const QStringList verdicts = column(model, BuildsModel::Verdict);
  QCOMPARE(verdicts[0], QStringLiteral("yes"));
  QCOMPARE(verdicts[1], QStringLiteral("torch alone: torchvision is not out yet"));
  QCOMPARE(verdicts[6], QStringLiteral("no: ended on 8 September"));
  const auto tone = [&model](int row) { return model.index(row, BuildsModel::Verdict).data(ToneRole).toInt(); };
  QCOMPARE(tone(0), static_cast<int>(Tone::Good));
  QCOMPARE(tone(1), static_cast<int>(Tone::Warn));
  QCOMPARE(tone(6), static_cast<int>(Tone::Muted));
}

void TestModels::filterTakesEveryWord_data() {
  QTest::addColumn<QString>("text");
  QTest::addColumn<int>("rows");
  QTest::newRow("nothing") << "" << 7;
  QTest::newRow("variant") << "cu130" << 3;
  QTest::newRow("any case") << "CPU" << 1;
  QTest::newRow("date as shown") << "18 nov" << 1;
  QTest::newRow("ISO date") << "2026-11-21" << 4;
  QTest::newRow("version") << "dev20261122" << 1;
  QTest::newRow("two words") << "cu130 2026-11-21" << 1;
  QTest::newRow("spaces around") << "  cu132  " << 1;
  QTest::newRow("no such thing") << "cu999" << 0;
  QTest::newRow("a pattern is only text") << ".*" << 0;
}

void TestModels::filterTakesEveryWord() {
  QFETCH(QString, text);
  QFETCH(int, rows);
  BuildsModel model;
  BuildFilter filter;
  QAbstractItemModelTester tester(&filter);
  filter.setSourceModel(&model);
  filter.setBuilds(samples::builds().builds);
  model.setBuilds(samples::builds(), kToday);
  filter.setText(text);
  QCOMPARE(filter.rowCount(), rows);
}

void TestModels::onlyWhatFitsLeavesOutEndedVariants() {
  BuildsModel model;
  BuildFilter filter;
  filter.setSourceModel(&model);
  filter.setBuilds(samples::builds().builds);
  model.setBuilds(samples::builds(), kToday);
  filter.setOnlyFitting(true);
  QCOMPARE(filter.rowCount(), 6);
  QVERIFY(!column(filter, BuildsModel::Variant).contains("cu126"));
  filter.setOnlyFitting(false);
  QCOMPARE(filter.rowCount(), 7);
}

void TestModels::sortingKeepsRowsAndBuildsTogether() {
  BuildsModel model;
  BuildFilter filter;
  filter.setSourceModel(&model);
  filter.setBuilds(samples::builds().builds);
  model.setBuilds(samples::builds(), kToday);
  filter.sort(BuildsModel::Date, Qt::AscendingOrder);
  QCOMPARE(filter.index(0, BuildsModel::Variant).data().toString(), QStringLiteral("cu126"));
  QCOMPARE(filter.buildAt(filter.index(0, 0)), 6);
  QCOMPARE(filter.indexOfBuild(6).row(), 0);
  QCOMPARE(filter.buildAt({}), -1);
}

void TestModels::rowsAreAsTallAsTheirTextInTheRoomItHas() {
  QStandardItemModel texts(2, 2);
  texts.setItem(0, 0, new QStandardItem("short"));
  texts.setItem(0, 1, new QStandardItem("short"));
  texts.setItem(1, 0, new QStandardItem("short"));
  texts.setItem(1, 1, new QStandardItem(QString("several words ").repeated(10)));
  RowsView view(nullptr);
  view.setModel(&texts);
  view.stretch(1);
  view.resize(1600, 300);
  view.show();
  QCOMPARE(view.rowHeight(1), view.rowHeight(0));
  view.resize(300, 300);
  QTRY_VERIFY(view.rowHeight(1) > 2 * view.rowHeight(0));
  const int narrow = view.columnWidth(0);
  texts.item(0, 0)->setText("longer than it was before");
  QTRY_VERIFY(view.columnWidth(0) > narrow);
  texts.item(1, 1)->setText("short");
  QTRY_COMPARE(view.rowHeight(1), view.rowHeight(0));
  view.setColumnHidden(1, true);
  texts.item(1, 1)->setText(QString("several words ").repeated(10));
  QTRY_COMPARE(view.rowHeight(1), view.rowHeight(0));
  QFont large = view.font();
  large.setPointSizeF(large.pointSizeF() * 3);
  const int before = view.rowHeight(0);
  view.setFont(large);
  QTRY_VERIFY(view.rowHeight(0) > before);
  view.setColumnHidden(1, false);
  texts.removeRow(1);
  texts.appendRow({new QStandardItem("a"), new QStandardItem("b")});
  QTRY_COMPARE(view.rowHeight(1), view.rowHeight(0));
}

void TestModels::jobStepsGoThroughTheirStates() {
  JobStepsModel model;
  QAbstractItemModelTester tester(&model);
  model.setPlan(samples::plan());
  QCOMPARE(model.rowCount(), 9);
  QCOMPARE(model.currentStep(), -1);
  const auto mark = [&model](int row) { return model.index(row, 0).data(MarkRole).toInt(); };
  const auto time = [&model](int row) { return model.index(row, JobStepsModel::Time).data().toString(); };
  QCOMPARE(mark(0), static_cast<int>(Mark::Ring));
  model.take({"preflight", StepState::Running, {}, 0}, 0);
  QCOMPARE(mark(0), static_cast<int>(Mark::Dot));
  model.take({"preflight", StepState::Done, {}, 0.3}, 300);
  QCOMPARE(mark(0), static_cast<int>(Mark::Tick));
  QCOMPARE(time(0), QStringLiteral("0.3 s"));
  model.take({"tooling", StepState::Skipped, "No answer within 15 s.", 15}, 16'000);
  QCOMPARE(mark(2), static_cast<int>(Mark::Dash));
  QVERIFY(model.index(2, 0).data().toString().contains("No answer within 15 s."));
  model.take({"download", StepState::Failed, {}, 84}, 100'000);
  QCOMPARE(mark(4), static_cast<int>(Mark::Cross));
  QCOMPARE(time(4), QStringLiteral("1:24"));
  QCOMPARE(model.currentStep(), 4);
  QCOMPARE(model.index(4, 0).data(Qt::AccessibleTextRole).toString(), QStringLiteral("Download, failed"));
}

void TestModels::aRunningStepsClockGoesOn() {
  JobStepsModel model;
  model.setPlan(samples::plan());
  model.take({"venv", StepState::Running, {}, 0}, 10'000);
  QSignalSpy changed(&model, &QAbstractItemModel::dataChanged);
  model.tick(34'000);
  QCOMPARE(changed.count(), 1);
  QCOMPARE(model.index(1, JobStepsModel::Time).data().toString(), QStringLiteral("24.0 s"));
  model.take({"download", StepState::Running, {}, 60}, 200'000);  // whoever goes back into an install comes late
  model.tick(205'000);
  QCOMPARE(model.index(4, JobStepsModel::Time).data().toString(), QStringLiteral("1:05"));
}

void TestModels::stepsThatAreNotInThePlanAreIgnored() {
  JobStepsModel model;
  model.setPlan(samples::plan());
  model.take({"frobnicate", StepState::Running, {}, 0}, 0);
  QCOMPARE(model.currentStep(), -1);
  QCOMPARE(model.titleAt(99), QString());
}

void TestModels::aJobThatEndsLeavesNoStepRunning() {
  JobStepsModel model;
  model.setPlan(samples::plan());
  model.take({"venv", StepState::Running, {}, 0}, 0);
  model.finish();
  QCOMPARE(model.index(1, 0).data(MarkRole).toInt(), static_cast<int>(Mark::Cross));
}

void TestModels::checksReplaceARowOfTheSameId() {
  ChecksModel model;
  QAbstractItemModelTester tester(&model);
  model.take({"import", "Imported", CheckState::Failed, "no", 1});
  model.take({"cuda", "CUDA", CheckState::Passed, "", 2});
  model.take({"import", "Imported", CheckState::Passed, "/env", 1.94});
  QCOMPARE(model.rowCount(), 2);
  QCOMPARE(model.index(0, ChecksModel::Detail).data().toString(), QStringLiteral("/env"));
  QCOMPARE(model.index(0, ChecksModel::Time).data().toString(), QStringLiteral("1.9 s"));
}

void TestModels::checksAreSpokenWithTheirState() {
  ChecksModel model;
  model.setRows(samples::report().checks);
  QCOMPARE(model.index(2, 0).data(Qt::AccessibleTextRole).toString(), QStringLiteral("CUDA is available: passed"));
  QCOMPARE(model.index(6, ChecksModel::Time).data().toString(), QString());  // skipped: no time to tell
}

void TestModels::figuresReadLikeAPersonWouldSayThem() {
  QCOMPARE(clockText(0.04), QStringLiteral("0.0 s"));
  QCOMPARE(clockText(59.97), QStringLiteral("0:59"));
  QCOMPARE(clockText(3723), QStringLiteral("1:02:03"));
  QCOMPARE(durationText(192), QStringLiteral("3 min 12 s"));
  QCOMPARE(variantText("cu130"), QStringLiteral("CUDA 13.0"));
  QCOMPARE(variantText("rocm7.2"), QStringLiteral("ROCm 7.2"));
  QCOMPARE(variantText("cu"), QStringLiteral("cu"));
  QCOMPARE(shortDateText(QDate(2025, 9, 8), kToday), QStringLiteral("8 Sep 2025"));
}

void TestModels::timeLeftIsCoarse_data() {
  QTest::addColumn<double>("seconds");
  QTest::addColumn<QString>("text");
  QTest::newRow("unknown") << -1.0 << "";
  QTest::newRow("almost there") << 4.0 << "a few seconds left";
  QTest::newRow("tens") << 23.0 << "about 20 seconds left";
  QTest::newRow("one minute") << 55.0 << "about 1 minute left";
  QTest::newRow("minutes") << 200.0 << "about 3 minutes left";
  QTest::newRow("hours") << 7'300.0 << "about 2 hours left";
}

void TestModels::timeLeftIsCoarse() {
  QFETCH(double, seconds);
  QFETCH(QString, text);
  QCOMPARE(timeLeftText(seconds), text);
}

QTEST_MAIN(TestModels)
#include "test_models.moc"
