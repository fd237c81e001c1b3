#include <QDir>
#include <QElapsedTimer>
#include <QSignalSpy>
#include <QStandardPaths>
#include <QTcpServer>
#include <QTemporaryDir>
#include <QTest>
#include <QThread>

#include "core/connect/parse_target.h"
#include "tests/choose/http_server.h"
#include "tests/choose/sample_index.h"
#include "ui/steps/connect_page.h"
#include "ui/wizard/wizard_controller.h"
#include "ui/wizard/wizard_window.h"

using namespace nightjar;

/// The controller over the real core: this computer as the runtime, and a server that never says a word.
class TestWizardController : public QObject {
  Q_OBJECT

  QTemporaryDir m_folder;

  WalkDefaults defaults() const {
    WalkDefaults walk;
    walk.asked.root = m_folder.filePath(QStringLiteral("root"));
    walk.jobs = m_folder.filePath(QStringLiteral("jobs"));
    return walk;
  }
  ProfileStore store() const { return ProfileStore(m_folder.filePath(QStringLiteral("profiles"))); }

  static Target local() {
    Target target;
    target.kind = Target::Kind::Local;
    target.text = QStringLiteral("local");
    return target;
  }

  static void serveIndex(test::HttpServer &server) {
    test::PageStyle style;
    style.wheelRoot.clear();
    style.metadata = false;
    for (const char *package : {"torch", "torchvision", "torchaudio"})
      server.servePage(QStringLiteral("/whl/nightly/%1/").arg(package),
                       test::indexPage(package, test::sampleWheels(package), style));
  }
  WalkDefaults withIndex(const test::HttpServer &server) const {
    WalkDefaults walk = defaults();
    walk.asked.wishes.index = server.url("/whl/nightly");
    walk.copies = m_folder.filePath(QStringLiteral("copies"));
    return walk;
  }

  // A backlog that is never accepted from: TCP connects, the SSH greeting never comes.
  static Target silentServer(QTcpServer &server) {
    if (!server.listen(QHostAddress::LocalHost)) qFatal("cannot listen on loopback");
    Target target;
    target.text = QStringLiteral("silent");
    target.host = QStringLiteral("127.0.0.1");
    target.port = server.serverPort();
    target.user = QStringLiteral("nobody");
    return target;
  }

 private Q_SLOTS:
  void thisComputerIsConnectedAndDetectedAndResultsArriveOnTheUiThread() {
    WizardController controller(defaults(), store());
    QSignalSpy facts(&controller, &WizardModel::factsReady);
    QSignalSpy failed(&controller, &WizardModel::failed);
    QThread *arrivedOn = nullptr;
    connect(&controller, &WizardModel::connected, &controller, [&] {
      arrivedOn = QThread::currentThread();
      controller.detect();
    });
    controller.connectTo(local(), {});
    QVERIFY(controller.isBusy());
    QTRY_VERIFY_WITH_TIMEOUT(facts.size() + failed.size() > 0, 60000);
    QCOMPARE(failed.size(), 0);
    QCOMPARE(arrivedOn, QThread::currentThread());
    QVERIFY(!controller.isBusy());
    QVERIFY(!controller.state().facts->os.arch.isEmpty());
    QVERIFY(controller.seconds(WizardModel::Activity::Detecting) > 0);
  }

  void anotherFolderIsReadAndKeptTo() {
    WizardController controller(defaults(), store());
    QSignalSpy connected(&controller, &WizardModel::connected), facts(&controller, &WizardModel::factsReady);
    controller.connectTo(local(), {});
    QTRY_COMPARE_WITH_TIMEOUT(connected.size(), 1, 60000);
    const QString other = m_folder.filePath(QStringLiteral("other"));
    controller.detectIn(other);
    QTRY_COMPARE_WITH_TIMEOUT(facts.size(), 1, 60000);
    QCOMPARE(controller.state().facts->disk.path, other);
    controller.detect();
    QTRY_COMPARE_WITH_TIMEOUT(facts.size(), 2, 60000);
    QCOMPARE(controller.state().facts->disk.path, other);
    QVERIFY(controller.saveProfile(QStringLiteral("here")));
    QCOMPARE(store().find(QStringLiteral("here"))->root, other);
  }

