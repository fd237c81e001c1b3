#include "core/install/follow.h"

#include <QDir>
#include <QFile>
#include <QJsonArray>
#include <QTemporaryDir>
#include <QTest>
#include <memory>
#include <thread>

#include "core/install/job_list.h"
#include "core/runtime/local_link.h"

using namespace nightjar;
using namespace std::chrono_literals;

namespace {

/// When a link breaks.
struct Breaking {
  bool beforeNextWrite = false;  ///< what is sent next does not arrive
  bool afterNextWrite = false;   ///< it arrives, its answer does not
  qint64 afterRead = -1;         ///< bytes; negative: never
  bool holdNextWrite = false;    ///< what is sent next is held up on its way
  std::unique_ptr<Link> held{};  ///< the link it goes on by
  QByteArray heldBytes{};
};

/// A real link to a real agent that breaks on demand.
class BreakableLink : public Link {
 public:
  BreakableLink(std::unique_ptr<Link> inner, Breaking &how) : m_inner(std::move(inner)), m_how(how) {}

  Result<void> write(const QByteArray &bytes, std::chrono::milliseconds timeout, std::stop_token stop) override {
    if (std::exchange(m_how.beforeNextWrite, false)) m_broken = true;
    if (m_broken) return {};
    if (std::exchange(m_how.holdNextWrite, false)) {
      m_broken = true;
      m_how.heldBytes = bytes;
      m_how.held = std::move(m_inner);
      return {};
    }
    const auto written = m_inner->write(bytes, timeout, stop);
    if (std::exchange(m_how.afterNextWrite, false)) {
      (void)m_inner->read(5s, stop);  // so that it has been carried out
      m_broken = true;
    }
    return written;
  }

  Result<LinkChunk> read(std::chrono::milliseconds timeout, std::stop_token stop) override {
    if (m_broken) return LinkChunk{{}, {}, true, {}};
    auto chunk = m_inner->read(timeout, stop);
    m_read += chunk ? chunk->out.size() : 0;
    if (m_how.afterRead >= 0 && m_read > m_how.afterRead) {
      m_how.afterRead = -1;
      m_broken = true;
    }
    return chunk;
  }

  void close() override {
    if (m_inner) m_inner->close();
  }

 private:
  std::unique_ptr<Link> m_inner;
  Breaking &m_how;
  qint64 m_read = 0;
  bool m_broken = false;
};

PlanStep command(const QString &id, const QStringList &argv) {
  return {id, id, 1, "run", {{"commands", QJsonArray{QJsonArray::fromStringList(argv)}}}};
}

}  // namespace

class FollowTest : public QObject {
  Q_OBJECT

 private Q_SLOTS:
  void init() {
    m_folder = std::make_unique<QTemporaryDir>();
    m_plan = {};
    m_plan.title = "a test";
    m_plan.stamp = "20261124-120000";
    m_plan.root = m_folder->path() + "/root";
    m_plan.environment = m_plan.root + "/envs/test";
    m_plan.work = m_plan.root + "/tmp/test";
    m_plan.steps = {command("print", {"/bin/sh", "-c", "seq 200000"})};
    m_plan.stepEnvironment = {{"clean", QJsonObject{{"keep", QJsonArray{"PATH"}}}}};
    m_breaking = {};
    m_links = 0;
    m_events.clear();
    QVERIFY(reconnect({}));
    m_line = {m_agent.get(), [this](std::stop_token stop) { return reconnect(stop); }};
  }

  /// The folder must not go from under a job.
  void cleanup() {
    m_breaking = {};
    QVERIFY(reconnect({}));
    const auto jobs = listJobs(*m_agent, m_plan.root, {});
    for (const JobSummary &job : *jobs) QVERIFY(cancelJob(*m_agent, m_plan.root, job.id));
  }

  void aStartWhoseAnswerIsLostIsNotMadeTwice() {
    QVERIFY(m_agent->request("ping", {}, {}));
    m_breaking.afterNextWrite = true;
    const auto id = startJob(m_line, m_plan, sink(), how(), {});
    QVERIFY2(id, id ? "" : qPrintable(id.error().what + id.error().details));
    QCOMPARE(m_links, 2);
    QCOMPARE(followed(*id)->state, "succeeded");
    const auto jobs = listJobs(*m_line.agent, m_plan.root, {});
    QCOMPARE(jobs->size(), 1);
    QCOMPARE(jobs->first().id, *id);
  }

  void aStartThatNeverArrivedIsMadeAgain() {
    QVERIFY(m_agent->request("ping", {}, {}));
    m_breaking.beforeNextWrite = true;
    const auto id = startJob(m_line, m_plan, sink(), how(), {});
    QVERIFY2(id, id ? "" : qPrintable(id.error().what + id.error().details));
    QCOMPARE(m_links, 2);
    QCOMPARE(followed(*id)->state, "succeeded");
  }

