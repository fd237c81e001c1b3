#include <QJsonArray>
#include <QJsonDocument>
#include <QRandomGenerator>
#include <QtTest>

#include "core/detect/detect.h"
#include "core/detect/findings.h"
#include "core/detect/plain_text.h"
#include "core/detect/runtime_report.h"
#include "sample_reply.h"

using namespace nightjar;

namespace {

QJsonObject python(const QString &path, const QString &version, bool venv = true, bool freeThreaded = false) {
  return {{"path", path}, {"version", version}, {"has_venv", venv}, {"free_threaded", freeThreaded}, {"has_pip", true}};
}

RuntimeFacts factsOf(const QJsonObject &reply) {
  return readReport(reply, {})->facts;
}

QJsonObject with(QJsonObject reply, const QString &key, const QJsonValue &value) {
  reply[key] = value;
  return reply;
}

// The same reply with one value of it replaced, wherever it lies.
QJsonValue damaged(const QJsonValue &value, int &countdown, const QJsonValue &instead) {
  if (countdown-- == 0) return instead;
  if (value.isObject()) {
    QJsonObject object = value.toObject();
    for (const QString &key : object.keys()) object[key] = damaged(object[key], countdown, instead);
    return object;
  }
  if (!value.isArray()) return value;
  QJsonArray array = value.toArray();
  for (qsizetype i = 0; i < array.size(); ++i) array[i] = damaged(array[i], countdown, instead);
  return array;
}

}  // namespace

class RuntimeReportTest : public QObject {
  Q_OBJECT

 private Q_SLOTS:
  void colabIsRead() {
    const auto report = readReport(test::sampleReply("colab_t4"), {});
    QVERIFY(report);
    const RuntimeFacts &facts = report->facts;
    QCOMPARE(facts.kind, QStringLiteral("colab"));
    QCOMPARE(facts.os.libcVersion, QStringLiteral("2.35"));
    QCOMPARE(facts.gpus.constFirst().name, QStringLiteral("Tesla T4"));
    QCOMPARE(facts.gpus.constFirst().computeCapability, QStringLiteral("7.5"));
    QCOMPARE(facts.driver->cuda, QStringLiteral("13.0"));
    QCOMPARE(facts.libraryPath, QStringLiteral("/usr/lib64-nvidia"));
    QCOMPARE(facts.disk.path, QStringLiteral("/content/nightjar"));
    QCOMPARE(facts.currentBuild, QStringLiteral("20261120-cu130"));
    QCOMPARE(facts.uv, QStringLiteral("0.8.4"));
    QCOMPARE(facts.uvPath, QStringLiteral("/usr/local/bin/uv"));
    QCOMPARE(facts.pythons.constFirst().version, QStringLiteral("3.13.5"));
    QCOMPARE(report->smi.exit, std::optional(0));
  }

  void aServerIsRead() {
    const RuntimeFacts facts = factsOf(test::sampleReply("plain_server"));
    QCOMPARE(facts.kind, QStringLiteral("host"));
    QVERIFY(facts.gpus.isEmpty() && !facts.driver);
    QCOMPARE(facts.disk.path, QStringLiteral("/home/ann/nightjar"));
    QVERIFY(facts.currentEnvironment.isNull());
    QCOMPARE(facts.pipCert, QStringLiteral("/etc/ssl/certs/ca.pem"));
    QCOMPARE(facts.pipProxy, QStringLiteral("http://proxy.example.org:3128"));
    QVERIFY(facts.uv.isNull());
  }

  void theMoreTellingKindWins() {
    QJsonObject reply = test::sampleReply("plain_server");
    QCOMPARE(factsOf(with(reply, "container", true)).kind, QStringLiteral("container"));
    reply["container"] = true;
    QCOMPARE(factsOf(with(reply, "jetson", true)).kind, QStringLiteral("jetson"));
    QCOMPARE(factsOf(with(reply, "wsl", true)).kind, QStringLiteral("wsl"));
    QCOMPARE(factsOf(with(reply, "colab", true)).kind, QStringLiteral("colab"));
  }

