#include <QDialog>
#include <QLabel>
#include <QLineEdit>
#include <QPushButton>
#include <QTest>

#include "samples.h"
#include "scenes.h"
#include "ui/steps/fact_text.h"
#include "ui/steps/profile_card.h"
#include "ui/theme/theme.h"
#include "ui/widgets/elided_label.h"
#include "ui/widgets/error_card.h"
#include "ui/widgets/status_label.h"

using namespace nightjar;

namespace {

const Scene &scene(const char *name) {
  for (const Scene &row : scenes())
    if (qstrcmp(row.name, name) == 0) return row;
  qFatal("no scene %s", name);
}

QPushButton *button(QWidget &in, const char *name) {
  auto *found = in.findChild<QPushButton *>(QString::fromLatin1(name));
  if (found == nullptr) qFatal("no button %s", name);
  return found;
}

bool shows(const QWidget &in, const QString &text) {
  for (const QLabel *label : in.findChildren<QLabel *>())
    if (label->isVisible() && label->text().contains(text)) return true;
  return false;
}

}  // namespace

using Activity = WizardModel::Activity;

namespace {

/// The runtime has answered: the job is followed from its beginning, as the controller tells it.
void backInto(nightjar::Stage &stage) {
  stage.model.takeActivity(Activity::Installing);
  stage.model.takeConnected(samples::sshTarget(), {});
  stage.model.takeFacts(samples::colabT4());
  const Plan plan = planFromJob(samples::runningJob().job);
  stage.model.takePlan(plan);
  stage.model.takeInstallStarted(plan);
}

}  // namespace

class TestConnectPage : public QObject {
  Q_OBJECT
 private Q_SLOTS:
  void initTestCase() { applyTheme(Theme::Light); }

  void aPastedCommandIsShownAsHostPortUserAndKey() {
    const nightjar::Stage stage(scene("connect"));
    for (const char *part : {"203.0.113.12", "17445", "root", "~/.ssh/id_ed25519"})
      QVERIFY2(shows(*stage.window, QLatin1String(part)), part);
    QVERIFY(button(*stage.window, "verb")->isEnabled());
  }

  void whatCannotBeUnderstoodKeepsTheVerbOffAndSaysWhy() {
    const nightjar::Stage stage(scene("connect-odd"));
    QVERIFY(!button(*stage.window, "verb")->isEnabled());
    QVERIFY(!stage.window->findChild<QLabel *>(QStringLiteral("targetHint"))->text().isEmpty());
    QTest::keyClick(stage.window->findChild<QLineEdit *>(QStringLiteral("targetField")), Qt::Key_Return);
    QVERIFY(stage.model.asked.isEmpty());
  }

  void enterInTheFieldConnectsOnce() {
    const nightjar::Stage stage(scene("connect"));
    QTest::keyClick(stage.window->findChild<QLineEdit *>(QStringLiteral("targetField")), Qt::Key_Return);
    QCOMPARE(stage.model.asked.size(), 1);
    QVERIFY(stage.model.asked.first().startsWith(QLatin1String("connect ")));
  }

  void aChosenKeyFileGoesWithTheTarget() {
    const nightjar::Stage stage(scene("connect"));
    stage.window->findChild<QLineEdit *>(QStringLiteral("keyField"))->setText(QStringLiteral("/keys/other"));
    button(*stage.window, "verb")->click();
    QCOMPARE(stage.model.state().target->identityFile, QStringLiteral("/keys/other"));
  }

  void practiceNeedsNoAddress() {
    const nightjar::Stage stage(scene("connect-practice"));
    button(*stage.window, "verb")->click();
    QCOMPARE(stage.model.state().target->kind, Target::Kind::Practice);
  }

