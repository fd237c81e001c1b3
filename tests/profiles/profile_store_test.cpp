#include "core/profiles/profile_store.h"

#include <sys/stat.h>
#include <unistd.h>

#include <QDir>
#include <QFile>
#include <QJsonArray>
#include <QJsonDocument>
#include <QTemporaryDir>
#include <QTest>
#include <QThread>
#include <memory>
#include <vector>

using namespace nightjar;

namespace {

Profile sample(const QString &name) {
  Profile profile;
  profile.name = name;
  profile.target = {Target::Kind::Ssh, "ssh root@203.0.113.7 -p 12345", "203.0.113.7", 12345, "root", "~/.ssh/id"};
  profile.knownHostsFile = "/home/me/hosts";
  profile.root = "/data/with blank/$(x)";
  profile.index = "https://host/whl/nightly";
  profile.stableIndex = "https://host/whl";
  profile.packages = QStringList{"torch", "torchvision"};
  profile.variant = "cu130";
  profile.build = "20261121-cu130";
  profile.torch = "2.16.0.dev20261121+cu130";
  profile.python = "3.12";
  profile.gpu = "Tesla T4";
  profile.environment = "/root/nightjar/envs/x";
  profile.lock = {{"schema", "nightjar.lock/1"}, {"build", "20261121-cu130"}};
  profile.lastOutcome = "verified";
  profile.lastUsed = QDateTime(QDate(2026, 11, 23), QTime(6, 17, 0, 123), Qt::UTC);
  return profile;
}

void writeFile(const QString &path, const QByteArray &bytes) {
  QFile file(path);
  QVERIFY(file.open(QIODevice::WriteOnly));
  QCOMPARE(file.write(bytes), bytes.size());
}

QByteArray contentOf(const QString &path) {
  QFile file(path);
  return file.open(QIODevice::ReadOnly) ? file.readAll() : QByteArray();
}

int modeOf(const QString &path) {
  struct stat status = {};
  return ::stat(QFile::encodeName(path).constData(), &status) == 0 ? static_cast<int>(status.st_mode & 0777) : -1;
}

/// Root may write everywhere; as nobody the permissions of a folder count.
class AsNobody {
 public:
  AsNobody() : m_changed(::geteuid() == 0 && ::seteuid(nobody) == 0) {}
  ~AsNobody() {
    if (m_changed && ::seteuid(0) != 0) qFatal("cannot become root again");
  }
  Q_DISABLE_COPY_MOVE(AsNobody)
  static constexpr uid_t nobody = 65534;

 private:
  bool m_changed;
};

}  // namespace

class ProfileStoreTest : public QObject {
  Q_OBJECT

 private Q_SLOTS:
  void aNameThatMeansARuntimeOfItsOwnIsRefused() {
    const QTemporaryDir folder;
    const ProfileStore store(folder.path());
    for (const char *name : {"local", "practice"}) {
      Profile profile;
      profile.name = QLatin1String(name);
      const auto saved = store.save(profile);
      QVERIFY(!saved);
      QCOMPARE(saved.error().fault, Fault::Usage);
    }
    QVERIFY(store.list().profiles.isEmpty());
  }

  void init() {
    m_dir = std::make_unique<QTemporaryDir>();
    QVERIFY(m_dir->isValid());
    m_folder = m_dir->filePath("settings/profiles");
  }

  void whatWasSavedComesBackWhole() {
    const ProfileStore store(m_folder);
    QVERIFY(store.save(sample("gpu-box")));
    const auto loaded = ProfileStore(m_folder).load("gpu-box");
    QVERIFY(loaded);
    QCOMPARE(toJson(*loaded), toJson(sample("gpu-box")));
    QVERIFY(loaded->target == sample("gpu-box").target);
    QCOMPARE(loaded->lastUsed, sample("gpu-box").lastUsed);
  }

  void everyKindOfTargetComesBack() {
    const ProfileStore store(m_folder);
    for (const Target::Kind kind : {Target::Kind::Ssh, Target::Kind::Local, Target::Kind::Practice}) {
      Profile profile = sample("k");
      profile.target.kind = kind;
      QVERIFY(store.save(profile));
      QVERIFY(store.load("k"));
      QCOMPARE(store.load("k")->target.kind, kind);
    }
  }