  // Folders as installs leave them, as far as it matters here; `python` is this computer's.
  static void makeEnvironment(const QString &root, const QString &id, int made) {
    const QDir folder(root + "/envs/" + id);
    QVERIFY(folder.mkpath(QStringLiteral("bin")));
    QVERIFY(QFile::link(QStandardPaths::findExecutable(QStringLiteral("python3")), folder.filePath("bin/python")));
    QFile record(folder.filePath("nightjar.json"));
    QVERIFY(record.open(QIODevice::WriteOnly));
    record.write(QStringLiteral(R"({"build":"%1","verified":true,"bytes":5000,"made":%2,"activated":%2})")
                     .arg(id)
                     .arg(made)
                     .toUtf8());
  }

  void environmentsAreSwitchedAndRemovedAndTheRuntimeIsReadAgain() {
    WizardController controller(defaults(), store());
    QSignalSpy connected(&controller, &WizardModel::connected), facts(&controller, &WizardModel::factsReady);
    QSignalSpy failed(&controller, &WizardModel::failed);
    const QString root = m_folder.filePath(QStringLiteral("with environments"));
    makeEnvironment(root, QStringLiteral("old"), 1000);
    makeEnvironment(root, QStringLiteral("new"), 2000);
    QVERIFY(QFile::link(QStringLiteral("envs/new"), root + "/current"));
    controller.connectTo(local(), {});
    QTRY_COMPARE_WITH_TIMEOUT(connected.size(), 1, 60000);
    controller.detectIn(root);
    QTRY_COMPARE_WITH_TIMEOUT(facts.size(), 1, 60000);
    const auto present = [&] { return controller.state().facts->environments; };
    QCOMPARE(present().size(), 2);
    QVERIFY(present().first().current && present().first().id == "new");
    controller.removeEnvironment(QStringLiteral("new"));
    QCOMPARE(controller.activity(), WizardModel::Activity::Arranging);
    QTRY_COMPARE_WITH_TIMEOUT(failed.size(), 1, 60000);
    QVERIFY(controller.state().facts);  // a refusal takes nothing away
    controller.returnTo(QStringLiteral("old"));
    QTRY_COMPARE_WITH_TIMEOUT(facts.size(), 2, 60000);
    QVERIFY(present().last().current);
    controller.removeEnvironment(QStringLiteral("new"));
    QTRY_COMPARE_WITH_TIMEOUT(facts.size(), 3, 60000);
    QCOMPARE(present().size(), 1);
    QVERIFY(!QFileInfo::exists(root + "/envs/new"));
  }

  void cancellingAConnectionEndsItAtOnce() {
    QTcpServer server;
    WizardController controller(defaults(), store());
    QSignalSpy failed(&controller, &WizardModel::failed);
    controller.connectTo(silentServer(server), {});
    QElapsedTimer timer;
    timer.start();
    controller.cancel();
    QTRY_COMPARE_WITH_TIMEOUT(failed.size(), 1, 20000);
    QVERIFY(failed.first().at(1).value<Error>().isCancelled());
    QVERIFY2(timer.elapsed() < 8000, qPrintable(QString::number(timer.elapsed())));
    QVERIFY(!controller.isBusy());
  }

  void destroyingTheWindowWhileBusyCancelsAndDoesNotHang() {
    QTcpServer server;
    const Target target = silentServer(server);
    QElapsedTimer timer;
    {
      WizardController controller(defaults(), store());
      WizardWindow window(
          {{QStringLiteral("connect"), QStringLiteral("Connect"),
            [](WizardModel &model, QWidget *parent) -> StepPage * { return new ConnectPage(model, parent); }}},
          controller);
      window.show();
      controller.connectTo(target, {});
      QVERIFY(controller.isBusy());
      timer.start();
    }
    QVERIFY2(timer.elapsed() < 8000, qPrintable(QString::number(timer.elapsed())));
  }

