#include <QTest>
#include <QThread>
#include <future>

#include "ui/wizard/job_event_batch.h"
#include "ui/wizard/ui_prompter.h"
#include "ui/wizard/worker.h"

using namespace nightjar;

class TestWorker : public QObject {
  Q_OBJECT
 private Q_SLOTS:
  void tasksRunInOrderOnOneOtherThread() {
    std::vector<int> order;
    std::vector<std::thread::id> threads;
    std::promise<void> done;
    Worker worker([] {});
    for (const int number : {1, 2, 3})
      worker.post([&, number](const std::stop_token &) {
        order.push_back(number);
        threads.push_back(std::this_thread::get_id());
        if (number == 3) done.set_value();
      });
    done.get_future().wait();
    QCOMPARE(order, (std::vector<int>{1, 2, 3}));
    QVERIFY(threads.at(0) == threads.at(2));
    QVERIFY(threads.at(0) != std::this_thread::get_id());
  }

  void stoppingOneTaskLeavesTheNextAlone() {
    std::promise<bool> second;
    Worker worker([] {});
    std::promise<void> running;
    auto source = worker.post([&](const std::stop_token &stop) {
      running.set_value();
      std::promise<void> stopped;
      const std::stop_callback callback(stop, [&] { stopped.set_value(); });
      stopped.get_future().wait();
    });
    worker.post([&](const std::stop_token &stop) { second.set_value(stop.stop_requested()); });
    running.get_future().wait();
    source.request_stop();
    QVERIFY(!second.get_future().get());
  }

  void theEndStopsTheRunningTaskDropsTheRestAndCleansUpOnTheSameThread() {
    bool rest = false;
    std::thread::id task, end;
    {
      std::promise<void> running;
      Worker worker([&] { end = std::this_thread::get_id(); });
      worker.post([&](const std::stop_token &stop) {
        task = std::this_thread::get_id();
        std::promise<void> stopped;
        const std::stop_callback callback(stop, [&] { stopped.set_value(); });
        running.set_value();
        stopped.get_future().wait();
      });
      worker.post([&](const std::stop_token &) { rest = true; });
      running.get_future().wait();
    }
    QVERIFY(!rest);
    QVERIFY(task == end);
  }

  void aQuestionIsAskedOnTheUiThreadAndAnsweredToTheWorker() {
    QObject receiver;
    QThread *askedOn = nullptr;
    UiPrompter *prompter = nullptr;
    UiPrompter real(&receiver, {[&](const HostKeyQuestion &) {
                                  askedOn = QThread::currentThread();
                                  prompter->answerHostKey(true);
                                },
                                [&](const SecretQuestion &) { prompter->answerSecret(QStringLiteral("s")); }, [] {}});
    prompter = &real;
    std::atomic<bool> accepted = false, told = false;
    Worker worker([] {});
    worker.post([&](const std::stop_token &stop) {
      real.begin(stop);
      accepted = real.acceptHostKey({});
      told = real.secret({}) == std::optional(QStringLiteral("s"));
    });
    QTRY_VERIFY(accepted && told);
    QCOMPARE(askedOn, QThread::currentThread());
  }

  void aStoppedQuestionIsNoAndWithdrawn() {
    QObject receiver;
    std::stop_source source;
    bool withdrawn = false;
    UiPrompter prompter(&receiver, {[&](const HostKeyQuestion &) { source.request_stop(); },
                                    [](const SecretQuestion &) {}, [&] { withdrawn = true; }});
    std::atomic<bool> ended = false, accepted = true;
    Worker worker([] {});
    worker.post([&](const std::stop_token &) {
      prompter.begin(source.get_token());
      accepted = prompter.acceptHostKey({});
      ended = true;
    });
    QTRY_VERIFY(ended && withdrawn);
    QVERIFY(!accepted);
  }

  void logTextsThatFollowEachOtherTravelAsOneEvent() {
    JobEventBatch batch;
    QVERIFY(batch.add(LogText{"a\n"}));
    QVERIFY(!batch.add(LogText{"b\n"}));
    QVERIFY(!batch.add(StepChanged{"venv", StepState::Done, {}, 1}));
    QVERIFY(!batch.add(LogText{"c\n"}));
    const auto events = batch.take();
    QCOMPARE(events.size(), 3);
    QCOMPARE(std::get<LogText>(events.at(0)).bytes, QByteArray("a\nb\n"));
    QCOMPARE(std::get<LogText>(events.at(2)).bytes, QByteArray("c\n"));
    QVERIFY(batch.take().isEmpty());
    QVERIFY(batch.add(LogText{"d\n"}));
  }
};

QTEST_MAIN(TestWorker)
#include "test_worker.moc"
