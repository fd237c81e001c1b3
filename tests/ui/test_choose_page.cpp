#include <QAction>
#include <QCheckBox>
#include <QComboBox>
#include <QDialog>
#include <QHeaderView>
#include <QLabel>
#include <QLineEdit>
#include <QPushButton>
#include <QSignalSpy>
#include <QTableView>
#include <QTest>
#include <QToolButton>

#include "samples.h"
#include "test_model.h"
#include "ui/models/builds_model.h"
#include "ui/steps/choose_options_dialog.h"
#include "ui/steps/choose_page.h"

using namespace nightjar;
using Activity = WizardModel::Activity;

namespace {

// The page as the walk reaches it: connected, detected, then told of an index.
struct Walk {
  TestModel model;
  ChoosePage page{model, nullptr};

  explicit Walk(const std::optional<BuildList> &builds = samples::builds()) {
    model.takeFacts(samples::colabT4());
    page.resize(900, 600);
    page.show();
    page.entered(true);
    if (builds) model.end([&] { model.takeBuilds(*builds); });
  }
  template <typename T>
  T *find(const char *name) {
    T *const found = page.findChild<T *>(name);
    if (!found) qFatal("no %s", name);
    return found;
  }
  QTableView *table() { return find<QTableView>("builds"); }
  QString shown(int row, int column) { return table()->model()->index(row, column).data().toString(); }
};

}  // namespace

class TestChoosePage : public QObject {
  Q_OBJECT

 private Q_SLOTS:
  void readsTheIndexWhenItIsEntered();
  void advisesTheRecommendedBuildWithItsReasons();
  void oneNightIsNotCalledNights();
  void anotherRowIsInstalledByItsOwnName();
  void aBuildThatDoesNotFitCannotBeInstalled();
  void filterAndCheckBoxNarrowTheTable();
  void aFilterThatLeavesNothingDisablesTheVerb();
  void verbChoosesThePickedBuildAndThePlanLeadsOn();
  void nothingFitsSaysWhyAndOffersWaysOut();
  void aVariantThatWasAskedForIsPicked();
  void aFilterThatHidEverythingLosesNoSelection();
  void whatWasAskedForCanBeChangedWhereNothingFits();
  void theVerbRestsWhileAnInstallRuns();
  void theStableReleaseIsShownInPlaceOfTheNightlies();
  void aNewerDriverIsNamedWhereItWouldDo();
  void aBrokenIndexCanBeTriedAgain();
  void aPlanThatCannotBeMadeIsSaidAboveTheTable();
  void cancellingAReadIsNoDeadEnd();
  void advancedOptionsReadTheIndexAnew();
  void aWishedNumberOfEnvironmentsIsOfferedAsItIs();
  void addressesOfAnIndexAreChecked();
  void samplesAreCalledSamples();
  void tooLittleDiskIsSaidBeforeItIsChosen();
  void theWishedBuildIsPicked();
  void aCopyIsShownAndTheLineSaysThatItIsUpdated();
  void whatTheIndexSaysNowReplacesTheCopyButNotTheSelection();
  void withoutASelectionTheNewAdviceIsTaken();
  void whatIsInViewStaysInView();
  void aCopyThatIsAllThereIsSaysItsAgeAndCanBeInstalled();
  void whereThePagesCameFromIsSaidOnThePage();
  void aRefreshThatWasCutStartsAgainWhenThePageIsEntered();
  void aFilterThatMatchesNothingSaysSoAndIsClearedByAButton();
  void aWishThatCannotBeMetIsSaidAndNothingIsPickedInItsPlace();
  void theDownloadIsAskedForAndShownWhenKnown();
  void markupOfAnIndexStaysText();
};

void TestChoosePage::readsTheIndexWhenItIsEntered() {
  Walk walk(std::nullopt);
  QCOMPARE(walk.model.asked, QStringList{"builds"});
  QVERIFY(walk.find<QWidget>("busyCard")->isVisible());
  QVERIFY(!walk.table()->isVisible());
  QVERIFY(walk.page.verb().isEmpty());
  QVERIFY(!walk.page.cancelText().isEmpty());
  walk.model.end([&] { walk.model.takeBuilds(samples::builds()); });
  walk.page.entered(false);  // a look back reads nothing
  QCOMPARE(walk.model.asked, QStringList{"builds"});
}