  void verbsAreIgnoredWhileBusy() {
    QTcpServer server;
    WizardController controller(defaults(), store());
    controller.connectTo(silentServer(server), {});
    QSignalSpy activity(&controller, &WizardModel::activityChanged);
    controller.detect();
    controller.loadBuilds({});
    controller.startInstall();
    controller.verifyAgain();
    controller.connectTo(local(), {});
    QCOMPARE(activity.size(), 0);
    QCOMPARE(controller.state().target->text, QStringLiteral("silent"));
  }

  void whatWasAskedForOnOneRuntimeSaysNothingAboutAnother() {
    QTcpServer server;
    WizardController controller(defaults(), store());
    QSignalSpy failed(&controller, &WizardModel::failed);
    controller.connectTo(silentServer(server), {});
    controller.cancel();
    QTRY_COMPARE_WITH_TIMEOUT(failed.size(), 1, 5000);
    Wishes wishes;
    wishes.python = QStringLiteral("3.6");
    wishes.index = QStringLiteral("http://127.0.0.1:9/whl");
    wishes.fresh = true;
    controller.loadBuilds(wishes);
    QTRY_COMPARE_WITH_TIMEOUT(failed.size(), 2, 20000);
    QCOMPARE(controller.wishes().python, wishes.python);
    QVERIFY2(!controller.wishes().fresh, "it was asked for one time only");
    controller.connectTo(local(), {});
    QVERIFY(controller.wishes().python.isEmpty() && controller.wishes().index.isEmpty());
  }

  void openingASavedRuntimeBringsItsWishesAndLeavingItTakesThemAway() {
    WizardController controller(defaults(), store());
    Profile profile;
    profile.name = QStringLiteral("lab");
    profile.index = QStringLiteral("https://profile.example.org");
    profile.stableIndex = QStringLiteral("https://stable.example.org/whl");
    profile.knownHostsFile = QStringLiteral("/keys/known_hosts");
    controller.openProfile(profile);
    QCOMPARE(controller.wishes().index, profile.index);
    QCOMPARE(controller.wishes().stableIndex, profile.stableIndex);
    QCOMPARE(controller.connectDefaults().knownHostsFile, profile.knownHostsFile);
    controller.openProfile(std::nullopt);
    QVERIFY(controller.wishes().index.isEmpty());
    QVERIFY(controller.connectDefaults().knownHostsFile.isEmpty());
  }

  void aCopyOfTheIndexIsShownAtOnceAndWhatItSaysNowFollows() {
    test::HttpServer server;
    serveIndex(server);
    WizardController controller(withIndex(server), store());
    QSignalSpy ready(&controller, &WizardModel::buildsReady), refreshed(&controller, &WizardModel::buildsRefreshed);
    controller.loadBuilds({});
    QTRY_COMPARE_WITH_TIMEOUT(ready.size(), 1, 20000);
    QCOMPARE(controller.state().builds->origin, IndexOrigin::Network);
    QVERIFY(!controller.isRefreshing());
    controller.loadBuilds({});
    QTRY_COMPARE_WITH_TIMEOUT(ready.size(), 2, 20000);
    QCOMPARE(ready.at(1).at(0).value<BuildList>().origin, IndexOrigin::Cache);
    QTRY_COMPARE_WITH_TIMEOUT(refreshed.size(), 1, 20000);
    QCOMPARE(controller.state().builds->origin, IndexOrigin::Network);
    QVERIFY(!controller.isRefreshing() && !controller.isBusy());
    Wishes fresh;
    fresh.fresh = true;  // as a saved runtime's repeat asks
    controller.loadBuilds(fresh);
    QTRY_COMPARE_WITH_TIMEOUT(ready.size(), 3, 20000);
    QCOMPARE(controller.state().builds->origin, IndexOrigin::Network);
    QCOMPARE(refreshed.size(), 1);
  }

