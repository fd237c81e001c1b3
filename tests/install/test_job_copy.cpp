#include <QDir>
#include <QFileInfo>
#include <QJsonDocument>
#include <QTemporaryDir>
#include <QTest>
#ifdef Q_OS_LINUX
#include <sys/mount.h>
#endif

#include "core/install/job_copies.h"

using namespace nightjar;

namespace {

QJsonObject step(const char *id, const char *state) {
  return {{"event", "step"}, {"id", id}, {"state", state}};
}

/// What a copy tells, a word an event: "log:…", "venv running".
QStringList told(const JobCopy &copy) {
  QStringList words;
  copy.tell([&words](const JobEvent &event) {
    if (const auto *log = std::get_if<LogText>(&event)) words += QStringLiteral("log:") + QString::fromUtf8(log->bytes);
    if (const auto *change = std::get_if<StepChanged>(&event)) {
      words +=
          change->id + (change->state == StepState::Running ? QStringLiteral(" running") : QStringLiteral(" done"));
    }
  });
  return words;
}

KnownJob job(const QString &id, const QDateTime &started = QDateTime::currentDateTimeUtc()) {
  KnownJob known;
  known.id = id;
  known.root = QStringLiteral("/data/nightjar");
  known.target = QStringLiteral("me@lab");
  known.started = started;
  known.job = {{"title", "Install"}};
  return known;
}

QByteArray contentOf(const QString &path) {
  QFile file(path);
  return file.open(QIODevice::ReadOnly) ? file.readAll() : QByteArray("unreadable");
}

void append(const QString &path, const QByteArray &bytes) {
  QFile file(path);
  QVERIFY(file.open(QIODevice::Append));
  QCOMPARE(file.write(bytes), bytes.size());
}

constexpr auto group = QFile::ReadGroup | QFile::WriteGroup | QFile::ExeGroup;
constexpr auto others = QFile::ReadOther | QFile::WriteOther | QFile::ExeOther;

}  // namespace

class TestJobCopy : public QObject {
  Q_OBJECT

  std::unique_ptr<QTemporaryDir> m_folder;
  [[nodiscard]] QString path(const QString &name = {}) const { return m_folder->filePath(name); }

 private Q_SLOTS:
  void init() { m_folder = std::make_unique<QTemporaryDir>(); }

  void whatIsKeptIsToldInTheOrderInWhichItCame() {
    {
      const auto copy = JobCopy::open(path("job"));
      QVERIFY(copy);
      QCOMPARE(told(**copy), QStringList());
      (*copy)->addLog("one\n");
      (*copy)->addRecord(step("venv", "running"), 40);
      (*copy)->addLog("two\n");
      (*copy)->addLog("three\n");
      (*copy)->addRecord(step("venv", "done"), 80);
      (*copy)->addLog("four\n");
    }
    const auto copy = JobCopy::open(path("job"));
    QVERIFY(copy);
    QCOMPARE((*copy)->logSize(), 19);
    QCOMPARE((*copy)->eventOffset(), 80);
    const QStringList order{"log:one\n", "venv running", "log:two\nthree\n", "venv done", "log:four\n"};
    QCOMPARE(told(**copy), order);
    (*copy)->addLog("five\n");  // whoever tells goes on behind what there is
    QCOMPARE(contentOf(path("job/log")), QByteArray("one\ntwo\nthree\nfour\nfive\n"));
  }

  void aStepThatRunsIsToldWithTheTimeThatHasGoneBy() {
    const auto copy = JobCopy::open(path("job"));
    QVERIFY(copy);
    (*copy)->addRecord(step("venv", "running"), 40, 90);
    append(path("job/events"), "{\"at\":0,\"offset\":80,\"record\":" +
                                   QJsonDocument(step("download", "running")).toJson(QJsonDocument::Compact) + "}\n");
    QList<double> seconds;
    (*copy)->tell([&seconds](const JobEvent &event) {
      if (const auto *change = std::get_if<StepChanged>(&event)) seconds.append(change->seconds);
    });
    QCOMPARE(seconds.size(), 2);
    QVERIFY2(seconds[0] >= 90 && seconds[0] < 100, qPrintable(QString::number(seconds[0])));
    QCOMPARE(seconds[1], 0.0);  // as earlier versions wrote it
  }