void TestChoosePage::advisesTheRecommendedBuildWithItsReasons() {
  Walk walk;
  QVERIFY(walk.find<QLabel>("recommendedTitle")->text().endsWith("21 November, CUDA 13.0"));
  QVERIFY(walk.find<QLabel>("recommendedVersions")->text().contains("torchvision 0.30.0.dev20261121+cu130"));
  QStringList sentences;
  for (const QLabel *label : walk.find<QWidget>("recommendedCard")->findChildren<QLabel *>())
    sentences += label->text();
  for (const QString &reason : samples::builds().why) QVERIFY2(sentences.contains(reason), qPrintable(reason));
  QCOMPARE(walk.page.verb(), QStringLiteral("&Install"));
  QVERIFY(walk.page.verbEnabled());
  QVERIFY(walk.page.footerNote().contains("2 minutes ago"));
  QVERIFY(walk.page.footerNote().contains("4 nights, 5 variants"));
}

void TestChoosePage::oneNightIsNotCalledNights() {
  BuildList list = samples::builds();
  list.builds = {list.builds.first()};
  Walk walk(list);
  QVERIFY2(walk.page.footerNote().contains("1 night, 1 variant"), qPrintable(walk.page.footerNote()));
  QVERIFY(!walk.page.footerNote().contains("variants"));
}

void TestChoosePage::anotherRowIsInstalledByItsOwnName() {
  Walk walk;
  walk.table()->selectRow(2);
  QCOMPARE(walk.page.verb(), QStringLiteral("&Install this build"));
  QVERIFY(walk.page.verbEnabled());
  QVERIFY(walk.find<QLabel>("recommendedTitle")->text().endsWith("CUDA 13.2"));
  walk.table()->selectRow(0);
  QCOMPARE(walk.page.verb(), QStringLiteral("&Install"));
}

void TestChoosePage::aBuildThatDoesNotFitCannotBeInstalled() {
  Walk walk;
  walk.table()->selectRow(6);
  QVERIFY(!walk.page.verbEnabled());
  QCOMPARE(walk.shown(6, BuildsModel::Verdict), QStringLiteral("no: ended on 8 September"));
}

void TestChoosePage::filterAndCheckBoxNarrowTheTable() {
  Walk walk;
  QCOMPARE(walk.table()->model()->rowCount(), 7);
  QTest::keyClicks(walk.find<QLineEdit>("buildFilter"), "cu130");
  QCOMPARE(walk.table()->model()->rowCount(), 3);
  walk.find<QLineEdit>("buildFilter")->clear();
  QTest::mouseClick(walk.find<QCheckBox>("onlyFitting"), Qt::LeftButton, {}, {8, 8});
  QCOMPARE(walk.table()->model()->rowCount(), 6);
}

void TestChoosePage::aFilterThatLeavesNothingDisablesTheVerb() {
  Walk walk;
  walk.find<QLineEdit>("buildFilter")->setText("no such build");
  QCOMPARE(walk.table()->model()->rowCount(), 0);
  QVERIFY(!walk.page.verbEnabled());
}

void TestChoosePage::verbChoosesThePickedBuildAndThePlanLeadsOn() {
  Walk walk;
  QSignalSpy completed(&walk.page, &StepPage::completed);
  QVERIFY(walk.page.summary().isEmpty());
  walk.table()->selectRow(2);
  walk.page.verbPressed();
  QCOMPARE(walk.model.asked.last(), QStringLiteral("choose 2"));
  walk.model.takePlan(samples::plan());
  QCOMPARE(completed.count(), 1);
  QVERIFY(walk.page.summary().endsWith("cu130"));
}

void TestChoosePage::theStableReleaseIsShownInPlaceOfTheNightlies() {
  Walk walk(samples::nothingFits());
  QVERIFY(!walk.find<QLabel>("newerDriver")->isVisible());
  QVERIFY(walk.find<QLabel>("showStableNote")->text().contains(QLatin1String("2.14.0")));
  walk.find<QPushButton>("showStable")->click();
  QCOMPARE(walk.model.lastWishes.index, QStringLiteral("https://download.pytorch.org/whl"));
  QCOMPARE(walk.model.lastWishes.build, QStringLiteral("2.14.0"));
  QCOMPARE(walk.model.lastWishes.variant, QStringLiteral("cu126"));
  QCOMPARE(walk.model.lastWishes.packages.size(), 2);
}