  void givingUpBeforeItIsKnownWhetherTheJobRunsEndsIt() {
    QVERIFY(m_agent->request("ping", {}, {}));
    m_plan.steps = {command("wait", {"/bin/sleep", "300"})};
    m_breaking.afterNextWrite = true;
    std::stop_source stop;
    const JobSink onLost = [&stop](const JobEvent &event) {
      if (std::holds_alternative<LinkChanged>(event)) stop.request_stop();
    };
    const auto id = startJob(m_line, m_plan, onLost, how(), stop.get_token());
    QVERIFY(!id);
    QVERIFY(id.error().isCancelled());
    const auto jobs = listJobs(*m_line.agent, m_plan.root, {});
    QCOMPARE(jobs->size(), 1);
    QCOMPARE(jobs->first().state, "cancelled");
  }

  void aStartThatArrivesAfterItWasGivenUpIsEnded() {
    QVERIFY(m_agent->request("ping", {}, {}));
    m_plan.steps = {command("wait", {"/bin/sleep", "300"})};
    m_breaking.holdNextWrite = true;
    std::stop_source stop;
    std::jthread network;
    const JobSink onLost = [&](const JobEvent &event) {
      if (!std::holds_alternative<LinkChanged>(event)) return;
      stop.request_stop();
      network = std::jthread([this] {
        std::this_thread::sleep_for(600ms);
        (void)m_breaking.held->write(m_breaking.heldBytes, 5s, {});
      });
    };
    const auto id = startJob(m_line, m_plan, onLost, how(), stop.get_token());
    QVERIFY(!id);
    QVERIFY2(id.error().isCancelled(), qPrintable(id.error().what + id.error().details));
    const auto jobs = listJobs(*m_line.agent, m_plan.root, {});
    QCOMPARE(jobs->size(), 1);  // it has come meanwhile
    QCOMPARE(jobs->first().state, "cancelled");
  }

  void givingUpWhileAStartMayStillBeOnItsWayIsACancel() {
    QVERIFY(m_agent->request("ping", {}, {}));
    m_breaking.beforeNextWrite = true;
    QVERIFY(QDir().mkpath(m_plan.root));
    QFile inTheWay(m_plan.root + "/jobs");  // the second start fails, as it does where the first is at it still
    QVERIFY(inTheWay.open(QIODevice::WriteOnly));
    std::stop_source stop;
    std::jthread person([&stop] {
      std::this_thread::sleep_for(500ms);
      stop.request_stop();
    });
    const auto id = startJob(m_line, m_plan, sink(), how(), stop.get_token());
    QVERIFY(!id);
    QVERIFY2(id.error().isCancelled(), qPrintable(id.error().what + id.error().details));
    QVERIFY(inTheWay.remove());
  }

  void aLinkThatBreaksInMidLogRepeatsAndMissesNothing() {
    const auto id = startJob(m_line, m_plan, sink(), how(), {});
    QVERIFY2(id, id ? "" : qPrintable(id.error().what + id.error().details));
    const auto copy = JobCopy::open(m_folder->path() + "/copy");
    m_breaking.afterRead = 300'000;
    QCOMPARE(followed(*id, copy->get())->state, "succeeded");
    const QByteArray there = fileOf(m_plan.root + "/jobs/" + *id + "/log");
    QVERIFY(there.endsWith("200000\n"));
    QCOMPARE(fileOf(m_folder->path() + "/copy/log"), there);
    QCOMPARE(logTold(), there);
    QCOMPARE(linkStates(), QList<bool>({false, true}));
  }

  void aFollowerThatComesLaterTellsTheCopyAndFetchesTheRest() {
    const auto id = startJob(m_line, m_plan, sink(), how(), {});
    QVERIFY2(id, id ? "" : qPrintable(id.error().what + id.error().details));
    {
      const auto copy = JobCopy::open(m_folder->path() + "/copy");
      m_line.reconnect = nullptr;
      m_breaking.afterRead = 300'000;
      QCOMPARE(followed(*id, copy->get()).error().fault, Fault::Unreachable);
      QVERIFY((*copy)->logSize() > 0);
    }
    m_events.clear();
    QVERIFY(reconnect({}));
    m_line.agent = m_agent.get();
    const auto copy = JobCopy::open(m_folder->path() + "/copy");
    QCOMPARE(followed(*id, copy->get())->state, "succeeded");
    QCOMPARE(logTold(), fileOf(m_plan.root + "/jobs/" + *id + "/log"));
    QCOMPARE(stepStates(), QList<StepState>({StepState::Running, StepState::Done}));
  }