  void theAskedRootIsTheOneThatCounts() {
    QCOMPARE(rootsToAsk({}), (QStringList{"~/nightjar", "/content/nightjar"}));
    QCOMPARE(rootsToAsk("/data/it's $(here)\nü"), QStringList{"/data/it's $(here)\nü"});
    const QString odd = "/data/it's $(here)\nü";
    const QJsonObject reply =
        with(test::sampleReply("colab_t4"), "roots",
             QJsonArray{QJsonObject{{"asked", odd}, {"path", odd}, {"free_bytes", 5}, {"writable", false}}});
    const auto report = readReport(reply, odd);
    QVERIFY(report);
    QCOMPARE(report->facts.disk.path, odd);
    QVERIFY(!report->rootWritable);
  }

  void aReplyWithoutAUsableRootIsAnError() {
    for (const QJsonValue &path :
         {QJsonValue(), QJsonValue("relative"), QJsonValue(QString("/a") + QChar(0)), QJsonValue(7)}) {
      const QJsonObject reply = with(test::sampleReply("plain_server"), "roots",
                                     QJsonArray{QJsonObject{{"asked", "~/nightjar"}, {"path", path}}});
      const auto report = readReport(reply, {});
      QVERIFY(!report);
      QCOMPARE(report.error().fault, Fault::Failed);
    }
  }

  void pythonsAreOrderedBestFirst() {
    const QJsonArray pythons{python("/usr/bin/python3.9", "3.9.2"),    python("/opt/python3.14t", "3.14.0", true, true),
                             python("/opt/python3.15", "3.15.0"),      python("/opt/python3.13", "3.13.1", false),
                             python("/opt/python3.10", "3.10.4"),      python("/usr/bin/python3.12", "3.12.3"),
                             python("/home/ann/python3.12", "3.12.3"), python("/opt/python3.6", "3.6.15")};
    QStringList order;
    for (const PythonFacts &p : factsOf(with(test::sampleReply("plain_server"), "pythons", pythons)).pythons)
      order.append(p.path);
    QCOMPARE(order, (QStringList{"/usr/bin/python3.12", "/home/ann/python3.12", "/opt/python3.10", "/opt/python3.13",
                                 "/opt/python3.15", "/opt/python3.14t", "/usr/bin/python3.9", "/opt/python3.6"}));
  }

  void textFromTheRuntimeIsPlainAndBounded() {
    QCOMPARE(plainText("a\x1b[31mb\n\tc\x07"), QStringLiteral("a [31mb c"));
    QCOMPARE(plainText(QString(500, 'x')).size(), 200);
    QCOMPARE(plainText(QString::fromUtf8("safe\u202Egnp.exe")), QStringLiteral("safe gnp.exe"));
    QJsonObject gpu = test::sampleReply("colab_t4")["gpus"][0].toObject();
    gpu["name"] = "Tesla\x1b]0;x\x07 T4\n<b>";
    gpu["compute_capability"] = "7.5; rm -rf /";
    const RuntimeFacts facts = factsOf(with(test::sampleReply("colab_t4"), "gpus", QJsonArray{gpu}));
    QCOMPARE(facts.gpus.constFirst().name, QStringLiteral("Tesla ]0;x T4 <b>"));
    QVERIFY(facts.gpus.constFirst().computeCapability.isNull());
  }

  void interpretersWithUnusablePathsAreLeftOut() {
    const QJsonArray pythons{python("python3", "3.12.3"),
                             python("/opt/a\nb/python3", "3.12.3"),
                             python("/opt/\x1b[0m/python3", "3.12.3"),
                             python("/opt/python", "three"),
                             python("/opt/with space/python3", "3.12.3"),
                             QJsonValue(5),
                             QJsonValue()};
    const auto read = factsOf(with(test::sampleReply("plain_server"), "pythons", pythons)).pythons;
    QCOMPARE(read.size(), 1);
    QCOMPARE(read.constFirst().path, QStringLiteral("/opt/with space/python3"));
  }