void TestChoosePage::aNewerDriverIsNamedWhereItWouldDo() {
  BuildList list = samples::nothingFits();
  list.alternatives = {{"nightly", {}, "cu130", {}, {}, "Update the NVIDIA driver to version 580 or newer."}};
  Walk walk(list);
  QVERIFY(walk.find<QLabel>("newerDriver")->isVisible());
  QVERIFY(!walk.find<QPushButton>("showStable")->isVisible());
}

void TestChoosePage::aVariantThatWasAskedForIsPicked() {
  Walk walk(std::nullopt);
  Wishes wishes;
  wishes.variant = QStringLiteral("cpu");
  walk.model.takeWishes(wishes);
  walk.model.end([&] { walk.model.takeBuilds(samples::builds()); });
  const auto picked = walk.find<QTableView>("builds")->currentIndex().siblingAtColumn(BuildsModel::Variant);
  QCOMPARE(picked.data().toString(), QStringLiteral("cpu"));
}

void TestChoosePage::aFilterThatHidEverythingLosesNoSelection() {
  Walk walk;
  auto *const table = walk.find<QTableView>("builds");
  const QString before = table->currentIndex().siblingAtColumn(BuildsModel::Torch).data().toString();
  QVERIFY(walk.page.verbEnabled());
  auto *const field = walk.find<QLineEdit>("buildFilter");
  field->setText(QStringLiteral("zzz"));
  QVERIFY(!walk.page.verbEnabled());
  field->clear();
  QCOMPARE(table->currentIndex().siblingAtColumn(BuildsModel::Torch).data().toString(), before);
  QVERIFY(walk.page.verbEnabled());
}

void TestChoosePage::whatWasAskedForCanBeChangedWhereNothingFits() {
  Walk walk(samples::nothingFits());
  QVERIFY(walk.page.extras()->findChild<QPushButton *>("changeOptions")->isVisibleTo(walk.page.extras()));
  walk.page.extras()->findChild<QPushButton *>("changeOptions")->click();
  QVERIFY(walk.page.findChild<ChooseOptionsDialog *>() != nullptr);
}

void TestChoosePage::theVerbRestsWhileAnInstallRuns() {
  Walk walk;
  walk.model.takeActivity(Activity::Installing);
  QVERIFY(!walk.page.verbEnabled());
  walk.model.takeActivity(Activity::Idle);
  QVERIFY(walk.page.verbEnabled());
}

void TestChoosePage::nothingFitsSaysWhyAndOffersWaysOut() {
  Walk walk(samples::nothingFits());
  QCOMPARE(walk.find<QLabel>("nothingFitsTitle")->text(), QStringLiteral("No nightly fits this GPU"));
  for (const QString &why : samples::nothingFits().why) {
    QVERIFY(walk.find<QLabel>("nothingFitsWhy")->text().contains(why));
  }
  QVERIFY(walk.page.verb().isEmpty());
  QVERIFY(!walk.table()->isVisible());
  walk.find<QToolButton>("allBuildsFold")->click();
  QVERIFY(walk.table()->isVisible());
  walk.find<QPushButton>("installCpu")->click();
  QCOMPARE(walk.model.asked.last(), QStringLiteral("choose 4"));
  QSignalSpy goTo(&walk.page, &StepPage::goTo);
  walk.find<QPushButton>("connectElsewhere")->click();
  QCOMPARE(goTo.value(0).value(0).toString(), QStringLiteral("connect"));
  walk.find<QPushButton>("readIndexAgain")->click();
  QCOMPARE(walk.model.asked.last(), QStringLiteral("builds"));
}