  void onlyTheOwnerCanRead() {
    QVERIFY(ProfileStore(m_folder).save(sample("box")));
    QCOMPARE(modeOf(m_folder), 0700);
    QCOMPARE(modeOf(m_folder + "/box.json"), 0600);
    QVERIFY(ProfileStore(m_folder).save(sample("box")));
    QCOMPARE(modeOf(m_folder + "/box.json"), 0600);
  }

  void anyNameIsAFileInTheFolder_data() {
    QTest::addColumn<QString>("name");
    QTest::newRow("parent") << "..";
    QTest::newRow("itself") << ".";
    QTest::newRow("absolute") << "/etc/passwd";
    QTest::newRow("path") << "../../etc/passwd";
    QTest::newRow("backslash") << "..\\x";
    QTest::newRow("hidden") << ".hidden";
    QTest::newRow("not ASCII") << QString::fromUtf8("Großer Rechner № 5 — 東京 🚀");
    QTest::newRow("percent") << "100%41";
    QTest::newRow("ends like one put aside") << "box.json.bad";
    QTest::newRow("newline") << "a\nb";
    QTest::newRow("zero") << QString("a%1b").arg(QChar(0));
    QTest::newRow("blank") << " ";
    QTest::newRow("long") << QString(5000, 'x');
    QTest::newRow("long, not ASCII") << QString(3000, QChar(0x6771));
    QTest::newRow("wildcard") << "*";
    QTest::newRow("dash") << "-rf";
  }
  void anyNameIsAFileInTheFolder() {
    QFETCH(const QString, name);
    const ProfileStore store(m_folder);
    QVERIFY(store.save(sample(name)));
    QCOMPARE(QDir(m_folder).entryList(QDir::Files | QDir::Hidden).size(), 1);
    QCOMPARE(QDir(m_dir->filePath("settings")).entryList(QDir::AllEntries | QDir::NoDotAndDotDot | QDir::Hidden),
             QStringList{"profiles"});
    QCOMPARE(store.load(name)->name, name);
    const auto listing = store.list();
    QCOMPARE(listing.profiles.size(), 1);
    QCOMPARE(listing.profiles.first().name, name);
    QVERIFY(listing.damaged.isEmpty());
    QVERIFY(store.remove(name));
    QVERIFY(QDir(m_folder).isEmpty());
  }

  void namesThatLookAlikeDoNotMeet() {
    const QStringList names = {"box",
                               "Box",
                               "BOX",
                               "box ",
                               "b%6fx",
                               QString::fromUtf8("b\u00f6x"),
                               QString::fromUtf8("bo\u0308x"),
                               QString(5000, 'x'),
                               QString(5001, 'x')};
    const ProfileStore store(m_folder);
    for (const QString &name : names) QVERIFY(store.save(sample(name)));
    QStringList lowered;
    for (const QString &file : QDir(m_folder).entryList(QDir::Files)) lowered += file.toLower();
    QCOMPARE(lowered.removeDuplicates(), 0);
    QCOMPARE(store.list().profiles.size(), names.size());
    for (const QString &name : names) QCOMPARE(store.load(name)->name, name);
  }

  void aNameThatIsNoTextIsRefused() {
    for (const QString &name : {QString(), QString(QChar(0xd800))}) {
      const auto saved = ProfileStore(m_folder).save(sample(name));
      QVERIFY(!saved);
      QCOMPARE(saved.error().fault, Fault::Usage);
    }
  }

  void theListBeginsWithTheOneUsedLast() {
    const ProfileStore store(m_folder);
    for (int day : {3, 9, 5}) {
      Profile profile = sample(QString::number(day));
      profile.lastUsed = QDateTime(QDate(2026, 10, day), QTime(1, 0), Qt::UTC);
      QVERIFY(store.save(profile));
    }
    QStringList names;
    for (const Profile &profile : store.list().profiles) names += profile.name;
    QCOMPARE(names, QStringList({"9", "5", "3"}));
  }

