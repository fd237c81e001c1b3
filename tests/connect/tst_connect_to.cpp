#include <QTemporaryDir>
#include <QTest>

#include "core/connect/connect.h"

using namespace nightjar;

namespace {

/// Somebody who must not be asked anything.
class NobodyThere : public Prompter {
 public:
  bool acceptHostKey(const HostKeyQuestion &) override {
    asked = true;
    return false;
  }
  std::optional<QString> secret(const SecretQuestion &) override {
    asked = true;
    return {};
  }
  bool asked = false;
};

Target targetOf(Target::Kind kind) {
  Target target;
  target.kind = kind;
  return target;
}

}  // namespace

class ConnectToTest : public QObject {
  Q_OBJECT

 private Q_SLOTS:
  void init();
  void thisComputerAnswersThroughTheSameAgent();
  void practiceAnswersAndAsksNothing();
  void aWrongFolderOfWheelsIsPassedOn();

 private:
  std::unique_ptr<QTemporaryDir> m_cache;
};

void ConnectToTest::init() {
  m_cache = std::make_unique<QTemporaryDir>();
  qputenv("XDG_CACHE_HOME", m_cache->path().toUtf8());
}

void ConnectToTest::thisComputerAnswersThroughTheSameAgent() {
  NobodyThere nobody;
  auto connection = connectTo(targetOf(Target::Kind::Local), {}, nobody, {}, {});
  QVERIFY2(bool(connection), connection ? "" : qPrintable(connection.error().what));
  const auto reply = connection->agent->request(QStringLiteral("ping"), {}, {});
  QVERIFY2(bool(reply), reply ? "" : qPrintable(reply.error().what + reply.error().details));
  QVERIFY(!connection->practice);
  QVERIFY(connection->note.isEmpty());
}

void ConnectToTest::practiceAnswersAndAsksNothing() {
  NobodyThere nobody;
  ConnectOptions options;
  options.knownHostsFile = QStringLiteral("/dev/null");  // the practice runtime brings its own
  QList<ConnectStage> stages;
  auto connection = connectTo(targetOf(Target::Kind::Practice), options, nobody,
                              [&stages](ConnectStage stage) { stages << stage; }, {});
  QVERIFY2(bool(connection), connection ? "" : qPrintable(connection.error().what + connection.error().details));
  const auto reply = connection->agent->request(QStringLiteral("ping"), {}, {});
  QVERIFY2(bool(reply), reply ? "" : qPrintable(reply.error().what + reply.error().details));
  QVERIFY(!nobody.asked);
  QCOMPARE(stages.last(), ConnectStage::Starting);
  QCOMPARE(connection->note.isEmpty(), connection->practice->hasSsh());
}

void ConnectToTest::aWrongFolderOfWheelsIsPassedOn() {
  NobodyThere nobody;
  ConnectOptions options;
  options.wheelsDir = m_cache->filePath(QStringLiteral("nowhere"));
  const auto connection = connectTo(targetOf(Target::Kind::Practice), options, nobody, {}, {});
  QVERIFY(!connection);
  QCOMPARE(connection.error().fault, Fault::Usage);
}

QTEST_GUILESS_MAIN(ConnectToTest)
#include "tst_connect_to.moc"