  void aLineThatAKillCutShortIsTakenOff_data() {
    QTest::addColumn<QByteArray>("torn");
    QTest::newRow("in the middle") << QByteArray("{\"at\":4,\"offset\":120,\"rec");
    QTest::newRow("before its end") << QByteArray("{\"at\":4,\"offset\":120,\"record\":{}}");
    QTest::newRow("zeros of a crash") << QByteArray(8, '\0') + '\n';
  }
  void aLineThatAKillCutShortIsTakenOff() {
    QFETCH(QByteArray, torn);
    {
      const auto copy = JobCopy::open(path("job"));
      (*copy)->addRecord(step("venv", "running"), 40);
      (*copy)->addRecord(step("venv", "done"), 80);
    }
    const QByteArray whole = contentOf(path("job/events"));
    append(path("job/events"), torn);
    const auto copy = JobCopy::open(path("job"));
    QVERIFY(copy);
    QCOMPARE((*copy)->eventOffset(), 80);
    QCOMPARE(contentOf(path("job/events")), whole);
    (*copy)->addRecord(step("tooling", "running"), 120);
    QCOMPARE(told(**copy), (QStringList{"venv running", "venv done", "tooling running"}));
  }

  void oneProgramAtATimeWritesToACopy() {
    auto first = JobCopy::open(path("job"));
    QVERIFY(first);
    const auto second = JobCopy::open(path("job"));
    QVERIFY(!second);
    QCOMPARE(second.error().fault, Fault::Usage);
    first->reset();
    QVERIFY(JobCopy::open(path("job")));
  }