  void aFailureStaysInPlaceWithWhatWhyFixAndFoldedDetails() {
    const nightjar::Stage stage(scene("connect-error"));
    QCOMPARE(stage.window->currentStep(), 0);
    const auto *page = stage.window->page(0);
    auto *card = page->findChild<ErrorCard *>();
    for (auto *each : page->findChildren<ErrorCard *>())
      if (each->isVisible()) card = each;
    QVERIFY(card->isVisible());
    QVERIFY(shows(*card, samples::refused().what));
    QVERIFY(shows(*card, samples::refused().why));
    QVERIFY(shows(*card, samples::refused().fix));
    auto *details = card->findChild<QWidget *>(QStringLiteral("errorDetails"));
    QVERIFY(!details->isVisible());
    card->findChild<QAbstractButton *>(QStringLiteral("errorDetailsFold"))->click();
    QVERIFY(details->isVisible());
  }

  void tryAgainConnectsAgainAndForgetsTheError() {
    const nightjar::Stage stage(scene("connect-error"));
    auto *retry = button(*stage.window, "connectRetry");
    retry->click();
    QCOMPARE(stage.model.asked.size(), 2);
    QVERIFY(!retry->isVisible());
  }

  void cancellingIsNoError() {
    nightjar::Stage stage(scene("connect-busy"));
    stage.model.end([&] { stage.model.takeFailure(WizardModel::Activity::Connecting, cancelled()); });
    for (const auto *card : stage.window->findChildren<ErrorCard *>()) QVERIFY(!card->isVisible());
    QVERIFY(button(*stage.window, "verb")->isEnabled());
  }

  void removingASavedRuntimeAsksFirst() {
    const nightjar::Stage stage(scene("connect"));
    button(*stage.window, "profileRemove0")->click();
    QVERIFY(stage.model.asked.isEmpty());
    auto *ask = stage.window->findChild<QDialog *>(QStringLiteral("loseDialog"));
    QVERIFY(ask != nullptr);
    button(*ask, "loseYes")->click();
    QCOMPARE(stage.model.asked, QStringList{QStringLiteral("remove lab-4090")});
  }

  void oneClickRepeatsTheSameBuildOnAFreshRuntime() {
    nightjar::Stage stage(scene("review"));
    button(*stage.window, "verb")->click();
    stage.model.end([&] { stage.model.takeConnected(samples::profiles().at(1).target, {}); });
    stage.model.end([&] { stage.model.takeFacts(samples::colabT4()); });
    stage.model.end([&] { stage.model.takeBuilds(samples::builds()); });
    stage.model.takePlan(samples::plan());
    const QStringList expected{QStringLiteral("connect root@203.0.113.12:17445"), QStringLiteral("detect"),
                               QStringLiteral("builds"), QStringLiteral("choose 5"), QStringLiteral("install")};
    QCOMPARE(stage.model.asked, expected);
    stage.model.takeInstallStarted(samples::plan());
    QCOMPARE(stage.window->currentStep(), 3);
  }

  void aRepeatThatCannotStartSaysWhy() {
    nightjar::Stage stage(scene("review"));
    stage.model.refusal = Error{QStringLiteral("This build cannot be installed here."), {}, {}, {}};
    button(*stage.window, "verb")->click();
    stage.model.end([&] { stage.model.takeConnected(samples::profiles().at(1).target, {}); });
    stage.model.end([&] { stage.model.takeFacts(samples::colabT4()); });
    stage.model.end([&] { stage.model.takeBuilds(samples::builds()); });
    stage.model.takePlan(samples::plan());
    QCOMPARE(stage.window->currentStep(), 0);
    QVERIFY(shows(*stage.window, stage.model.refusal->what));
    QVERIFY(button(*stage.window, "verb")->isEnabled());
  }

  void aBuildThatIsGoneIsSaidAndAnotherIsOffered() {
    const nightjar::Stage stage(scene("review-gone"));
    QVERIFY(stage.window->findChild<QWidget *>(QStringLiteral("reviewOffer"))->isVisible());
    QVERIFY(!stage.model.asked.last().startsWith(QLatin1String("choose")));
    button(*stage.window, "verb")->click();
    QCOMPARE(stage.model.asked.last(), QStringLiteral("choose 0"));
  }

