#include <signal.h>

#include <QDirIterator>
#include <QFile>
#include <QJsonDocument>
#include <QSignalSpy>
#include <QStandardPaths>
#include <QTemporaryDir>
#include <QTest>

#include "core/connect/practice.h"
#include "ui/wizard/wizard_controller.h"

using namespace nightjar;

namespace {

constexpr int patience = 240'000;  // a whole install of samples takes 20 s on an idle machine with two cores

/// A controller of its own, as another start of the program, and what it tells of an install.
struct Program {
  Program(const WalkDefaults &defaults, const QString &profiles) : controller(defaults, ProfileStore(profiles)) {
    QObject::connect(&controller, &WizardModel::jobEvents, &controller, [this](const QList<JobEvent> &events) {
      for (const JobEvent &event : events) {
        if (const auto *text = std::get_if<LogText>(&event)) log += text->bytes;
      }
    });
  }
  /// Up to a plan for the build that is recommended.
  bool walkToPlan() {
    controller.connectTo({Target::Kind::Local, QStringLiteral("local"), {}, 0, {}, {}}, {});
    if (!QTest::qWaitFor([this] { return !controller.isBusy(); }, patience)) return false;
    controller.detect();
    if (!QTest::qWaitFor([this] { return !controller.isBusy(); }, patience)) return false;
    controller.loadBuilds(controller.wishes());
    if (!QTest::qWaitFor([this] { return !controller.isBusy(); }, patience) || !controller.state().builds) return false;
    controller.choose(controller.state().builds->recommended);
    return controller.plan().has_value();
  }
  bool installUntilItWrites() {
    controller.startInstall();
    return QTest::qWaitFor([this] { return !log.isEmpty() || !controller.isBusy(); }, patience) && controller.isBusy();
  }

  WizardController controller;
  QSignalSpy started{&controller, &WizardModel::installStarted};
  QSignalSpy finished{&controller, &WizardModel::installFinished};
  QSignalSpy failed{&controller, &WizardModel::failed};
  QByteArray log;
};

}  // namespace

/// Real installs of sample packages on this computer, left and gone back into by controllers that know of each other
/// only what is on the disk.
class TestWizardJobs : public QObject {
  Q_OBJECT

  QTemporaryDir m_folder;
  std::unique_ptr<PracticeRuntime> m_index;  // for its index only

  WalkDefaults defaults(const QString &name) const {
    WalkDefaults walk;
    walk.asked.root = m_folder.filePath(name + QStringLiteral("/root"));
    walk.asked.wishes.index = m_index->indexUrl();
    walk.asked.wishes.sample = true;
    walk.jobs = m_folder.filePath(name + QStringLiteral("/jobs"));
    return walk;
  }
  /// Stops the only job on `root`; a cancel wakes it.
  static bool stopped(const QString &root) {
    QDirIterator found(root + "/jobs", {"supervisor.json"}, QDir::Files, QDirIterator::Subdirectories);
    QFile about(found.next());
    if (!about.open(QIODevice::ReadOnly)) return false;
    const int pid = QJsonDocument::fromJson(about.readAll())["pid"].toInt();
    return pid > 0 && ::kill(pid, SIGSTOP) == 0;
  }
  QString profiles() const { return m_folder.filePath(QStringLiteral("profiles")); }

 private Q_SLOTS:
  void initTestCase() {
    if (QStandardPaths::findExecutable(QStringLiteral("python3")).isEmpty()) QSKIP("this computer has no python3");
    qputenv("XDG_CACHE_HOME", m_folder.filePath(QStringLiteral("cache")).toUtf8());
    auto practice = PracticeRuntime::start({}, {});
    QVERIFY2(practice, practice ? "" : qPrintable(practice.error().what));
    m_index = *std::move(practice);
  }

  void anInstallGoesOnWithoutItsWindowAndTheNextStartLeadsBackIntoIt() {
    const WalkDefaults walk = defaults(QStringLiteral("left"));
    Profile here;
    here.name = QStringLiteral("here");
    here.target = {Target::Kind::Local, QStringLiteral("local"), {}, 0, {}, {}};
    here.root = walk.asked.root;
    QVERIFY(ProfileStore(profiles()).save(here));
    {
      Program first(walk, profiles());
      first.controller.openProfile(here);
      QVERIFY(first.walkToPlan());
      QVERIFY(first.installUntilItWrites());
    }  // its window is gone; nobody said cancel
    Program next(walk, profiles());
    const QList<KnownJob> running = next.controller.runningJobs();
    QCOMPARE(running.size(), 1);
    QCOMPARE(running.first().target, QStringLiteral("local"));
    QCOMPARE(running.first().profile, here.name);
    next.controller.resume(running.first());
    QCOMPARE(next.controller.activity(), WizardModel::Activity::Connecting);
    QTRY_COMPARE_WITH_TIMEOUT(next.finished.size(), 1, patience);
    QCOMPARE(next.failed.size(), 0);
    QCOMPARE(next.started.size(), 1);
    const JobResult result = next.finished.first().first().value<JobResult>();
    QVERIFY2(!result.error, result.error ? qPrintable(result.error->what + result.error->details) : "");
    QVERIFY(result.report && result.report->ok);
    QFile remote(walk.asked.root + QStringLiteral("/jobs/") + running.first().id + QStringLiteral("/log"));
    QVERIFY(remote.open(QIODevice::ReadOnly));
    QCOMPARE(next.log, remote.readAll());
    QVERIFY(next.controller.runningJobs().isEmpty());
    const auto kept = ProfileStore(profiles()).find(here.name);
    QCOMPARE(kept->lastOutcome, QStringLiteral("verified"));
    QVERIFY2(!kept->lock.isEmpty(), "the profile keeps the lock");
    QVERIFY2(next.controller.state().facts && next.controller.state().choice, "every page has what it shows");
  }