void TestChoosePage::aBrokenIndexCanBeTriedAgain() {
  Walk walk(std::nullopt);
  const Error down{"The index does not answer.", "It said 503.", "Try again in a few minutes.", "HTTP 503"};
  walk.model.end([&] { walk.model.takeFailure(Activity::Reading, down); });
  QVERIFY(walk.find<QWidget>("errorCard")->isVisible());
  QVERIFY(!walk.find<QWidget>("busyCard")->isVisible());
  QCOMPARE(walk.find<QLabel>("errorWhat")->text(), down.what);
  QVERIFY(walk.page.verbEnabled());
  walk.page.verbPressed();
  QCOMPARE(walk.model.asked, (QStringList{"builds", "builds"}));
  walk.model.end([&] { walk.model.takeBuilds(samples::builds()); });
  QVERIFY(!walk.find<QWidget>("errorCard")->isVisible());
  QVERIFY(walk.table()->isVisible());
}

void TestChoosePage::aPlanThatCannotBeMadeIsSaidAboveTheTable() {
  Walk walk;
  walk.model.takeFailure(Activity::Choosing, {"No wheel for Python 3.9.", "Why.", "Fix.", {}, Fault::NoBuild});
  QVERIFY(walk.find<QWidget>("errorCard")->isVisible());
  QVERIFY(walk.table()->isVisible());
  walk.table()->selectRow(2);
  walk.page.verbPressed();
  QCOMPARE(walk.model.asked.last(), QStringLiteral("choose 2"));
  QVERIFY(!walk.find<QWidget>("errorCard")->isVisible());
}

void TestChoosePage::cancellingAReadIsNoDeadEnd() {
  Walk walk(std::nullopt);
  walk.page.cancelPressed();
  QCOMPARE(walk.model.asked.last(), QStringLiteral("cancel"));
  walk.model.end([&] { walk.model.takeFailure(Activity::Reading, cancelled()); });
  QVERIFY(walk.page.cancelText().isEmpty());
  QVERIFY(walk.page.verbEnabled());
  walk.page.verbPressed();
  QCOMPARE(walk.model.asked.last(), QStringLiteral("builds"));
}

void TestChoosePage::advancedOptionsReadTheIndexAnew() {
  Walk walk;
  walk.find<QPushButton>("chooseAdvanced")->click();
  auto *const dialog = walk.find<QDialog>("chooseOptions");
  dialog->findChild<QCheckBox *>("package_torchaudio")->setChecked(true);
  dialog->findChild<QComboBox *>("python")->setCurrentText("3.13.15");
  dialog->findChild<QComboBox *>("variant")->setCurrentText("cu132");
  dialog->findChild<QLineEdit *>("indexUrl")->setText(" https://example.org/whl/nightly ");
  auto *const stable = dialog->findChild<QLineEdit *>("stableIndexUrl");
  auto *const use = dialog->findChild<QPushButton *>("useOptions");
  const int height = dialog->sizeHint().height();
  stable->setText("example.org/releases");
  QVERIFY(!use->isEnabled());
  QCOMPARE(dialog->sizeHint().height(), height);  // what is wrong has its place beforehand: nothing jumps
  stable->setText("https://example.org/releases ");
  QVERIFY(use->isEnabled());
  dialog->findChild<QComboBox *>("installer")->setCurrentText("uv");
  auto *const keep = dialog->findChild<QComboBox *>("keep");
  QCOMPARE(keep->currentText(), QStringLiteral("The newest 2"));
  keep->setCurrentText("All of them");
  dialog->accept();
  QCOMPARE(walk.model.asked.last(), QStringLiteral("builds"));
  const Wishes wishes = walk.model.lastWishes;
  QCOMPARE(wishes.packages, (QStringList{"torch", "torchvision", "torchaudio"}));
  QCOMPARE(wishes.python, QStringLiteral("3.13.15"));
  QCOMPARE(wishes.variant, QStringLiteral("cu132"));
  QCOMPARE(wishes.index, QStringLiteral("https://example.org/whl/nightly"));
  QCOMPARE(wishes.stableIndex, QStringLiteral("https://example.org/releases"));
  QCOMPARE(wishes.installer, QStringLiteral("uv"));
  QCOMPARE(wishes.keep, QStringLiteral("all"));
}

