#include <QDir>
#include <QJsonArray>
#include <QJsonDocument>
#include <QProcess>
#include <QTemporaryDir>
#include <QtTest>

#include "core/detect/detect.h"
#include "core/detect/facts_reader.h"
#include "core/detect/findings.h"
#include "sample_reply.h"

using namespace nightjar;

namespace {

QByteArray bytes(const QJsonObject &object) {
  return QJsonDocument(object).toJson();
}

QJsonObject sample(const QString &name = "colab_t4") {
  auto report = readReport(test::sampleReply(name), {});
  report->facts.findings = findingsOf(*report);
  return toJson(report->facts);
}

// `place` is "driver.cuda" or "gpus[0].vendor"; an undefined value takes the field away.
QJsonObject with(QJsonObject object, const QString &place, const QJsonValue &value) {
  const QString key = place.section(QLatin1Char('.'), 0, 0), rest = place.section(QLatin1Char('.'), 1);
  const QString list = key.section(QLatin1Char('['), 0, 0);
  if (rest.isEmpty()) {
    object[list] = value;
  } else if (key.endsWith(QLatin1String("[0]"))) {
    QJsonArray array = object[list].toArray();
    array[0] = with(array.at(0).toObject(), rest, value);
    object[list] = array;
  } else {
    object[list] = with(object[list].toObject(), rest, value);
  }
  return object;
}

// The same with its value number `countdown` replaced, wherever it lies.
QJsonValue withOneReplaced(const QJsonValue &value, int &countdown, const QJsonValue &instead) {
  if (countdown-- == 0) return instead;
  if (value.isObject()) {
    QJsonObject object = value.toObject();
    for (const QString &key : object.keys()) object[key] = withOneReplaced(object[key], countdown, instead);
    return object;
  }
  if (!value.isArray()) return value;
  QJsonArray array = value.toArray();
  for (qsizetype i = 0; i < array.size(); ++i) array[i] = withOneReplaced(array[i], countdown, instead);
  return array;
}

QString whyNot(const QByteArray &json) {
  const auto facts = factsFromJson(json);
  if (facts) return QStringLiteral("it was accepted");
  if (facts.error().fault != Fault::Usage || facts.error().what.isEmpty() || facts.error().fix.isEmpty())
    return QStringLiteral("the error is not complete");
  return facts.error().why;
}

}  // namespace

class FactsReaderTest : public QObject {
  Q_OBJECT

 private Q_SLOTS:
  void whatWasWrittenIsReadBack_data() {
    QTest::addColumn<QString>("name");
    const QDir folder(QStringLiteral(NIGHTJAR_SOURCE_DIR "/tests/data/facts"));
    for (const QString &file : folder.entryList({"*.json"})) QTest::newRow(qPrintable(file)) << file.chopped(5);
    QVERIFY(folder.entryList({"*.json"}).size() >= 2);
  }
  void whatWasWrittenIsReadBack() {
    QFETCH(QString, name);
    const QJsonObject written = sample(name);
    const auto facts = factsFromJson(bytes(written));
    QVERIFY2(facts, qPrintable(facts ? QString() : facts.error().why));
    QCOMPARE(toJson(*facts), written);
  }

  // The machines of *.txt are trees and tools' answers: the agent itself makes replies of them.
  void everyMadeMachineIsReadBack() {
    QProcess python;
    python.start("python3", {"-B", QStringLiteral(NIGHTJAR_SOURCE_DIR "/tests/detect/made_replies.py")});
    QVERIFY2(python.waitForFinished(60000), "no python3 on this machine");
    QVERIFY2(python.exitCode() == 0, python.readAllStandardError().constData());
    const QJsonObject replies = QJsonDocument::fromJson(python.readAllStandardOutput()).object();
    QVERIFY(replies.size() >= 10);
    for (auto it = replies.begin(); it != replies.end(); ++it) {
      auto report = readReport(it->toObject(), {});
      QVERIFY2(report, qPrintable(it.key()));
      report->facts.findings = findingsOf(*report);
      const QJsonObject written = toJson(report->facts);
      const auto facts = factsFromJson(bytes(written));
      QVERIFY2(facts, qPrintable(it.key() + ": " + (facts ? QString() : facts.error().why)));
      QCOMPARE(toJson(*facts), written);
    }
  }

  void environmentsAreReadBackAndOlderReportsLackThem() {
    const QJsonObject one{{"id", "20261121-cpu-s"},
                          {"path", "/root/nightjar/envs/20261121-cpu-s"},
                          {"build", "20261121-cpu"},
                          {"date", "2026-11-21"},
                          {"bytes", qint64{7900000000}},
                          {"verified", true},
                          {"current", false}};
    const QJsonObject written = with(sample(), "environments", QJsonArray{one});
    const auto facts = factsFromJson(bytes(written));
    QVERIFY(facts);
    QCOMPARE(toJson(*facts), written);
    const auto older = factsFromJson(bytes(with(sample(), "environments", QJsonValue::Undefined)));
    QVERIFY(older && older->environments.isEmpty());
    QCOMPARE(whyNot(bytes(with(sample(), "environments", 7))), QStringLiteral("environments should be a list."));
  }

  void whatIsNotKnownStaysNotKnown() {
    QJsonObject object = sample("plain_server");
    object["driver"] = QJsonValue::Null;
    object["memory_bytes"] = QJsonValue::Null;
    const auto facts = factsFromJson(bytes(with(object, "os.libc", QJsonValue::Null)));
    QVERIFY(facts);
    QVERIFY(!facts->driver && facts->os.libc.isNull());
    QCOMPARE(facts->memoryBytes, 0);
  }

