#include <QJsonArray>
#include <QJsonDocument>
#include <QTest>

#include "core/install/lock.h"
#include "core/install/plan_from_lock.h"
#include "sample_lock.h"

using namespace nightjar;
using namespace nightjar::test;

namespace {

QJsonObject manifest() {
  QJsonObject object = toJson(sampleLock());
  object["schema"] = "nightjar.environment/1";
  object["python"] = "3.12";
  return object;
}

/// The sample with one value in another place's stead; "packages.0.url" is a path.
QJsonObject with(const QString &path, const QJsonValue &value) {
  QJsonObject object = toJson(sampleLock());
  if (!path.startsWith("packages.")) {
    object[path] = value;
    return object;
  }
  QJsonArray packages = object["packages"].toArray();
  const qsizetype number = path.section('.', 1, 1).toInt();
  QJsonObject package = packages[number].toObject();
  package[path.section('.', 2)] = value;
  packages[number] = package;
  object["packages"] = packages;
  return object;
}

RuntimeFacts facts() {
  RuntimeFacts facts;
  facts.disk = {"/home/ada/night jar", 100'000'000'000};
  facts.pythons = {{"/usr/bin/python3.12", "3.12.4", false, true, true}};
  return facts;
}

QStringList ids(const Plan &plan) {
  QStringList names;
  for (const PlanStep &step : plan.steps) names << step.id;
  return names;
}

}  // namespace

class LockTest : public QObject {
  Q_OBJECT

 private Q_SLOTS:
  void aLockComesBackAsItWent() {
    const Lock lock = sampleLock();
    const auto back = lockFromBytes(toBytes(lock));
    QVERIFY2(back, qPrintable(back ? QString() : back.error().why));
    QCOMPARE(*back, lock);
    QVERIFY(lock.bytes().value_or(0) > 0);
  }

  void sizesAndAddressesThatAreNotKnownStayUnknown() {
    Lock lock = sampleLock();
    lock.packages[3].size.reset();
    lock.packages[3].url = QString();
    lock.torchCommit = QString();
    const auto back = lockFromBytes(toBytes(lock));
    QVERIFY(back);
    QCOMPARE(*back, lock);
    QVERIFY(!back->bytes());
  }

  void anEnvironmentTellsItsLock() {
    const auto lock = lockFromManifest(manifest());
    QVERIFY2(lock, qPrintable(lock ? QString() : lock.error().why));
    QCOMPARE(*lock, sampleLock());
  }

  void aFreeThreadedPythonShowsInTheWheels() {
    QJsonObject object = manifest();
    object["python_version"] = "3.13.2";
    QJsonArray packages = object["packages"].toArray();
    QJsonObject torch = packages[0].toObject();
    torch["file"] = torch["file"].toString().replace("cp312-cp312", "cp313-cp313t");
    packages[0] = torch;
    object["packages"] = packages;
    QCOMPARE(lockFromManifest(object)->python, QString("3.13t"));
  }

  void aLoginInAnAddressStaysBehind() {
    QJsonObject object = manifest();
    object["index"] = "https://ada:secret@example.org/whl/nightly/cu130";
    QJsonArray packages = object["packages"].toArray();
    QJsonObject torch = packages[0].toObject();
    torch["url"] = "https://ada:secret@example.org/torch.whl";
    packages[0] = torch;
    object["packages"] = packages;
    const auto lock = lockFromManifest(object);
    QVERIFY(lock);
    QVERIFY(!toBytes(*lock).contains("secret"));
    QCOMPARE(lock->packages[0].url, QString("https://example.org/torch.whl"));
  }

  void aWheelThatWasSentThereHasNoAddress() {
    QJsonObject object = manifest();
    QJsonArray packages = object["packages"].toArray();
    QJsonObject torch = packages[0].toObject();
    torch["url"] = "file:///home/ada/night%20jar/wheels/20261121-cu130/" + torch["file"].toString();
    packages[0] = torch;
    object["packages"] = packages;
    const auto lock = lockFromManifest(object);
    QVERIFY(lock);
    QVERIFY(lock->packages[0].url.isNull());
    QVERIFY(!lock->packages[1].url.isNull());
  }