void TestChoosePage::aWishedNumberOfEnvironmentsIsOfferedAsItIs() {
  Wishes wishes;
  wishes.keep = QStringLiteral("7");
  const ChooseOptionsDialog dialog(wishes, {}, {}, nullptr);
  QCOMPARE(dialog.findChild<QComboBox *>("keep")->currentText(), QStringLiteral("The newest 7"));
  QCOMPARE(dialog.wishes().keep, QStringLiteral("7"));
  wishes.keep = QStringLiteral("2");  // what is kept anyway is not offered twice
  const ChooseOptionsDialog usual(wishes, {}, {}, nullptr);
  QCOMPARE(usual.findChild<QComboBox *>("keep")->count(), 4);
  QCOMPARE(usual.findChild<QComboBox *>("keep")->currentText(), QStringLiteral("The newest 2"));
  QCOMPARE(dialog.wishes().installer, QString());
}

void TestChoosePage::addressesOfAnIndexAreChecked() {
  QVERIFY(isIndexUrl(""));
  QVERIFY(isIndexUrl("https://download.pytorch.org/whl/nightly"));
  QVERIFY(isIndexUrl("http://127.0.0.1:8080/x"));
  for (const char *bad : {"ftp://x/y", "download.pytorch.org", "https://", "file:///etc/passwd", "--extra-index-url"}) {
    QVERIFY2(!isIndexUrl(bad), bad);
  }
}

void TestChoosePage::samplesAreCalledSamples() {
  BuildList list = samples::builds();
  list.sample = true;
  Walk walk(list);
  QVERIFY(walk.find<QLabel>("recommendedTitle")->text().contains("sample"));
}

void TestChoosePage::tooLittleDiskIsSaidBeforeItIsChosen() {
  Walk walk(std::nullopt);
  RuntimeFacts facts = samples::colabT4();
  facts.disk.freeBytes = 2'000'000'000;
  walk.model.takeFacts(facts);
  walk.model.end([&] { walk.model.takeBuilds(samples::builds()); });
  QStringList texts;
  for (const QLabel *label : walk.find<QWidget>("recommendedCard")->findChildren<QLabel *>()) texts += label->text();
  QVERIFY(texts.join('\n').contains("only 2.0 GB free"));
}

void TestChoosePage::theWishedBuildIsPicked() {
  Walk walk(std::nullopt);
  BuildList list = samples::builds();
  for (Build &build : list.builds) build.python = {"3.13"};
  Wishes wishes;
  wishes.build = "2026-11-18";
  walk.model.takeWishes(wishes);
  walk.model.end([&] { walk.model.takeBuilds(list); });
  QCOMPARE(walk.table()->currentIndex().row(), 5);
  QCOMPARE(walk.page.verb(), QStringLiteral("&Install this build"));
}

namespace {

// The next night: its builds come before the ones of samples::builds(), and its advice is a new one.
BuildList nextNight() {
  BuildList list = samples::builds();
  Build fresh = list.builds.first();
  fresh.id = "20261123-cu130";
  fresh.date = QDate(2026, 11, 23);
  fresh.torch = "2.16.0.dev20261123+cu130";
  list.builds.prepend(fresh);
  list.recommended = 0;
  list.readAt = QDateTime::currentDateTime();
  return list;
}

BuildList copyOfYesterday() {
  BuildList list = samples::builds();
  list.origin = IndexOrigin::Cache;
  list.readAt = QDateTime::currentDateTime().addSecs(-3 * 3600);
  return list;
}

}  // namespace

void TestChoosePage::aCopyIsShownAndTheLineSaysThatItIsUpdated() {
  Walk walk(copyOfYesterday());
  walk.model.takeRefreshing(true);
  QVERIFY(walk.table()->isVisible());
  QVERIFY(!walk.find<QWidget>("busyCard")->isVisible());
  QVERIFY2(walk.page.footerNote().startsWith("Updating… This is the index as read 3 hours ago"),
           qPrintable(walk.page.footerNote()));
  QVERIFY(walk.page.verbEnabled());
  walk.model.takeRefreshed(nextNight());
  QVERIFY2(walk.page.footerNote().startsWith("Index read just now ·"), qPrintable(walk.page.footerNote()));
  BuildList behind = nextNight();
  behind.stampedAt = behind.readAt.addDays(-4);
  walk.model.takeRefreshed(behind);
  QVERIFY2(walk.page.footerNote().startsWith("Index read just now, written 4 days ago ·"),
           qPrintable(walk.page.footerNote()));
}