  void fieldsOfANewerVersionAreLeftAlone() {
    QVERIFY(factsFromJson(bytes(with(with(sample(), "weather", "fine"), "gpus[0].fans", 2))));
  }

  void whatIsWrongIsNamed_data() {
    QTest::addColumn<QByteArray>("json");
    QTest::addColumn<QString>("why");
    QTest::newRow("empty") << QByteArray(" \n") << "There is nothing in it.";
    QTest::newRow("no JSON") << QByteArray("{\n\"schema\": nightjar") << "It is not JSON: line 2: illegal value.";
    QTest::newRow("binary") << QByteArray("\x7f\x45\x4c\x46\0\0", 6) << "It is not JSON: line 1: illegal value.";
    QTest::newRow("deep") << QByteArray(100000, '[') << "It is not JSON: line 1: too deeply nested document.";
    QTest::newRow("list") << QByteArray("[]") << "It does not say that its schema is nightjar.runtime/1.";
    QTest::newRow("no schema") << QByteArray("{}") << "It does not say that its schema is nightjar.runtime/1.";
    QTest::newRow("other schema") << QByteArray("{\"schema\":\"nightjar.builds/1\"}")
                                  << "Its schema is \"nightjar.builds/1\", not nightjar.runtime/1.";
    QTest::newRow("failure") << QByteArray(
                                    "{\"schema\":\"nightjar.runtime/1\",\"error\":{\"what\":\"Not reachable.\"}}")
                             << "It reports a failure, not a runtime: Not reachable.";
    const auto odd = [](const char *name, const char *place, const QJsonValue &value, const char *why) {
      QTest::newRow(name) << bytes(with(sample(), place, value)) << QString(why);
    };
    odd("no os", "os", QJsonValue::Undefined, "os should be an object.");
    odd("no gpus", "gpus", QJsonValue::Undefined, "gpus should be a list.");
    odd("no driver", "driver", QJsonValue::Undefined, "driver should be an object.");
    odd("gpus null", "gpus", QJsonValue::Null, "gpus should be a list.");
    odd("driver text", "driver", "580", "driver should be an object.");
    odd("cuda number", "driver.cuda", 13, "driver.cuda should be a text or null.");
    odd("cuda words", "driver.cuda", "new", "driver.cuda is \"new\".");
    odd("vendor", "gpus[0].vendor", "matrox", "gpus[0].vendor is \"matrox\".");
    odd("capability", "gpus[0].compute_capability", "7.5; id", "gpus[0].compute_capability is \"7.5; id\".");
    odd("python path", "pythons[0].path", "python3", "pythons[0].path should be an absolute path.");
    odd("python version", "pythons[0].version", QJsonValue::Null, "pythons[0].version should be a text.");
    odd("flag", "pythons[0].has_venv", "yes", "pythons[0].has_venv should be true or false.");
    odd("disk", "disk.free_bytes", -1, "disk.free_bytes should be a number that is not negative.");
    odd("entry", "gpus", QJsonArray{1}, "gpus[0] should be an object.");
    QJsonArray many;
    for (int i = 0; i < 257; ++i) many.append(QJsonObject{});
    odd("many", "gpus", many, "gpus should be a list of at most 256.");
  }
  void whatIsWrongIsNamed() {
    QFETCH(QByteArray, json);
    QFETCH(QString, why);
    QCOMPARE(whyNot(json), why);
  }

  void anyOneValueMayBeOddAndTheAnswerIsStillWhole() {
    const QList<QJsonValue> odd{QJsonValue::Null,     true, -7, 1e300, "", "x;$(id)\n", QJsonArray{1},
                                QJsonObject{{"a", 1}}};
    int refused = 0, read = 0;
    for (const QString &name : {QStringLiteral("colab_t4"), QStringLiteral("plain_server")}) {
      const QJsonObject whole = sample(name);
      for (const QJsonValue &value : odd) {
        for (int at = 1;; ++at) {
          int countdown = at;
          const QJsonObject damaged = withOneReplaced(whole, countdown, value).toObject();
          if (countdown >= 0) break;  // past the last value
          const auto facts = factsFromJson(bytes(damaged));
          ++(facts ? read : refused);
          if (facts) QVERIFY(factsFromJson(bytes(toJson(*facts))));
          if (!facts) QVERIFY(facts.error().fault == Fault::Usage && !facts.error().why.isEmpty());
        }
      }
    }
    QVERIFY2(refused > 300 && read > 50, qPrintable(QStringLiteral("%1 refused, %2 read").arg(refused).arg(read)));
  }

  void textStaysPlain() {
    const auto facts = factsFromJson(
        bytes(with(sample(), "gpus[0].name", QStringLiteral("T4\u001b[31m\n%1 evil").arg(QChar(0x202e)))));
    QVERIFY(facts);
    QCOMPARE(facts->gpus.constFirst().name, QStringLiteral("T4 [31m evil"));
  }

  void aFileIsReadAndWhatKeepsItFromThatIsSaid() {
    const QTemporaryDir folder;
    const auto why = [](const QString &path) {
      const auto facts = readFactsFile(path);
      return facts ? QString() : facts.error().why;
    };
    QFile file(folder.filePath("facts.json"));
    QVERIFY(file.open(QIODevice::WriteOnly));
    file.write(bytes(sample()));
    file.close();
    QCOMPARE(why(file.fileName()), QString());
    QVERIFY(why(folder.filePath("none.json")).contains("cannot be read"));
    QVERIFY(why(folder.path()).contains("cannot be read"));
    QCOMPARE(why("/dev/zero"), QStringLiteral("It holds more than 4 MiB."));
    QCOMPARE(why("/dev/null"), QStringLiteral("There is nothing in it."));
  }
};

QTEST_GUILESS_MAIN(FactsReaderTest)
#include "facts_reader_test.moc"
