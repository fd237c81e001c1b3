#include "app/interrupt.h"

#include <QTest>
#include <csignal>
#include <optional>

using namespace nightjar;

class InterruptTest : public QObject {
  Q_OBJECT

 private Q_SLOTS:
  void aClosedTerminalIsAStopButNoWishToCancelAndNothingCountsAfterTheEnd() {
    std::optional<Interrupt> interrupt(std::in_place);
    QVERIFY(!Interrupt::endsTheProgramOnly());
    std::raise(SIGHUP);
    QTRY_VERIFY(interrupt->source().stop_requested());
    QVERIFY(Interrupt::endsTheProgramOnly());
    interrupt.reset();
    // Found by the campaign: a Ctrl-C just before the program's end took its exit code (seed 2917, trial 292).
    for (const int signal : {SIGINT, SIGTERM, SIGHUP}) std::raise(signal);
  }
};

QTEST_GUILESS_MAIN(InterruptTest)
#include "interrupt_test.moc"