  void whoComesTooSoonGoesIntoTheInstallThatRunsLeavesItAndCancelsItInTheEnd() {
    Program first(defaults(QStringLiteral("busy")), profiles());
    QVERIFY(first.walkToPlan());
    QVERIFY(first.installUntilItWrites());
    QVERIFY(stopped(defaults(QStringLiteral("busy")).asked.root));  // so that it is not over before all is done here

    WalkDefaults another = defaults(QStringLiteral("link"));
    another.asked.root = m_folder.filePath(QStringLiteral("link"));  // the same root by another path
    QVERIFY(QFile::link(defaults(QStringLiteral("busy")).asked.root, another.asked.root));
    another.jobs = m_folder.filePath(QStringLiteral("another"));
    Program second(another, profiles());
    QVERIFY(second.walkToPlan());
    second.controller.startInstall();
    QTRY_COMPARE_WITH_TIMEOUT(second.finished.size(), 1, patience);
    QCOMPARE(second.finished.first().first().value<JobResult>().error->fault, Fault::Busy);
    QVERIFY(!second.controller.leftJob());

    second.controller.joinInstall();
    QTRY_COMPARE_WITH_TIMEOUT(second.started.size(), 2, patience);
    QCOMPARE(second.controller.plan()->steps.size(), first.controller.plan()->steps.size());
    second.controller.leaveInstall();
    QTRY_COMPARE_WITH_TIMEOUT(second.finished.size(), 2, patience);
    QCOMPARE(second.finished.last().first().value<JobResult>().state, QStringLiteral("running"));
    QVERIFY(second.controller.leftJob());
    QCOMPARE(second.controller.runningJobs().size(), 1);

    const KnownJob job = *second.controller.leftJob();
    second.controller.resume(job);
    second.controller.cancel();  // on the way back: it ends no job
    QTRY_VERIFY_WITH_TIMEOUT(!second.controller.isBusy(), patience);
    QCOMPARE(second.controller.runningJobs().size(), 1);
    QVERIFY(first.controller.isBusy());

    second.controller.resume(job);
    QTRY_COMPARE_WITH_TIMEOUT(second.controller.activity(), WizardModel::Activity::Installing, patience);
    second.controller.cancel();
    QTRY_VERIFY_WITH_TIMEOUT(!second.controller.isBusy() && first.finished.size() == 1, patience);
    QCOMPARE(second.finished.last().first().value<JobResult>().state, QStringLiteral("cancelled"));
    QCOMPARE(first.finished.last().first().value<JobResult>().state, QStringLiteral("cancelled"));
    QVERIFY(second.controller.runningJobs().isEmpty());

    // "Try again" does what that install was to do, though this program has never chosen it.
    const qsizetype before = second.finished.size();
    second.controller.startInstall();
    QTRY_COMPARE_WITH_TIMEOUT(second.finished.size(), before + 1, patience);
    const JobResult again = second.finished.last().first().value<JobResult>();
    QVERIFY2(!again.error, again.error ? qPrintable(again.error->what + again.error->why) : "");
    QVERIFY(again.report && again.report->ok);
  }

  void aJobThatIsForgottenIsNotOfferedAnyMore() {
    const WalkDefaults walk = defaults(QStringLiteral("forgotten"));
    KnownJob job;
    job.id = QStringLiteral("20261124-101010-0a0b0c0d");
    job.target = QStringLiteral("me@lab");
    job.started = QDateTime::currentDateTimeUtc();
    QVERIFY(JobCopies(walk.jobs).open(job));
    Program program(walk, profiles());
    QSignalSpy changed(&program.controller, &WizardModel::jobsChanged);
    QCOMPARE(program.controller.runningJobs().size(), 1);
    program.controller.forgetJob(job.id);
    QCOMPARE(changed.size(), 1);
    QVERIFY(program.controller.runningJobs().isEmpty());
  }
};

QTEST_MAIN(TestWizardJobs)
#include "test_wizard_jobs.moc"