  void aFullDiskEndsTheCopyWithWhatIsWhole() {
#ifdef Q_OS_LINUX
    const QByteArray place = path("small").toLocal8Bit();
    QVERIFY(QDir().mkpath(path("small")));
    if (::mount("tmpfs", place.constData(), "tmpfs", 0, "size=256k") != 0) {
      QSKIP("needs root's right to mount a small file system");
    }
    const auto unmount = qScopeGuard([&place] { ::umount(place.constData()); });
    {
      const auto copy = JobCopy::open(path("small/job"));
      QVERIFY(copy);
      (*copy)->addLog(QByteArray(50'000, 'a'));
      (*copy)->addRecord(step("venv", "running"), 40);
      QVERIFY((*copy)->problem().isEmpty());
      (*copy)->addLog(QByteArray(400'000, 'b'));
      QVERIFY(!(*copy)->problem().isEmpty());
      QCOMPARE((*copy)->logSize(), 450'000);  // following goes on all the same
      (*copy)->addLog("c");
      (*copy)->addRecord(step("venv", "done"), 80);
    }
    const auto copy = JobCopy::open(path("small/job"));
    QVERIFY(copy);
    QCOMPARE((*copy)->logSize(), 50'000);
    QCOMPARE((*copy)->eventOffset(), 40);
    QCOMPARE(told(**copy).mid(1), QStringList{"venv running"});
#else
    QSKIP("needs a small file system");
#endif
  }

  void onlyItsOwnerMayRead() {
    const JobCopies copies(path("jobs"));
    const auto copy = copies.open(job("20261124-1"));
    QVERIFY(copy);
    (*copy)->addLog("a secret of the host's");
    (*copy)->addRecord(step("venv", "running"), 40);
    QVERIFY(!(QFileInfo(path("jobs/20261124-1")).permissions() & (group | others)));
    for (const char *name : {"log", "events", "about.json"}) {
      const QFile::Permissions given = QFileInfo(path("jobs/20261124-1/") + name).permissions();
      QVERIFY2(!(given & (group | others)) && !(given & QFile::ExeOwner) && (given & QFile::ReadOwner), name);
    }
  }

  void anIdIsAFileNameOrNothing_data() {
    QTest::addColumn<QString>("id");
    for (const char *id : {"", ".", "..", "../victim", "a/b", "/etc", ".hidden", "a\\b", "a b", "a\nb"}) {
      QTest::addRow("%s", QByteArray(id).toPercentEncoding().constData()) << QString::fromLatin1(id);
    }
    QTest::newRow("zero") << QString(QChar(0));
    QTest::newRow("long") << QString(101, u'a');
  }
  void anIdIsAFileNameOrNothing() {
    QFETCH(QString, id);
    QVERIFY(QDir().mkpath(path("victim")));
    const JobCopies copies(path("jobs"));
    QVERIFY(QDir().mkpath(path("jobs/other")));
    QVERIFY(!copies.open(job(id)));
    copies.setState(id, QStringLiteral("failed"));
    copies.forget(id);
    QCOMPARE(QDir(path()).entryList(QDir::AllEntries | QDir::Hidden | QDir::NoDotAndDotDot),
             (QStringList{"jobs", "victim"}));
    QCOMPARE(QDir(path("jobs")).entryList(QDir::AllEntries | QDir::Hidden | QDir::NoDotAndDotDot),
             QStringList{"other"});
  }

  void anotherComputersOwnInstallIsNotThisOnes() {
    const JobCopies copies(path("jobs"));
    KnownJob known = job("20261124-1");
    known.target = QStringLiteral("local");
    QVERIFY(copies.open(known));
    QCOMPARE(copies.list().size(), 1);
    QFile about(path("jobs/20261124-1/about.json"));
    QVERIFY(about.open(QIODevice::ReadWrite));
    QJsonObject object = QJsonDocument::fromJson(about.readAll()).object();
    if (object[QLatin1String("computer")].toString().isEmpty()) QSKIP("this machine has no id of its own");
    object[QLatin1String("computer")] = QStringLiteral("a computer with the same home");
    QVERIFY(about.resize(0) && about.seek(0) && about.write(QJsonDocument(object).toJson()) > 0);
    about.close();
    QVERIFY(copies.list().isEmpty());
    QVERIFY(QFile::exists(about.fileName()));
  }

  void whatIsKnownOfAJobComesBack() {
    const JobCopies copies(path("jobs"));
    KnownJob known = job("20261124-1");
    known.identityFile = QStringLiteral("/keys/id");
    known.knownHostsFile = QStringLiteral("/keys/hosts");
    known.profile = QStringLiteral("lab <b>");
    QVERIFY(copies.open(known));
    KnownJob again = job("20261124-1", known.started.addDays(1));  // as another program, which knows no profile
    again.identityFile = known.identityFile;
    again.knownHostsFile = known.knownHostsFile;
    QVERIFY(copies.open(again));
    const QList<KnownJob> list = copies.list();
    QCOMPARE(list.size(), 1);
    const KnownJob &read = list.first();
    QCOMPARE(read.root, known.root);
    QCOMPARE(read.target, known.target);
    QCOMPARE(read.identityFile, known.identityFile);
    QCOMPARE(read.knownHostsFile, known.knownHostsFile);
    QCOMPARE(read.profile, known.profile);
    QCOMPARE(read.started, known.started);
    QCOMPARE(read.state, QStringLiteral("running"));
    QCOMPARE(read.job, known.job);
    copies.setState(known.id, QStringLiteral("succeeded"));
    QCOMPARE(copies.list().first().state, QStringLiteral("succeeded"));
    copies.setState(QStringLiteral("20261124-2"), QStringLiteral("failed"));  // not known, and stays so
    QCOMPARE(copies.list().size(), 1);
    copies.forget(known.id);
    QVERIFY(copies.list().isEmpty());
    QVERIFY(!QFileInfo::exists(path("jobs/20261124-1")));
  }

  void theNewestTenThatAreOverAreKeptAndWhatRunsIsNeverDropped() {
    const JobCopies copies(path("jobs"));
    const QDateTime start(QDate(2026, 11, 1), QTime(12, 0), Qt::UTC);
    QVERIFY(copies.open(job("running-0", start)));
    QVERIFY(copies.open(job("running-1", start.addDays(1))));
    for (int i = 0; i < 14; ++i) {
      const QString id = QStringLiteral("over-%1").arg(i, 2, 10, QLatin1Char('0'));
      QVERIFY(copies.open(job(id, start.addDays(2 + i))));
      copies.setState(id, i % 2 == 0 ? QStringLiteral("succeeded") : QStringLiteral("lost"));
    }
    QVERIFY(copies.open(job("new", start.addDays(30))));
    QStringList ids;
    for (const KnownJob &known : copies.list()) ids += known.id;
    QStringList expected{"new"};
    for (int i = 13; i >= 4; --i) expected += QStringLiteral("over-%1").arg(i, 2, 10, QLatin1Char('0'));
    expected += {"running-1", "running-0"};
    QCOMPARE(ids, expected);
  }

  void aDamagedFolderIsPassedOver() {
    const JobCopies copies(path("jobs"));
    QVERIFY(copies.open(job("whole")));
    QVERIFY(QDir().mkpath(path("jobs/empty")));
    QVERIFY(copies.open(job("torn")));
    append(path("jobs/torn/about.json"), "}");
    QVERIFY(copies.open(job("moved")));
    QVERIFY(QDir(path("jobs")).rename("moved", "elsewhere"));
    const QList<KnownJob> list = copies.list();
    QCOMPARE(list.size(), 1);
    QCOMPARE(list.first().id, QStringLiteral("whole"));
  }
};

QTEST_GUILESS_MAIN(TestJobCopy)
#include "test_job_copy.moc"