  void anythingElseInPlaceOfAnyFieldDoesNoHarm() {
    for (const char *name : {"colab_t4", "plain_server"}) {
      const QJsonObject reply = test::sampleReply(name);
      for (const QJsonValue &instead :
           {QJsonValue(), QJsonValue(-1e300), QJsonValue(QString(10000, QChar(0xD800))), QJsonValue(true),
            QJsonValue(QJsonArray{QJsonArray{}}), QJsonValue(QJsonObject{{"a", 1}})}) {
        for (int place = 0;; ++place) {
          int countdown = place;
          const QJsonObject odd = damaged(reply, countdown, instead).toObject();
          const auto report = readReport(odd, {});
          if (report) {
            RuntimeFacts facts = report->facts;
            facts.findings = findingsOf(*report);
            QVERIFY(!QJsonDocument(toJson(facts)).toJson().isEmpty());
            QVERIFY(facts.disk.freeBytes >= -1 && facts.memoryBytes >= 0);
          }
          if (countdown >= 0) break;
        }
      }
    }
  }

  void theReportHasTheFieldsOtherProgramsRelyOn() {
    auto report = *readReport(test::sampleReply("colab_t4"), {});
    report.facts.findings = findingsOf(report);
    const QJsonObject json = toJson(report.facts);
    QCOMPARE(json.keys(), (QStringList{"disk", "driver", "environments", "findings", "gpus", "kind", "memory_bytes",
                                       "os", "pythons", "schema", "tools"}));
    QCOMPARE(json["schema"].toString(), QStringLiteral("nightjar.runtime/1"));
    QCOMPARE(json["os"].toObject().keys(), (QStringList{"arch", "id", "kernel", "libc", "libc_version", "version"}));
    QCOMPARE(json["gpus"][0].toObject().keys(), (QStringList{"architecture", "compute_capability", "kernel_driver",
                                                             "memory_mib", "name", "pci_device", "uuid", "vendor"}));
    QCOMPARE(json["gpus"][0]["architecture"].toString(), QStringLiteral("sm_75"));
    QCOMPARE(json["driver"].toObject().keys(), (QStringList{"cuda", "version"}));
    QCOMPARE(json["pythons"][0].toObject().keys(),
             (QStringList{"free_threaded", "has_pip", "has_venv", "path", "version"}));
    QCOMPARE(json["tools"].toObject().keys(), (QStringList{"git", "uv"}));
    RuntimeFacts unknown = report.facts;
    unknown.disk.freeBytes = -1;
    QVERIFY2(toJson(unknown)["disk"].toObject()["free_bytes"].isNull(), "what is not known is no full disk");
    QCOMPARE(json["disk"].toObject().keys(), (QStringList{"free_bytes", "path"}));
    QCOMPARE(json["findings"][0].toObject().keys(), (QStringList{"fix", "id", "severity", "what", "why"}));
  }

  void whatIsNotKnownIsNull() {
    const QJsonObject json = toJson(factsOf(test::sampleReply("plain_server")));
    QVERIFY(json["driver"].isNull());
    QVERIFY(json["tools"]["uv"].isNull());
    QVERIFY(json["gpus"].isArray() && json["gpus"].toArray().isEmpty());
    const QJsonObject gpu{{"vendor", "amd"}, {"name", "AMD GPU"}, {"memory_mib", 0}};
    const QJsonObject shown =
        toJson(factsOf(with(test::sampleReply("plain_server"), "gpus", QJsonArray{gpu})))["gpus"][0].toObject();
    QVERIFY(shown["compute_capability"].isNull() && shown["architecture"].isNull() && shown["uuid"].isNull());
  }
};

QTEST_GUILESS_MAIN(RuntimeReportTest)
#include "runtime_report_test.moc"