  void aMissingFolderIsAnEmptyList() {
    const auto listing = ProfileStore(m_folder).list();
    QVERIFY(listing.profiles.isEmpty() && listing.damaged.isEmpty());
    QVERIFY(!QFile::exists(m_folder));
  }

  void aMissingProfileIsWrongUsage() {
    const ProfileStore store(m_folder);
    QVERIFY(!store.find("nope"));
    QCOMPARE(store.load("nope").error().fault, Fault::Usage);
    QVERIFY(store.load("nope").error().what.contains("nope"));
    QCOMPARE(store.remove("nope").error().fault, Fault::Usage);
  }

  void damagedFilesArePutAsideAndNamed_data() {
    QTest::addColumn<QByteArray>("content");
    const QByteArray whole = QJsonDocument(toJson(sample("box"))).toJson();
    QTest::newRow("truncated") << whole.left(whole.size() / 2);
    QTest::newRow("empty") << QByteArray();
    QTest::newRow("binary") << QByteArray::fromHex("00ff80fe7b7d00");
    QTest::newRow("a list") << QByteArray("[]");
    QTest::newRow("text behind it") << whole + "x";
    QTest::newRow("no target") << QByteArray("{\"name\":\"box\"}");
    const auto changed = [](const QString &field, const QJsonValue &value) {
      QJsonObject object = toJson(sample("box"));
      object.insert(field, value);
      return QJsonDocument(object).toJson();
    };
    const auto target = [&](const QString &field, const QJsonValue &value) {
      QJsonObject object = toJson(sample("box"))["target"].toObject();
      object.insert(field, value);
      return changed("target", object);
    };
    QTest::newRow("target is a text") << changed("target", "root@host");
    QTest::newRow("packages are a text") << changed("packages", "torch");
    QTest::newRow("packages are numbers") << changed("packages", QJsonArray{1, 2});
    QTest::newRow("root is a number") << changed("root", 7);
    QTest::newRow("no date") << changed("last_used", "yesterday");
    QTest::newRow("port is a text") << target("port", "22");
    QTest::newRow("port too large") << target("port", 70000);
    QTest::newRow("half a port") << target("port", 22.5);
    QTest::newRow("unknown kind") << target("kind", "carrier pigeon");
    QTest::newRow("host is an option") << target("host", "-oProxyCommand=x");
    QTest::newRow("host is shell") << target("host", "$(reboot)");
    QTest::newRow("no host") << target("host", "");
    QTest::newRow("user is an option") << target("user", "-x");
    QTest::newRow("huge") << changed("gpu", QString(2'000'000, 'x'));
  }
  void damagedFilesArePutAsideAndNamed() {
    QFETCH(const QByteArray, content);
    const ProfileStore store(m_folder);
    QVERIFY(store.save(sample("good")));
    const QString path = m_folder + "/box.json";
    writeFile(path, content);

    const auto listing = store.list();
    QCOMPARE(listing.profiles.size(), 1);
    QCOMPARE(listing.damaged, QStringList{path + ".bad"});
    QVERIFY(!QFile::exists(path));
    QCOMPARE(contentOf(path + ".bad"), content);
    QCOMPARE(store.list().damaged, QStringList{path + ".bad"});

    const auto loaded = store.load("box");
    QVERIFY(!loaded);
    QCOMPARE(loaded.error().fault, Fault::Failed);
    QVERIFY(loaded.error().why.contains(path + ".bad"));
  }

  void aDamagedFileThatIsDismissedStaysAndIsNotNamedAgain() {
    const ProfileStore store(m_folder);
    QVERIFY(QDir().mkpath(m_folder));
    const QString path = m_folder + "/box.json";
    for (const QByteArray content : {"{first", "{second"}) {
      writeFile(path, content);
      QCOMPARE(store.list().damaged, QStringList{path + ".bad"});
      QVERIFY(store.dismiss(path + ".bad"));
      QVERIFY(store.list().damaged.isEmpty());
      QVERIFY(!store.isDamaged("box"));
    }
    QCOMPARE(contentOf(path + ".bad-seen"), QByteArray("{first"));
    QCOMPARE(contentOf(path + ".bad-seen-2"), QByteArray("{second"));
    QVERIFY(!store.dismiss(path + ".bad"));  // it is not there any more
    writeFile(m_folder + "/../elsewhere", "kept");
    QVERIFY(!store.dismiss(m_folder + "/../elsewhere"));
    QCOMPARE(contentOf(m_folder + "/../elsewhere"), QByteArray("kept"));
    QVERIFY(QFile::remove(m_folder + "/../elsewhere"));
  }