  void whatWillNotChangeByItselfEndsTheTries() {
    const auto id = startJob(m_line, m_plan, sink(), how(), {});
    QVERIFY2(id, id ? "" : qPrintable(id.error().what + id.error().details));
    m_breaking.beforeNextWrite = true;
    m_line.reconnect = [](std::stop_token) -> Result<Agent *> {
      return Error{"The host key has changed.", {}, {}, {}, Fault::Unreachable, true};
    };
    const auto result = followed(*id);
    QVERIFY(!result);
    QVERIFY(result.error().what.contains("host key has changed"));
    QVERIFY(result.error().what.contains("carries on"));
    QCOMPARE(linkStates(), QList<bool>({false}));
  }

  void pausesGrowAndTheTriesEndSomeDay() {
    const auto id = startJob(m_line, m_plan, sink(), how(), {});
    QVERIFY2(id, id ? "" : qPrintable(id.error().what + id.error().details));
    m_breaking.beforeNextWrite = true;
    int tries = 0;
    m_line.reconnect = [&tries](std::stop_token) -> Result<Agent *> {
      ++tries;
      return Error{"Nobody answers.", {}, {}, {}, Fault::Unreachable};
    };
    Following following = how();
    following.giveUp = 30ms;
    following.firstPause = 10ms;
    following.longestPause = 20ms;
    const auto result = followJob(m_line, m_plan, *id, sink(), following, {});
    QVERIFY(!result);
    QCOMPARE(result.error().fault, Fault::Unreachable);
    QVERIFY(tries >= 2);
  }

  void leavingLetsTheJobGoOnAndCancellingEndsIt() {
    m_plan.steps = {command("wait", {"/bin/sleep", "300"})};
    const auto id = startJob(m_line, m_plan, sink(), how(), {});
    QVERIFY2(id, id ? "" : qPrintable(id.error().what + id.error().details));
    std::stop_source stop;
    stop.request_stop();
    Following following = how();
    following.onStop = [] { return OnStop::Leave; };
    const auto left = followJob(m_line, m_plan, *id, sink(), following, stop.get_token());
    QCOMPARE(left->state, "running");
    QCOMPARE(listJobs(*m_line.agent, m_plan.root, {})->first().state, "running");
    const auto ended = followJob(m_line, m_plan, *id, sink(), how(), stop.get_token());
    QCOMPARE(ended->state, "cancelled");
    QVERIFY(ended->error->isCancelled());
    QCOMPARE(listJobs(*m_line.agent, m_plan.root, {})->first().state, "cancelled");
  }

  void aJobThatTheRuntimeDoesNotKnowIsLost() {
    const auto result = followed("20261124-120000-00000000");
    QVERIFY(result);
    QCOMPARE(result->state, "lost");
    QVERIFY(result->error->what.contains("does not know this install"));
  }

 private:
  Result<Agent *> reconnect(std::stop_token stop) {
    m_agent.reset();
    ++m_links;
    auto link = openLocalLink(bootstrapArgv());
    if (!link) return link.error();
    auto agent = Agent::open(std::make_unique<BreakableLink>(std::move(*link), m_breaking), stop);
    if (!agent) return agent.error();
    m_agent = std::move(*agent);
    return m_agent.get();
  }

  static Following how() {
    Following following;
    following.firstPause = 1ms;
    return following;
  }

  JobSink sink() {
    return [this](const JobEvent &event) { m_events.append(event); };
  }

  Result<JobResult> followed(const QString &id, JobCopy *copy = nullptr) {
    Following following = how();
    following.copy = copy;
    return followJob(m_line, m_plan, id, sink(), following, {});
  }

  static QByteArray fileOf(const QString &path) {
    QFile file(path);
    return file.open(QIODevice::ReadOnly) ? file.readAll() : QByteArray();
  }

  [[nodiscard]] QByteArray logTold() const {
    QByteArray told;
    for (const JobEvent &event : m_events)
      if (const auto *log = std::get_if<LogText>(&event)) told += log->bytes;
    return told;
  }

  [[nodiscard]] QList<bool> linkStates() const {
    QList<bool> states;
    for (const JobEvent &event : m_events)
      if (const auto *link = std::get_if<LinkChanged>(&event)) states += link->connected;
    return states;
  }

  [[nodiscard]] QList<StepState> stepStates() const {
    QList<StepState> states;
    for (const JobEvent &event : m_events)
      if (const auto *step = std::get_if<StepChanged>(&event)) states += step->state;
    return states;
  }

  std::unique_ptr<QTemporaryDir> m_folder;
  Plan m_plan;
  Breaking m_breaking;
  std::unique_ptr<Agent> m_agent;
  JobLine m_line;
  int m_links = 0;
  QList<JobEvent> m_events;
};

QTEST_GUILESS_MAIN(FollowTest)
#include "test_follow.moc"
