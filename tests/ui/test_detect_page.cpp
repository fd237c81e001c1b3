#include <QLabel>
#include <QPushButton>
#include <QTest>

#include "samples.h"
#include "scenes.h"
#include "ui/steps/environments_card.h"

using namespace nightjar;

namespace {

const Scene &scene(const char *name) {
  for (const Scene &row : scenes())
    if (QLatin1String(row.name) == QLatin1String(name)) return row;
  qFatal("no such scene");
}

QPushButton *button(const Stage &stage, const char *name) {
  return stage.window->findChild<QPushButton *>(QLatin1String(name));
}

}  // namespace

/// The environments on the detect page, from data alone.
class DetectPageTest : public QObject {
  Q_OBJECT

 private Q_SLOTS:
  void theCurrentOneHasNoButtonsAndAnUnverifiedOneCannotBeSwitchedTo() {
    const Stage stage(scene("detect-environments"));
    QVERIFY(!button(stage, "environmentReturn0") && button(stage, "environmentRemove0"));
    QVERIFY(!button(stage, "environmentReturn1") && !button(stage, "environmentRemove1"));
    QVERIFY(button(stage, "environmentReturn2") && button(stage, "environmentRemove2"));
  }

  void switchingAsksFirstAndNoIsTheDefault() {
    Stage stage(scene("detect-environments"));
    button(stage, "environmentReturn2")->click();
    QVERIFY(button(stage, "loseNo")->isDefault());
    button(stage, "loseNo")->click();
    QVERIFY(!stage.model.isBusy());
    Stage::settle();
    button(stage, "environmentReturn2")->click();
    button(stage, "loseYes")->click();
    QCOMPARE(stage.model.asked.last(), QStringLiteral("return to 20261118-cu130-20261118-070000"));
    QVERIFY(stage.model.isBusy());
  }

  void removingAsksFirstNamesTheSizeAndThenShowsWhatTheRuntimeHas() {
    Stage stage(scene("detect-environments"));
    button(stage, "environmentRemove2")->click();
    const auto *dialog = stage.window->findChild<QWidget *>(QStringLiteral("loseDialog"));
    QString text;
    for (const QLabel *label : dialog->findChildren<QLabel *>()) text += label->text();
    QVERIFY2(text.contains("GB"), qPrintable(text));
    button(stage, "loseYes")->click();
    QCOMPARE(stage.model.asked.last(), QStringLiteral("remove 20261118-cu130-20261118-070000"));
    QVERIFY(!stage.window->findChild<QPushButton *>(QStringLiteral("verb"))->isEnabled());
    RuntimeFacts facts = samples::withoutGpu();
    stage.model.end([&] { stage.model.takeFacts(facts); });
    Stage::settle();
    QVERIFY(stage.window->findChild<EnvironmentsCard *>() == nullptr);
  }

  void aRefusalIsShownBesideTheListAndTryAgainRepeatsWhatWasRefused() {
    Stage stage(scene("detect-environments"));
    button(stage, "environmentRemove2")->click();
    button(stage, "loseYes")->click();
    stage.model.end([&] { stage.model.takeFailure(WizardModel::Activity::Arranging, samples::refused()); });
    Stage::settle();
    QVERIFY(stage.window->findChild<EnvironmentsCard *>() != nullptr);
    QVERIFY(button(stage, "detectRetry")->isVisible());
    stage.model.asked.clear();
    button(stage, "detectRetry")->click();
    QCOMPARE(stage.model.asked, QStringList{QStringLiteral("remove 20261118-cu130-20261118-070000")});
  }
};

QTEST_MAIN(DetectPageTest)
#include "test_detect_page.moc"