  void loadingADamagedProfileSaysSo() {
    QVERIFY(QDir().mkpath(m_folder));
    writeFile(m_folder + "/box.json", "{");
    const auto loaded = ProfileStore(m_folder).load("box");
    QVERIFY(!loaded);
    QVERIFY(loaded.error().why.contains(m_folder + "/box.json.bad"));
  }

  void earlierDamagedFilesAreNeverOverwritten() {
    const ProfileStore store(m_folder);
    QVERIFY(QDir().mkpath(m_folder));
    const QList<QByteArray> contents = {"{1", "{2", "{3"};
    for (const QByteArray &content : contents) {
      writeFile(m_folder + "/box.json", content);
      (void)store.list();
    }
    QCOMPARE(contentOf(m_folder + "/box.json.bad"), contents[0]);
    QCOMPARE(contentOf(m_folder + "/box.json.bad.2"), contents[1]);
    QCOMPARE(contentOf(m_folder + "/box.json.bad.3"), contents[2]);
    QCOMPARE(store.list().damaged.size(), 3);
  }

  void savingOverADamagedFileKeepsIt() {
    QVERIFY(QDir().mkpath(m_folder));
    writeFile(m_folder + "/box.json", "{half");
    const ProfileStore store(m_folder);
    QVERIFY(store.save(sample("box")));
    QCOMPARE(contentOf(m_folder + "/box.json.bad"), QByteArray("{half"));
    QVERIFY(store.load("box"));
  }

  void fieldsOfALaterVersionStay() {
    QVERIFY(QDir().mkpath(m_folder));
    QJsonObject later = toJson(sample("box"));
    later.insert("colour", "blue");
    writeFile(m_folder + "/box.json", QJsonDocument(later).toJson());
    const ProfileStore store(m_folder);
    Profile profile = *store.load("box");
    profile.gpu = "H200";
    QVERIFY(store.save(profile));
    const QJsonObject saved = QJsonDocument::fromJson(contentOf(m_folder + "/box.json")).object();
    QCOMPARE(saved["colour"].toString(), "blue");
    QCOMPARE(saved["gpu"].toString(), "H200");
  }

  void aRenamedFileIsARenamedProfile() {
    const ProfileStore store(m_folder);
    QVERIFY(store.save(sample("box")));
    QVERIFY(QFile::rename(m_folder + "/box.json", m_folder + "/attic.json"));
    QCOMPARE(store.load("attic")->name, "attic");
    QVERIFY(!store.find("box"));
  }

  void noSecretIsWritten() {
    Profile profile = sample("box");
    profile.target.text = "ssh://root:hunter2@203.0.113.7:22";
    profile.index = "https://me:hunter2@host/whl/nightly";
    profile.stableIndex = "https://me:hunter2@host/whl";
    const ProfileStore store(m_folder);
    QVERIFY(store.save(profile));
    QVERIFY(!contentOf(m_folder + "/box.json").contains("hunter2"));
    QCOMPARE(store.load("box")->target.text, "ssh://root@203.0.113.7:22");
    QCOMPARE(store.load("box")->index, "https://host/whl/nightly");
    QCOMPARE(store.load("box")->stableIndex, "https://host/whl");
  }