  void aRefreshMakesNobodyBusyAndEndsWhereAnotherVerbNeedsTheWorker() {
    test::HttpServer server;
    serveIndex(server);
    WizardController controller(withIndex(server), store());
    QSignalSpy ready(&controller, &WizardModel::buildsReady), refreshed(&controller, &WizardModel::buildsRefreshed);
    QSignalSpy connected(&controller, &WizardModel::connected), failed(&controller, &WizardModel::failed);
    controller.loadBuilds({});
    QTRY_COMPARE_WITH_TIMEOUT(ready.size(), 1, 20000);
    server.serve("/whl/nightly/torch/", {"200 OK", {}, {}, true, -1, true, false});  // it hangs from now on
    controller.loadBuilds({});
    QTRY_COMPARE_WITH_TIMEOUT(ready.size(), 2, 20000);
    QVERIFY(controller.isRefreshing());
    QVERIFY(!controller.isBusy());
    QElapsedTimer timer;
    timer.start();
    controller.connectTo(local(), {});
    QVERIFY(!controller.isRefreshing());
    QTRY_COMPARE_WITH_TIMEOUT(connected.size(), 1, 20000);
    QVERIFY2(timer.elapsed() < 15000, "the silent index was waited for");
    QCOMPARE(refreshed.size() + failed.size(), 0);
    controller.loadBuilds({});
    QTRY_COMPARE_WITH_TIMEOUT(ready.size(), 3, 20000);
    QVERIFY(controller.isRefreshing());
    controller.cancel();
    QVERIFY(!controller.isRefreshing());
    controller.loadBuilds({});
    QTRY_COMPARE_WITH_TIMEOUT(ready.size(), 4, 20000);
    QVERIFY(controller.isRefreshing());  // and now the window is closed
  }

  // Both from a copy and from the index itself.
  void theAdviceFollowsTheWishesAsInTheTerminal() {
    test::HttpServer server;
    serveIndex(server);
    WizardController controller(withIndex(server), store());
    QSignalSpy connected(&controller, &WizardModel::connected), facts(&controller, &WizardModel::factsReady);
    QSignalSpy ready(&controller, &WizardModel::buildsReady), refreshed(&controller, &WizardModel::buildsRefreshed);
    controller.connectTo(local(), {});
    QTRY_COMPARE_WITH_TIMEOUT(connected.size(), 1, 60000);
    controller.detect();
    QTRY_COMPARE_WITH_TIMEOUT(facts.size(), 1, 60000);
    Wishes wishes;
    wishes.packages = {"torch"};
    controller.loadBuilds(wishes);
    QTRY_COMPARE_WITH_TIMEOUT(ready.size(), 1, 20000);
    wishes.build = "2026-11-19";
    wishes.variant = "cpu";
    for (const QString &python : {QString(), QStringLiteral("2.7")}) {
      wishes.python = python;
      controller.loadBuilds(wishes);
      const auto both = ready.size() + 1;
      QTRY_COMPARE_WITH_TIMEOUT(ready.size(), both, 20000);
      QTRY_VERIFY_WITH_TIMEOUT(!controller.isRefreshing(), 20000);
      Wishes asked = wishes;
      asked.index = server.url("/whl/nightly");
      auto terminal = listBuilds(controller.state().facts, asked, {});
      QVERIFY(terminal);
      adviseAsWished(*terminal, *controller.state().facts, asked);
      if (python.isEmpty() && terminal->recommended < 0)
        QSKIP("no Python of this computer has wheels in the sample index");
      QCOMPARE(terminal->recommended >= 0, python.isEmpty());
      for (const BuildList &list : {ready.last().at(0).value<BuildList>(), refreshed.last().at(0).value<BuildList>()}) {
        QCOMPARE(list.recommended, terminal->recommended);
        QCOMPARE(list.why, terminal->why);
        if (list.recommended >= 0) QCOMPARE(list.builds.at(list.recommended).id, QStringLiteral("20261119-cpu"));
      }
    }
  }

