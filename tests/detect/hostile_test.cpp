#include <QJsonArray>
#include <QJsonDocument>
#include <QtTest>
#include <limits>

#include "core/detect/detect.h"
#include "core/detect/findings.h"
#include "sample_reply.h"

using namespace nightjar;

namespace {

constexpr qsizetype million = 1000 * 1000;

QJsonObject with(const QString &key, const QJsonValue &value) {
  QJsonObject reply = test::sampleReply("colab_t4");
  reply[key] = value;
  return reply;
}

QJsonArray many(const QJsonValue &entry, qsizetype count = million) {
  QJsonArray array;
  for (qsizetype i = 0; i < count; ++i) array.append(entry);
  return array;
}

QJsonValue nested(int depth) {
  QJsonValue value = 1;
  for (int i = 0; i < depth; ++i) value = i % 2 ? QJsonValue(QJsonArray{value}) : QJsonValue(QJsonObject{{"a", value}});
  return value;
}

const QJsonObject gpu{{"vendor", "nvidia"}, {"name", "Tesla T4"}, {"mig", true}};

}  // namespace

/// A runtime that lies: whatever it answers, what is made of it is bounded, plain and made in bounded time.
class HostileTest : public QObject {
  Q_OBJECT

  // The report as detect --json prints it, findings included.
  static QByteArray printed(const QJsonObject &reply) {
    const auto report = readReport(reply, {});
    if (!report) return QJsonDocument(toJson(report.error())).toJson();
    RuntimeFacts facts = report->facts;
    facts.findings = findingsOf(*report);
    return QJsonDocument(toJson(facts)).toJson();
  }

  static bool isPlain(const QString &text) {
    return std::none_of(text.begin(), text.end(), [](QChar c) {
      return c.category() == QChar::Other_Control || c.category() == QChar::Other_Format;
    });
  }

 private Q_SLOTS:
  void millionsOfEntriesMakeAReportOfOrdinarySize_data() {
    QTest::addColumn<QString>("key");
    QTest::addColumn<QJsonValue>("entry");
    QTest::newRow("GPUs") << "gpus" << QJsonValue(gpu);
    QTest::newRow("GPUs of no vendor") << "gpus" << QJsonValue(QJsonObject{{"vendor", "x"}});
    QTest::newRow("Pythons") << "pythons" << QJsonValue(QJsonObject{{"path", "/p"}, {"version", "3.12.1"}});
    QTest::newRow("devices") << "devices" << QJsonValue(QJsonObject{{"path", "/dev/kfd"}, {"usable", false}});
    QTest::newRow("roots") << "roots" << QJsonValue(QJsonObject{{"asked", "/content/nightjar"}, {"path", "/content"}});
  }
  void millionsOfEntriesMakeAReportOfOrdinarySize() {
    QFETCH(QString, key);
    QFETCH(QJsonValue, entry);
    const QJsonObject reply = with(key, many(entry));
    QVERIFY(printed(reply).size() < 200 * 1000);
  }

  void hugeTextsAreCut() {
    const QString huge(20 * million, QLatin1Char('x'));
    QJsonObject reply = with("user", huge);
    reply["os"] = QJsonObject{{"id", huge}, {"kernel", huge}, {"libc_version", QString(million, QLatin1Char('1'))}};
    reply["gpus"] = QJsonArray{QJsonObject{{"vendor", "nvidia"}, {"name", huge}, {"uuid", huge}}};
    reply["nvidia_smi"] = QJsonObject{{"path", "/x"}, {"exit", 1}, {"output", huge}, {"complaints", huge}};
    reply["driver"] = QJsonObject{{"version", "1.2"}, {"sources", QJsonObject{{"sys", huge}, {"smi", "2"}}}};
    reply["env"] = QJsonObject{{"PIP_" + huge, huge}};
    QVERIFY(printed(reply).size() < 20 * 1000);
    const auto report = readReport(reply, {});
    QVERIFY(report->facts.gpus.constFirst().name.size() <= 100 && report->facts.user.size() <= 64);
    for (const Finding &finding : findingsOf(*report))
      QVERIFY2((finding.what + finding.why + finding.fix).size() < 1500, qPrintable(finding.id));
  }

  void manyDifferentNamesDoNotMakeALongFinding() {
    QJsonArray gpus, pythons;
    for (int i = 0; i < 5000; ++i) {
      gpus.append(QJsonObject{{"vendor", "amd"}, {"name", QString::number(i).repeated(20)}});
      pythons.append(QJsonObject{{"path", "/p"}, {"version", QStringLiteral("3.%1.1").arg(i % 9)}});
    }
    QJsonObject reply = with("gpus", gpus);
    reply["pythons"] = pythons;
    const auto findings = findingsOf(*readReport(reply, {}));
    for (const Finding &finding : findings)
      QVERIFY2(finding.why.size() < 1000, qPrintable(finding.id + QString::number(finding.why.size())));
  }

