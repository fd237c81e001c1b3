#include <QTest>
#include <ctime>

#include "core/runtime/frame_reader.h"

using namespace nightjar;

namespace {

const QByteArray stream =
    "Welcome to the lab!\nNIGHTJAR-AGENT "
    "1\n{\"hello\":1}\n{\"id\":1,\"bytes\":5}\nab\n\x01\xff{\"id\":1,\"reply\":{}}\n";

}  // namespace

class FramesTest : public QObject {
  Q_OBJECT

 private Q_SLOTS:
  void framesAreTheSameHoweverTheStreamIsCut() {
    for (qsizetype cut = 1; cut <= stream.size(); ++cut) {
      FrameReader reader;
      QList<Frame> frames;
      for (qsizetype at = 0; at < stream.size(); at += cut) {
        reader.feed(stream.mid(at, cut));
        for (auto frame = reader.next(); frame && *frame; frame = reader.next()) {
          frames.append(**frame);
        }
      }
      QCOMPARE(frames.size(), 3);
      QCOMPARE(frames[1].payload, QByteArray("ab\n\x01\xff"));
      QVERIFY(frames[2].header.contains(QLatin1String("reply")));
      QCOMPARE(reader.banner(), QByteArray("Welcome to the lab!\n"));
    }
  }

  void whatIsNoFrameIsAnErrorAndNoCrash_data() {
    QTest::addColumn<QByteArray>("bytes");
    QTest::newRow("text") << QByteArray("hello there\n");
    QTest::newRow("array") << QByteArray("[1,2]\n");
    QTest::newRow("negative payload") << QByteArray("{\"bytes\":-1}\n");
    QTest::newRow("nested without end") << QByteArray("{\"a\":").repeated(100000) + '\n';
    QTest::newRow("not a number") << QByteArray("{\"bytes\":NaN}\n");
    QTest::newRow("binary") << QByteArray("\x00\xff{\"id\":1}\n", 11);
    QTest::newRow("payload above the limit") << QByteArray("{\"bytes\":99999999999}\n");
  }

  void whatIsNoFrameIsAnErrorAndNoCrash() {
    QFETCH(QByteArray, bytes);
    FrameReader reader;
    reader.feed("NIGHTJAR-AGENT 1\n" + bytes);
    const auto frame = reader.next();
    QVERIFY(!frame);
    QCOMPARE(frame.error().fault, Fault::Unreachable);
  }

  // By ratio: a reader that parsed the header again for every piece would take hundreds of times as long.
  void aHugeHeaderCostsTheSameHoweverItsPayloadComes() {
    const QByteArray header =
        "NIGHTJAR-AGENT 1\n{\"bytes\":1000,\"x\":[" + QByteArray("{\"a\":1},").repeated(300000) + "1]}\n";
    const auto ticks = [&header](qsizetype piece) {
      FrameReader reader;
      reader.feed(header);
      const std::clock_t began = std::clock();  // of this process alone, whatever else the machine does
      int frames = 0;
      for (qsizetype at = 0; at < 1000; at += piece) {
        reader.feed(QByteArray(piece, 'x'));
        if (const auto frame = reader.next(); frame && *frame) ++frames;
      }
      return frames == 1 ? std::clock() - began : -1;
    };
    const std::clock_t whole = ticks(1000), pieces = ticks(1);
    QVERIFY(whole > 0 && pieces > 0);
    QVERIFY2(pieces < 20 * whole, qPrintable(QStringLiteral("%1 against %2").arg(pieces).arg(whole)));
  }

  void anEndlessBannerIsRefused() {
    FrameReader reader;
    reader.feed(QByteArray(2 * 1024 * 1024, 'x'));
    QVERIFY(!reader.next());
  }
};

QTEST_GUILESS_MAIN(FramesTest)
#include "test_frames.moc"