  void aRefreshThatWasCutStartsAgain() {
    test::HttpServer server;
    serveIndex(server);
    WizardController controller(withIndex(server), store());
    QSignalSpy ready(&controller, &WizardModel::buildsReady), refreshed(&controller, &WizardModel::buildsRefreshed);
    controller.refreshBuilds();  // of nothing
    QVERIFY(!controller.isRefreshing());
    controller.loadBuilds({});
    QTRY_COMPARE_WITH_TIMEOUT(ready.size(), 1, 20000);
    server.serve("/whl/nightly/torch/", {"200 OK", {}, {}, true, -1, true, false});  // it hangs
    controller.loadBuilds({});
    QTRY_COMPARE_WITH_TIMEOUT(ready.size(), 2, 20000);
    QVERIFY(controller.isRefreshing());
    controller.cancel();
    QVERIFY(!controller.isRefreshing());
    QCOMPARE(controller.state().builds->origin, IndexOrigin::Cache);
    serveIndex(server);
    controller.refreshBuilds();
    QVERIFY(controller.isRefreshing() && !controller.isBusy());
    QTRY_COMPARE_WITH_TIMEOUT(refreshed.size(), 1, 20000);
    QCOMPARE(controller.state().builds->origin, IndexOrigin::Network);
  }

  void theWheelsOfABuildAreMeasuredBehind() {
    test::HttpServer server;
    serveIndex(server);
    WizardController controller(withIndex(server), store());
    QSignalSpy connected(&controller, &WizardModel::connected), facts(&controller, &WizardModel::factsReady);
    QSignalSpy ready(&controller, &WizardModel::buildsReady), sizes(&controller, &WizardModel::sizeReady);
    controller.connectTo(local(), {});
    QTRY_COMPARE_WITH_TIMEOUT(connected.size(), 1, 60000);
    controller.detect();
    QTRY_COMPARE_WITH_TIMEOUT(facts.size(), 1, 60000);
    controller.loadBuilds({});
    QTRY_COMPARE_WITH_TIMEOUT(ready.size(), 1, 20000);
    const QList<Build> &builds = controller.state().builds->builds;
    const auto build = std::find_if(builds.begin(), builds.end(), [](const Build &b) { return b.wheels.size() == 2; });
    if (build == builds.end()) QSKIP("no Python of this computer has wheels in the sample index");
    const int position = static_cast<int>(build - builds.begin());
    for (const QUrl &wheel : build->wheels) server.servePage(wheel.path(QUrl::FullyEncoded), QByteArray(1000, 'w'));
    controller.measure(position);
    QVERIFY(!controller.isBusy());
    QTRY_COMPARE_WITH_TIMEOUT(sizes.size(), 1, 20000);
    QCOMPARE(sizes.at(0).at(0).toInt(), position);
    QCOMPARE(controller.state().builds->builds.at(position).downloadBytes, std::optional<qint64>(2000));
  }

  void aSavedRuntimeIsListedUnderItsName() {
    WizardController controller(defaults(), store());
    QSignalSpy changed(&controller, &WizardModel::profilesChanged);
    QSignalSpy connected(&controller, &WizardModel::connected);
    controller.connectTo(local(), {});
    QTRY_COMPARE_WITH_TIMEOUT(connected.size(), 1, 60000);
    QVERIFY(controller.saveProfile(QStringLiteral("here")));
    QCOMPARE(changed.size(), 1);
    const auto listing = controller.profiles();
    QCOMPARE(listing.profiles.size(), 1);
    QCOMPARE(listing.profiles.first().name, QStringLiteral("here"));
    QCOMPARE(listing.profiles.first().target.kind, Target::Kind::Local);
    QVERIFY(controller.removeProfile(QStringLiteral("here")));
    QVERIFY(controller.profiles().profiles.isEmpty());
  }
};

QTEST_MAIN(TestWizardController)
#include "test_wizard_controller.moc"