  void anEnvironmentWithoutItsPackagesSaysSo() {
    QJsonObject object = manifest();
    object.remove("packages");
    const auto lock = lockFromManifest(object);
    QVERIFY(!lock);
    QVERIFY(lock.error().fix.contains("Install"));
  }

  void aHostileFieldIsNamed_data() {
    QTest::addColumn<QString>("path");
    QTest::addColumn<QJsonValue>("value");
    const auto row = [](const char *path, const QJsonValue &value) {
      QTest::addRow("%s %s", path, qPrintable(value.toVariant().toString().left(30))) << QString(path) << value;
    };
    row("schema", "nightjar.lock/2");
    for (const char *field : {"build", "variant", "index", "python", "python_version", "date"}) row(field, 5);
    for (const char *bad : {"../up", "a/b", "", ".x", "-x", "a b", "a\nb"}) row("build", bad);
    for (const char *bad : {"cu130;", "../cpu", "CPU"}) row("variant", bad);
    for (const char *bad : {"ftp://h/", "--index", "javascript:x", "https://h/ x"}) row("index", bad);
    for (const char *bad : {"2.7", "3", "3.12; x", "/usr/bin/python", "3.123"}) row("python", bad);
    for (const char *bad : {"2026-02-30", "yesterday"}) row("date", bad);
    row("torch_commit", "no hex");
    row("sample", "yes");
    row("packages", QJsonArray{});
    row("packages", QJsonArray{"torch"});
    for (const char *bad : {"", "-r", "a b", "--index-url=x", "a;b", "a@b", "é"}) row("packages.0.name", bad);
    for (const char *bad : {"", "1 2", "1;x", "-1", "1@file:///x", "1\n2"}) row("packages.0.version", bad);
    for (const char *bad : {"../torch-1-py3-none-any.whl", "/torch-1.whl", "torch-1.tar.gz", ".whl", "-torch-1.whl",
                            "torch-1\\x.whl", "vision-1-py3-none-any.whl", "torch-1-$(x).whl"})
      row("packages.0.file", bad);
    for (const char *bad : {"", "ftp://h/x.whl", "https:///x.whl", "https://u:p@h/x.whl", "file://host/x.whl",
                            "https://h/a b", "ssh://h/x", "https://h/\nx"})
      row("packages.0.url", bad);
    row("packages.0.url", 5);
    for (const char *bad : {"", "abc", "G"}) row("packages.0.sha256", bad);
    row("packages.0.sha256", QString(65, 'a'));
    row("packages.0.sha256", QJsonValue());
    for (const double bad : {-1.0, 0.5, 1e20}) row("packages.0.size", bad);
    row("packages.0.size", "5");
  }
  void aHostileFieldIsNamed() {
    QFETCH(const QString, path);
    QFETCH(const QJsonValue, value);
    const auto lock = lockFromJson(with(path, value));
    QVERIFY(!lock);
    QVERIFY2(lock.error().why.contains(path.section('.', -1).section('[', 0, 0)), qPrintable(lock.error().why));
    QVERIFY(!lock.error().fix.isEmpty());
  }