  void whereNothingFitsTheReasonStandsThereOnce() {
    nightjar::Stage stage(scene("review"));
    button(*stage.window, "verb")->click();
    stage.model.end([&] { stage.model.takeConnected(samples::profiles().at(1).target, {}); });
    stage.model.end([&] { stage.model.takeFacts(samples::colabT4()); });
    BuildList builds = samples::nothingFits();
    const QString reason = QStringLiteral("The GPU is too old for it.");
    for (Build &build : builds.builds) build.reasons = {reason};
    builds.why = {reason};
    stage.model.end([&] { stage.model.takeBuilds(builds); });
    int said = 0;
    for (const QLabel *label : stage.window->findChildren<QLabel *>())
      if (label->isVisible()) said += static_cast<int>(label->text().count(reason));
    QCOMPARE(said, 1);
  }

  void backFromAReviewReturnsToTheSavedRuntimes() {
    const nightjar::Stage stage(scene("review"));
    QTest::keyClick(stage.window.get(), Qt::Key_Escape);
    QVERIFY(button(*stage.window, "profileContinue0")->isVisible());
  }

  void aDamagedProfileFileIsNamed() {
    nightjar::Stage stage(scene("connect"));
    stage.model.saved.damaged = {QStringLiteral("/settings/profiles/lab.json.bad")};
    Q_EMIT stage.model.profilesChanged();
    QCoreApplication::processEvents();
    QVERIFY(shows(*stage.window, QStringLiteral("lab.json.bad")));
  }

  void aDamagedProfileCanBeDismissed() {
    nightjar::Stage stage(scene("connect"));
    stage.model.saved.damaged = {QStringLiteral("/settings/profiles/lab.json.bad")};
    Q_EMIT stage.model.profilesChanged();
    button(*stage.window, "damagedDismiss0")->click();
    QVERIFY(stage.model.asked.contains(QStringLiteral("dismiss /settings/profiles/lab.json.bad")));
    nightjar::Stage::settle();
    QVERIFY(!shows(*stage.window, QStringLiteral("lab.json.bad")));
  }

  void aProfileThatCannotBeOpenedIsNamedAndStaysSoUntilItCan() {
    nightjar::Stage stage(scene("connect"));
    stage.model.saved.closed = {QStringLiteral("/settings/profiles/lab.json")};
    Q_EMIT stage.model.profilesChanged();
    nightjar::Stage::settle();
    QVERIFY(shows(*stage.window, QStringLiteral("Allow reading /settings/profiles/lab.json")));
    QVERIFY(stage.window->findChild<QWidget *>(QStringLiteral("damagedDismiss0")) == nullptr);
  }

  void runningInstallsComeFirstAndASavedRuntimeSaysSoToo() {
    const nightjar::Stage stage(scene("connect-running"));
    const auto *card = stage.window->findChild<QWidget *>(QStringLiteral("runningJob0"));
    const auto *profile = stage.window->findChild<QWidget *>(QStringLiteral("profileCard0"));
    QVERIFY(card->isVisible());
    QVERIFY(card->mapTo(stage.window.get(), QPoint()).y() < profile->mapTo(stage.window.get(), QPoint()).y());
    const auto *about = card->findChild<ElidedLabel *>();
    QCOMPARE(about->whole(),
             QStringLiteral("Install the nightly of 21 November, cu130, on me@lab, started 2 minutes ago"));
    QCOMPARE(profile->findChild<StatusLabel *>()->text(), QStringLiteral("an install is running"));
    const auto *other = stage.window->findChild<QWidget *>(QStringLiteral("profileCard1"));
    QVERIFY(other->findChild<StatusLabel *>()->text().startsWith(QLatin1String("failed")));
  }

  void oneClickGoesBackIntoARunningInstall_data() {
    QTest::addColumn<QByteArray>("name");
    QTest::newRow("its card") << QByteArray("jobGoBack0");
    QTest::newRow("its saved runtime") << QByteArray("profileContinue0");
  }
  void oneClickGoesBackIntoARunningInstall() {
    QFETCH(QByteArray, name);
    nightjar::Stage stage(scene("connect-running"));
    button(*stage.window, name.constData())->click();
    QCOMPARE(stage.model.asked, QStringList{QStringLiteral("resume ") + samples::runningJob().id});
    QVERIFY(stage.window->findChild<QWidget *>(QStringLiteral("busyCard"))->isVisible());
    QVERIFY(!button(*stage.window, "jobGoBack0")->isEnabled());
    backInto(stage);
    QCOMPARE(stage.window->currentStep(), 3);
    QVERIFY2(!stage.model.asked.contains(QStringLiteral("install")), "a second install was started");
  }