void TestChoosePage::whatTheIndexSaysNowReplacesTheCopyButNotTheSelection() {
  Walk walk(copyOfYesterday());
  walk.model.takeRefreshing(true);
  walk.table()->selectRow(2);
  walk.page.verbPressed();
  QCOMPARE(walk.model.asked.last(), QStringLiteral("choose 2"));
  walk.model.takePlan(samples::plan());
  walk.model.takeRefreshed(nextNight());
  QVERIFY(walk.model.plan().has_value());
  QVERIFY(walk.find<QLabel>("recommendedTitle")->text().endsWith("CUDA 13.2"));
  QCOMPARE(walk.table()->model()->rowCount(), 8);
  walk.page.verbPressed();
  QCOMPARE(walk.model.asked.last(), QStringLiteral("choose 3"));
}

void TestChoosePage::withoutASelectionTheNewAdviceIsTaken() {
  Walk walk(copyOfYesterday());
  walk.model.takeRefreshing(true);
  walk.model.takeRefreshed(nextNight());
  QVERIFY(walk.find<QLabel>("recommendedVersions")->text().contains("2.16.0.dev20261123+cu130"));
  QCOMPARE(walk.table()->currentIndex().row(), 0);
  BuildList none = samples::nothingFits();
  walk.model.takeRefreshed(none);
  QVERIFY(walk.find<QLabel>("nothingFitsTitle")->isVisible());
}

void TestChoosePage::whatIsInViewStaysInView() {
  BuildList many = copyOfYesterday();
  const Build last = many.builds.last();
  for (int i = 0; i < 200; ++i) {
    Build build = last;
    build.id = QStringLiteral("2026-%1").arg(i);
    many.builds.append(build);
  }
  Walk walk(many);
  walk.model.takeRefreshing(true);
  QTableView *const table = walk.table();
  table->selectRow(150);
  table->scrollTo(table->model()->index(140, 0), QAbstractItemView::PositionAtTop);
  const int top = table->indexAt({0, 0}).row();
  QVERIFY(top > 100);
  BuildList more = many;
  more.builds.prepend(nextNight().builds.first());
  walk.model.takeRefreshed(more);
  QCOMPARE(table->indexAt({0, 0}).row(), top + 1);
  QCOMPARE(table->currentIndex().row(), 151);
}

void TestChoosePage::aCopyThatIsAllThereIsSaysItsAgeAndCanBeInstalled() {
  BuildList copy = copyOfYesterday();
  Walk walk(copy);
  walk.model.takeRefreshing(true);
  copy.originNote = "From the copy of 3 hours ago: the index could not be reached.";
  walk.model.takeRefreshed(copy);
  QCOMPARE(walk.page.footerNote(),
           QStringLiteral("From the copy of the index read 3 hours ago: it could not be reached"));
  QVERIFY(walk.page.verbEnabled());
}

void TestChoosePage::whereThePagesCameFromIsSaidOnThePage() {
  BuildList list = samples::builds();
  Walk walk(list);
  auto *const origin = walk.find<QLabel>("buildsOrigin");
  QVERIFY(!origin->isVisible());
  list.origin = IndexOrigin::Runtime;
  list.originNote = "Read through the runtime. From this computer: <b>h</b> refused the connection.";
  walk.model.takeRefreshed(list);
  QVERIFY(origin->isVisible());
  QCOMPARE(origin->text(), list.originNote);
  QCOMPARE(origin->textFormat(), Qt::PlainText);
  QVERIFY(walk.page.footerNote().startsWith("Index read through the runtime"));
  BuildList none = samples::nothingFits();
  none.originNote = "From the copy of 3 hours ago.";
  walk.model.end([&] { walk.model.takeBuilds(none); });
  QVERIFY(origin->isVisible());
  walk.find<QPushButton>("readIndexAgain")->click();
  QVERIFY(!origin->isVisible());
}

void TestChoosePage::aRefreshThatWasCutStartsAgainWhenThePageIsEntered() {
  BuildList copy = copyOfYesterday();
  Walk walk(copy);
  walk.model.takeRefreshing(true);
  walk.model.takeRefreshing(false);  // an install needed the worker
  walk.page.entered(false);
  QCOMPARE(walk.model.asked.last(), QStringLiteral("refresh"));
  QVERIFY(walk.page.footerNote().startsWith("Updating…"));
  copy.originNote = "From the copy of 3 hours ago: the index could not be reached.";
  walk.model.takeRefreshed(copy);
  const QStringList before = walk.model.asked;
  walk.page.entered(false);  // it was tried: nobody is asked at every look back
  QCOMPARE(walk.model.asked, before);
}