  void aVersionIsTheOneInItsFilesName_data() {
    QTest::addColumn<QString>("file");
    QTest::addColumn<QString>("version");
    QTest::addColumn<bool>("same");
    const auto row = [](const char *file, const char *version, bool same) {
      QTest::newRow(file + QByteArray(" ") + version) << QString(file) << QString(version) << same;
    };
    row("2.16.0.dev20261121+cu130", "2.16.0.dev20261121+cu130", true);
    row("2.16.0.dev20261121+cu130", "2.17.0", false);
    row("2.16.0.dev20261121+cu130", "2.16.0.dev20261121+cpu", false);
    row("2.16.0.dev20261121+cu130", "2.16.0.dev20261122+cu130", false);
    row("2024.2.2", "2024.02.02", true);
    row("1.0", "1.0.0", true);
    row("1.0rc1", "1.0.0RC1", true);
    row("1.0.0a1", "1.0.0-alpha.1", true);
    row("1.0rc1", "1.0c01", true);
    row("1.0.dev0", "1.0.dev", true);
    row("1.0.post2", "1.0-r2", true);
    row("1.0+ab.1", "1.0+ab-1", true);
    row("1.0_1", "1.0-1", true);
    row("1.0.post1", "1.0-1", true);
    row("1.0a1", "1.0b1", false);
    row("1.0.dev1", "1.0.dev10", false);
    row("1.10", "1.1", false);
    row("10", "1", false);
  }
  void aVersionIsTheOneInItsFilesName() {
    QFETCH(QString, file);
    QFETCH(QString, version);
    QFETCH(bool, same);
    QJsonObject lock = toJson(sampleLock());
    QJsonArray packages = lock["packages"].toArray();
    QJsonObject torch = packages[0].toObject();
    torch["file"] = "torch-" + file + "-cp312-cp312-manylinux_2_28_x86_64.whl";
    torch["version"] = version;
    torch["url"] = QJsonValue();
    packages[0] = torch;
    lock["packages"] = packages;
    const auto read = lockFromJson(lock);
    QCOMPARE(static_cast<bool>(read), same);
    if (!same) QVERIFY2(read.error().why.contains("version"), qPrintable(read.error().why));
  }

  void aPackageThatIsThereTwiceIsRefused() {
    Lock lock = sampleLock();
    lock.packages.append(locked("Typing-Extensions", "4.15.1", "py3-none-any"));
    QVERIFY(!lockFromJson(toJson(lock)));  // PEP 503: one name, two spellings
  }

  void aLockWithoutTorchIsRefused() {
    Lock lock = sampleLock();
    lock.packages.removeFirst();
    QVERIFY(!lockFromJson(toJson(lock)));
  }

  void bytesThatAreNoObjectAreRefused() {
    for (const QByteArray &bytes : {QByteArray(), QByteArray("[]"), QByteArray("{"), QByteArray(1000, '[')})
      QVERIFY(!lockFromBytes(bytes));
    QVERIFY(!lockFromBytes(QByteArray(largestLock + 1, ' ')));
  }

  void thePlanTakesTheSetFromTheLock() {
    Choice choice = choiceFromLock(sampleLock());
    QCOMPARE(choice.packages, QStringList({"torch", "torchvision"}));
    choice.pythonPath = "/usr/bin/python3.12";
    choice.pythonVersion = "3.12.4";
    const auto plan = planFromLock(facts(), sampleLock(), choice, false, "20261123-061700");
    QVERIFY(plan);
    QCOMPARE(ids(*plan).mid(0, 9), QStringList({"preflight", "venv", "tooling", "lock", "download", "install", "check",
                                                "verify", "activate"}));
    for (const PlanStep &step : plan->steps) {
      if (step.id == "lock") QCOMPARE(step.args["packages"].toArray().size(), 4);
      if (step.id != "install") continue;
      const QString words = QJsonDocument(step.args["argv"].toArray()).toJson(QJsonDocument::Compact);
      for (const char *word : {"--no-index", "--no-deps", "torch==2.16.0.dev20261121+cu130", "nvidia-cublas==13.1.0.3"})
        QVERIFY2(words.contains(QLatin1String(word)), word);
    }
  }

  void aPlanWithoutANetworkLeavesToolingOutAndSaysSo() {
    Choice choice = choiceFromLock(sampleLock());
    choice.pythonPath = "/usr/bin/python3.12";
    const auto plan = planFromLock(facts(), sampleLock(), choice, true, "20261123-061700");
    QVERIFY(plan);
    QVERIFY(!ids(*plan).contains("tooling"));
    QVERIFY(plan->choice.why.join(' ').contains("without a network"));
  }
};

QTEST_GUILESS_MAIN(LockTest)
#include "test_lock.moc"