  void cancelStopsTheComingBackAndAsksNothing() {
    nightjar::Stage stage(scene("connect-coming-back"));
    button(*stage.window, "cancel")->click();
    QCOMPARE(stage.model.asked.last(), QStringLiteral("cancel"));
    stage.model.end([&] { stage.model.takeFailure(Activity::Connecting, cancelled()); });
    QVERIFY(button(*stage.window, "jobGoBack0")->isEnabled());
    QVERIFY(!stage.window->findChild<ErrorCard *>()->isVisible());
  }

  void whereTheWayBackFailsTryAgainGoesTheSameWay() {
    nightjar::Stage stage(scene("connect-coming-back"));
    stage.model.end([&] { stage.model.takeFailure(Activity::Connecting, samples::refused()); });
    QVERIFY(shows(*stage.window, samples::refused().what));
    button(*stage.window, "connectRetry")->click();
    QCOMPARE(stage.model.asked.last(), QStringLiteral("resume ") + samples::runningJob().id);
    stage.model.end([&] { stage.model.takeFailure(Activity::Connecting, samples::refused()); });
    stage.window->findChild<QLineEdit *>(QStringLiteral("targetField"))->setText(samples::sshTarget().text);
    button(*stage.window, "verb")->click();
    stage.model.end([&] { stage.model.takeFailure(Activity::Connecting, samples::refused()); });
    button(*stage.window, "connectRetry")->click();
    QVERIFY2(stage.model.asked.last().startsWith(QLatin1String("connect ")), "what failed last is tried again");
  }

  void aJobThatIsOverShowsItsEnd() {
    nightjar::Stage stage(scene("connect-coming-back"));
    backInto(stage);
    JobResult done;
    done.environment = samples::plan().environment;
    done.report = samples::report();
    stage.model.end([&] { stage.model.takeResult(done); });
    QCOMPARE(stage.window->currentStep(), 4);
    QVERIFY(shows(*stage.window, QStringLiteral("works")));
  }

  void aJobThatIsLostSaysWhatIsKnown() {
    nightjar::Stage stage(scene("connect-coming-back"));
    backInto(stage);
    const JobResult lost = forgottenJob();
    stage.model.end([&] { stage.model.takeResult(lost); });
    QCOMPARE(stage.window->currentStep(), 3);
    QVERIFY(shows(*stage.window, lost.error->what));
    QVERIFY(shows(*stage.window, lost.error->why));
  }

  void forgettingARunningInstallAsksFirst() {
    nightjar::Stage stage(scene("connect-running"));
    button(*stage.window, "jobForget0")->click();
    QVERIFY(stage.model.asked.isEmpty());
    auto *ask = stage.window->findChild<QDialog *>(QStringLiteral("loseDialog"));
    QVERIFY(ask != nullptr);
    button(*ask, "loseYes")->click();
    QCOMPARE(stage.model.asked, QStringList{QStringLiteral("forget ") + samples::runningJob().id});
    QVERIFY(!stage.window->findChild<QWidget *>(QStringLiteral("runningJobs"))->isVisible());
  }

  void outcomesReadLikeSentences() {
    const QDateTime now = QDateTime::currentDateTimeUtc();
    Profile profile = samples::profiles().first();
    profile.lastUsed = now.addDays(-1);
    QCOMPARE(outcomeText(profile, now).text, QStringLiteral("verified yesterday"));
    profile.lastOutcome = QString();
    QCOMPARE(outcomeText(profile, now).text, QStringLiteral("nothing installed yet"));
  }
};

QTEST_MAIN(TestConnectPage)
#include "test_connect_page.moc"