void TestChoosePage::aFilterThatMatchesNothingSaysSoAndIsClearedByAButton() {
  Walk walk;
  auto *const says = walk.find<QLabel>("noBuildMatches");
  auto *const clear = walk.find<QPushButton>("clearBuildFilter");
  QVERIFY(!says->isVisible() && walk.table()->isVisible());
  walk.find<QLineEdit>("buildFilter")->setText("zzz");
  QVERIFY(says->isVisible() && clear->isVisible() && !walk.table()->isVisible());
  QCOMPARE(says->text(), QStringLiteral("No build matches “zzz”."));
  clear->click();
  QVERIFY(!says->isVisible() && walk.table()->isVisible());
  QCOMPARE(walk.table()->model()->rowCount(), 7);
  QVERIFY(walk.page.verbEnabled());
  BuildList none = samples::builds();
  for (Build &build : none.builds) build.fits = Fits::No;
  walk.find<QCheckBox>("onlyFitting")->setChecked(true);
  walk.model.end([&] { walk.model.takeBuilds(none); });
  QCOMPARE(says->text(), QStringLiteral("No build fits this runtime."));
  QVERIFY(says->isVisible());
}

void TestChoosePage::aWishThatCannotBeMetIsSaidAndNothingIsPickedInItsPlace() {
  Walk walk(std::nullopt);
  Wishes wishes;
  wishes.build = "2025-01-01";
  walk.model.takeWishes(wishes);
  BuildList list = samples::builds();
  for (Build &build : list.builds) build.python = {"3.13"};
  adviseAsWished(list, samples::colabT4(), wishes);
  walk.model.end([&] { walk.model.takeBuilds(list); });
  QCOMPARE(walk.find<QLabel>("errorWhat")->text(), QStringLiteral("There is no build of 2025-01-01."));
  QVERIFY(walk.table()->isVisible());
  QVERIFY(!walk.find<QWidget>("recommendedCard")->isVisible());
  QVERIFY(!walk.page.verbEnabled());
  walk.table()->selectRow(1);
  QVERIFY(walk.find<QWidget>("recommendedCard")->isVisible());
  QVERIFY(walk.page.verbEnabled());
}

void TestChoosePage::theDownloadIsAskedForAndShownWhenKnown() {
  BuildList list = samples::builds();
  for (Build &build : list.builds) build.wheels = {QUrl("https://h.example.org/" + build.id + ".whl")};
  Walk walk(list);
  auto *const download = walk.find<QLabel>("recommendedDownload");
  QVERIFY(!download->isVisible());
  QTRY_COMPARE(walk.model.measured, QList<int>{0});
  walk.model.takeSize(list.builds.at(0), 562'000'000);
  QVERIFY(download->isVisible());
  QCOMPARE(download->text(), QStringLiteral("Download of torch and torchvision: 562 MB, and the libraries they need"));
  walk.table()->selectRow(1);  // torch alone
  QVERIFY(!download->isVisible());
  QTRY_COMPARE(walk.model.measured, (QList<int>{0, 1}));
  walk.model.takeSize(list.builds.at(1), 2'345'000'000);
  QCOMPARE(download->text(), QStringLiteral("Download of torch: 2.3 GB, and the libraries they need"));
  walk.table()->selectRow(0);
  QVERIFY(download->isVisible());
  walk.table()->selectRow(6);  // does not fit: nobody will download it
  QVERIFY(!download->isVisible());
}

void TestChoosePage::markupOfAnIndexStaysText() {
  BuildList list = samples::builds();
  list.why = {"<b>bold</b> & <img src=x>"};
  list.builds[0].torch = "<i>2.16</i>";
  Walk walk(list);
  for (const QLabel *label : walk.page.findChildren<QLabel *>()) QCOMPARE(label->textFormat(), Qt::PlainText);
}

QTEST_MAIN(TestChoosePage)
#include "test_choose_page.moc"