  void aFolderThatCannotBeWrittenIsAnError() {
    QVERIFY(ProfileStore(m_folder).save(sample("box")));
    const QByteArray before = contentOf(m_folder + "/box.json");
    if (::geteuid() == 0) {
      for (const QString &path : {m_dir->path(), m_dir->filePath("settings"), m_folder, m_folder + "/box.json"})
        QCOMPARE(::chown(QFile::encodeName(path).constData(), AsNobody::nobody, AsNobody::nobody), 0);
    }
    QVERIFY(QFile::setPermissions(m_folder, QFile::ReadOwner | QFile::ExeOwner));
    {
      const AsNobody nobody;
      // Opened, not asked whether it exists: that goes by the real user, who is root.
      if (QFile file(m_folder + "/box.json"); !file.open(QIODevice::ReadOnly))
        QSKIP("only root may pass the folders above this one here");
      const auto saved = ProfileStore(m_folder).save(sample("box"));
      QVERIFY(!saved);
      QCOMPARE(saved.error().fault, Fault::Failed);
      QVERIFY(saved.error().why.contains(m_folder));
      QVERIFY(!ProfileStore(m_folder).remove("box"));
      QVERIFY(ProfileStore(m_folder).load("box"));
    }
    QVERIFY(QFile::setPermissions(m_folder, QFile::ReadOwner | QFile::WriteOwner | QFile::ExeOwner));
    QCOMPARE(contentOf(m_folder + "/box.json"), before);
    QCOMPARE(QDir(m_folder).entryList(QDir::Files | QDir::Hidden), QStringList{"box.json"});
  }

  void aFileThatCannotBeOpenedStaysInItsPlaceAndIsNamed() {
    QVERIFY(ProfileStore(m_folder).save(sample("box")));
    const QString path = m_folder + "/box.json";
    if (::geteuid() == 0) {
      for (const QString &folder : {m_dir->path(), m_dir->filePath("settings"), m_folder})
        QCOMPARE(::chown(QFile::encodeName(folder).constData(), AsNobody::nobody, AsNobody::nobody), 0);
    }
    QVERIFY(QFile::setPermissions(path, QFile::Permissions()));
    {
      const AsNobody nobody;
      if (QDir(m_folder).entryList(QDir::Files).isEmpty()) QSKIP("only root may pass the folders above this one here");
      const auto listing = ProfileStore(m_folder).list();
      QVERIFY(listing.profiles.isEmpty() && listing.damaged.isEmpty());
      QCOMPARE(listing.closed, QStringList{path});
    }
    QVERIFY(QFile::setPermissions(path, QFile::ReadOwner | QFile::WriteOwner));
    QCOMPARE(ProfileStore(m_folder).list().profiles.size(), 1);
  }

  void aFileInTheFoldersPlaceIsAnError() {
    QVERIFY(QDir().mkpath(m_dir->filePath("settings")));
    writeFile(m_folder, "in the way");
    const auto saved = ProfileStore(m_folder).save(sample("box"));
    QVERIFY(!saved);
    QCOMPARE(contentOf(m_folder), QByteArray("in the way"));
  }

  void savingAtOnceLeavesOneWholeProfile() {
    constexpr int writers = 4;
    constexpr int rounds = 60;
    std::vector<std::unique_ptr<QThread>> threads;
    for (int w = 0; w < writers; ++w)
      threads.emplace_back(QThread::create([this, w] {
        const ProfileStore store(m_folder);
        for (int round = 0; round < rounds; ++round) {
          Profile profile = sample("box");
          profile.gpu = QString(1 + w * 400, QChar('a' + w));
          if (!store.save(profile)) qFatal("a save failed");
          if (!store.load("box")) qFatal("half a profile was read");
        }
      }));
    for (const auto &thread : threads) thread->start();
    for (const auto &thread : threads) QVERIFY(thread->wait());
    const auto listing = ProfileStore(m_folder).list();
    QCOMPARE(listing.profiles.size(), 1);
    QVERIFY(listing.damaged.isEmpty());
    const QString gpu = listing.profiles.first().gpu;
    QCOMPARE(gpu, QString(gpu.size(), gpu.front()));
    QCOMPARE(QDir(m_folder).entryList(QDir::Files | QDir::Hidden), QStringList{"box.json"});
  }

 private:
  std::unique_ptr<QTemporaryDir> m_dir;
  QString m_folder;
};

QTEST_GUILESS_MAIN(ProfileStoreTest)
#include "profile_store_test.moc"