  void controlCharactersReachNobody() {
    const QString odd =
        QString::fromUtf8("/a\x1b]0;title\x07\x1b[31m\r\n\u202E\u2066z\u200B\u0085") + QChar(0x9b) + "b";
    QJsonObject reply = with("user", odd);
    reply["library_path"] = odd;
    reply["home"] = odd;
    reply["gpus"] = QJsonArray{QJsonObject{{"vendor", "nvidia"}, {"name", odd}, {"kernel_driver", odd}, {"mig", true}}};
    reply["nvidia_smi"] = QJsonObject{{"path", odd}, {"exit", 126}, {"output", odd}};
    reply["roots"] =
        QJsonArray{QJsonObject{{"asked", "/content/nightjar"}, {"path", odd}, {"writable", false}, {"free_bytes", 0}}};
    reply["env"] = QJsonObject{{"PIP_" + odd, odd}};
    reply["devices"] = QJsonArray{QJsonObject{{"path", "/dev/kfd"}, {"usable", false}, {"group", odd}}};
    const auto report = readReport(reply, {});
    QVERIFY(report);
    QVERIFY(isPlain(report->facts.gpus.constFirst().name) && isPlain(report->facts.user));
    const auto findings = findingsOf(*report);
    QVERIFY(findings.size() > 4);
    for (const Finding &finding : findings)
      QVERIFY2(isPlain(finding.what + finding.why + finding.fix), qPrintable(finding.id));
  }

  void aCommandInASentenceHoldsNoNameThatAShellReadsAsMore() {
    QJsonObject reply = with("user", "ann; rm -rf ~");
    reply["gpus"] = QJsonArray{QJsonObject{{"vendor", "amd"}}};
    reply["colab"] = false;
    reply["container"] = false;
    reply["nvidia_smi"] = QJsonObject{};
    reply["devices"] = QJsonArray{QJsonObject{{"path", "/dev/kfd"}, {"usable", false}, {"group", "$(reboot)"}}};
    const auto findings = findingsOf(*readReport(reply, "/content/nightjar"));
    QCOMPARE(findings.constFirst().id, QStringLiteral("rocm-device-denied"));
    QVERIFY2(findings.constFirst().fix.contains("usermod -aG render $USER"), qPrintable(findings.constFirst().fix));
  }

  void numbersThatAreNoneAreNotKnown() {
    for (const QJsonValue &odd :
         {QJsonValue(-1), QJsonValue(-9.3e18), QJsonValue(1e300), QJsonValue(std::numeric_limits<double>::quiet_NaN()),
          QJsonValue(-std::numeric_limits<double>::infinity()), QJsonValue("5"), QJsonValue(0.5)}) {
      QJsonObject reply = with("memory_bytes", odd);
      reply["gpus"] = QJsonArray{QJsonObject{{"vendor", "nvidia"}, {"memory_mib", odd}}};
      reply["nvidia_smi"] = QJsonObject{{"path", "/x"}, {"exit", odd}};
      reply["roots"] = QJsonArray{QJsonObject{{"asked", "/content/nightjar"}, {"path", "/c"}, {"free_bytes", odd}}};
      const auto report = readReport(reply, {});
      QVERIFY(report);
      QCOMPARE(report->facts.memoryBytes, 0);
      QCOMPARE(report->facts.gpus.constFirst().memoryMib, 0);
      QVERIFY(report->facts.disk.freeBytes <= 0);
      QVERIFY(!printed(reply).contains("nan") && !printed(reply).contains("inf\""));
    }
  }

  void deepNestingAnywhereIsNotKnown() {
    const QJsonValue deep = nested(900);
    const QJsonObject sample = test::sampleReply("colab_t4");
    for (const QString &key : sample.keys()) QVERIFY(!printed(with(key, deep)).isEmpty());
    for (const QString &key : sample["gpus"][0].toObject().keys()) {
      QJsonObject odd = sample["gpus"][0].toObject();
      odd[key] = deep;
      QVERIFY(printed(with("gpus", QJsonArray{odd})).size() < 20 * 1000);
    }
  }

  void aWrongTypeInEveryPlaceAtOnceIsARuntimeOfWhichNothingIsKnown() {
    for (const QJsonValue &odd :
         {QJsonValue(), QJsonValue(7), QJsonValue("x"), QJsonValue(true), QJsonValue(QJsonArray{1})}) {
      QJsonObject reply = test::sampleReply("colab_t4");
      for (const QString &key : reply.keys())
        if (key != "roots") reply[key] = odd;
      const auto report = readReport(reply, "/content/nightjar");
      QVERIFY(report);
      QVERIFY(report->facts.gpus.isEmpty() && report->facts.pythons.isEmpty() && !report->facts.driver);
      QVERIFY(!printed(reply).isEmpty());
    }
  }
};

QTEST_GUILESS_MAIN(HostileTest)
#include "hostile_test.moc"
