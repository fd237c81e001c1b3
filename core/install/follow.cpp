#include "core/install/follow.h"

#include <QDateTime>
#include <QJsonArray>
#include <QRandomGenerator>
#include <condition_variable>
#include <mutex>

#include "core/base/text.h"

namespace nightjar {

namespace {

using Clock = std::chrono::steady_clock;

// The agent of a broken link may be at a start still when the next one asks for it.
constexpr int looksForAStart = 8;
constexpr auto betweenLooks = std::chrono::milliseconds(250);

QString str(const QJsonObject &object, const char *key) {
  return object[QLatin1String(key)].toString();
}

/// False where `stop` was requested before the time was over.
bool pause(std::chrono::milliseconds time, const std::stop_token &stop) {
  std::mutex mutex;
  std::unique_lock lock(mutex);
  std::condition_variable_any().wait_for(lock, stop, time, [] { return false; });
  return !stop.stop_requested();
}

QString newJobId(const Plan &plan) {
  return QStringLiteral("%1-%2").arg(plan.stamp).arg(QRandomGenerator::global()->generate(), 8, 16, QLatin1Char('0'));
}

Error carriesOn(Error error) {
  error.what = Text::tr("The connection to the runtime is lost; the install carries on there. %1").arg(error.what);
  error.fix =
      Text::tr("Go back to it once the runtime can be reached: nightjar follow, or the window. %1").arg(error.fix);
  return error;
}

/// A new link, after pauses that grow. Errors: what stands in the way for good, or for too long.
Result<void> comeBack(JobLine &line, Error why, const JobSink &sink, const Following &how,
                      const std::stop_token &stop) {
  const auto until = Clock::now() + how.giveUp;
  auto wait = how.firstPause;
  line.agent = nullptr;
  while (true) {
    sink(LinkChanged{false, why, static_cast<int>(std::chrono::ceil<std::chrono::seconds>(wait).count())});
    if (!pause(wait, stop)) return cancelled();
    const auto agent = line.reconnect(stop);
    const auto answer =
        agent ? (*agent)->request(QStringLiteral("ping"), {}, stop) : Result<QJsonObject>(agent.error());
    if (answer) {
      line.agent = *agent;
      sink(LinkChanged{true});
      return {};
    }
    why = answer.error();
    if (why.fault != Fault::Unreachable || why.lasting || Clock::now() > until) return why;
    wait = std::min(2 * wait, how.longestPause);
  }
}

/// One job on its way to its end, across as many links as it takes.
class Follower {
 public:
  Follower(JobLine &line, const Plan &plan, QString id, const JobSink &sink, const Following &how)
      : m_line(line), m_plan(plan), m_id(std::move(id)), m_sink(sink), m_how(how), m_logOffset(how.logFrom) {}

  Result<JobResult> run(const std::stop_token &stop);

 private:
  Result<QJsonObject> follow(const std::stop_token &stop);
  Result<JobResult> stopped();
  void take(const AgentEvent &event);
  [[nodiscard]] JobResult ended(JobResult result) const;

  JobLine &m_line;
  const Plan &m_plan;
  QString m_id;
  const JobSink &m_sink;
  const Following &m_how;
  qint64 m_logOffset;
  qint64 m_eventOffset = 0;
};

Result<JobResult> Follower::run(const std::stop_token &stop) {
  if (m_how.copy != nullptr) {
    m_how.copy->tell(m_sink);
    m_logOffset = m_how.copy->logSize();
    m_eventOffset = m_how.copy->eventOffset();
  }
  while (true) {
    const auto reply = follow(stop);
    if (reply) return ended(resultOf(m_plan, *reply));
    if (stop.stop_requested()) return stopped();
    if (reply.error().fault == Fault::Usage) return ended(forgottenJob());
    if (reply.error().fault != Fault::Unreachable || !m_line.reconnect) return reply.error();
    if (const auto back = comeBack(m_line, reply.error(), m_sink, m_how, stop); !back) {
      if (stop.stop_requested()) return stopped();
      return carriesOn(back.error());
    }
  }
}

Result<QJsonObject> Follower::follow(const std::stop_token &stop) {
  const QJsonObject args{
      {"root", m_plan.root}, {"id", m_id}, {"log_offset", m_logOffset}, {"event_offset", m_eventOffset}};
  return m_line.agent->request(QStringLiteral("job.follow"), args, stop,
                               [this](const AgentEvent &event) { take(event); });
}

void Follower::take(const AgentEvent &event) {
  JobCopy *copy = m_how.copy;
  if (str(event.content, "kind") == QLatin1String("log")) {
    if (copy != nullptr) copy->addLog(event.bytes);
    m_logOffset += event.bytes.size();
    m_sink(LogText{event.bytes});
    return;
  }
  const QJsonObject record = event.content[QLatin1String("record")].toObject();
  m_eventOffset = event.content[QLatin1String("offset")].toInteger(m_eventOffset);
  const double age = event.content[QLatin1String("age")].toDouble();
  if (copy != nullptr) copy->addRecord(record, m_eventOffset, age);
  if (const auto converted = eventFromRecord(record, age)) m_sink(*converted);
}

Result<JobResult> Follower::stopped() {
  if (m_how.onStop() == OnStop::Leave) {
    JobResult result;
    result.state = QStringLiteral("running");
    result.error = cancelled();
    return result;
  }
  const auto cancelHere = [this] { return cancelJob(*m_line.agent, m_plan.root, m_id); };
  auto gone = m_line.agent != nullptr ? cancelHere() : Result<Cancellation>(Error{{}, {}, {}, {}, Fault::Unreachable});
  if (!gone && gone.error().fault == Fault::Unreachable && m_line.reconnect) {
    m_line.agent = nullptr;
    const auto agent = m_line.reconnect({});  // one try: who gives up must not wait for long
    if (!agent) return carriesOn(agent.error());
    m_line.agent = *agent;
    gone = cancelHere();
  }
  if (!gone) return gone.error().fault == Fault::Unreachable ? carriesOn(gone.error()) : gone.error();
  auto reply = follow({});
  if (!reply) return reply.error();
  if (str(*reply, "state") != QLatin1String("lost")) return ended(resultOf(m_plan, *reply));
  // Its supervisor was dead already; the cancel has cleaned up after it.
  (*reply)["state"] = "cancelled";
  (*reply)["left"] = QJsonArray::fromStringList(gone->left);
  return ended(resultOf(m_plan, *reply));
}

JobResult Follower::ended(JobResult result) const {
  if (m_how.copy != nullptr && !m_how.copy->problem().isEmpty()) {
    result.note = Text::tr("The log could not be kept on this computer (%1). It is complete on the runtime.")
                      .arg(m_how.copy->problem());
  }
  return result;
}

/// Ends a job whose start may still be on its way. The token is stopped by now.
Error cancelledOnArrival(Agent &agent, const Plan &plan, const QString &id) {
  for (int look = 0; look < looksForAStart; ++look) {
    const auto gone = cancelJob(agent, plan.root, id);
    if (gone) break;
    if (gone.error().fault != Fault::Usage) return carriesOn(gone.error());
    (void)pause(betweenLooks, {});
  }
  return cancelled();
}

/// Giving up before it is known whether the job runs: one more try to end it.
Error cancelledStart(JobLine &line, const Plan &plan, const QString &id) {
  const auto agent = line.reconnect({});
  if (!agent) return carriesOn(agent.error());
  line.agent = *agent;
  return cancelledOnArrival(**agent, plan, id);
}

}  // namespace

Result<QString> startJob(JobLine &line, const Plan &plan, const JobSink &sink, const Following &how,
                         std::stop_token stop) {
  const QString id = newJobId(plan);
  const auto isThere = [&] {
    return static_cast<bool>(line.agent->request(QStringLiteral("job.show"), {{"root", plan.root}, {"id", id}}, stop));
  };
  const auto appears = [&] {
    for (int look = 0; look < looksForAStart; ++look)
      if (isThere() || !pause(betweenLooks, stop)) return !stop.stop_requested();
    return false;
  };
  for (bool again = false;; again = true) {
    // It has no events, but with a place for them the agent is asked for signs of life while it starts the job.
    const auto started = line.agent->request(QStringLiteral("job.start"), {{"job", jobFromPlan(plan, id)}}, stop,
                                             [](const AgentEvent &) {});
    if (started) return id;
    if (started.error().isCancelled()) {
      // The request may have arrived all the same: a job that nobody follows must not run on.
      (void)cancelJob(*line.agent, plan.root, id);
    }
    // The agent of the broken link may have been at it still when the job was not there yet.
    if (again && started.error().fault != Fault::Unreachable && !started.error().isCancelled()) {
      if (appears()) return id;
      if (stop.stop_requested()) return cancelledOnArrival(*line.agent, plan, id);
    }
    if (started.error().fault != Fault::Unreachable || !line.reconnect) return started.error();
    if (const auto back = comeBack(line, started.error(), sink, how, stop); !back)
      return stop.stop_requested() ? cancelledStart(line, plan, id) : carriesOn(back.error());
    if (isThere()) return id;
  }
}

Result<JobResult> followJob(JobLine &line, const Plan &plan, const QString &id, const JobSink &sink,
                            const Following &how, std::stop_token stop) {
  return Follower(line, plan, id, sink, how).run(stop);
}

Result<Cancellation> cancelJob(Agent &agent, const QString &root, const QString &id) {
  // It has no events, but it leaves the agent time to answer: a frozen link must not hold the person for a minute.
  const auto reply =
      agent.request(QStringLiteral("job.cancel"), {{"root", root}, {"id", id}}, {}, [](const AgentEvent &) {});
  if (!reply) return reply.error();
  Cancellation done{str(*reply, "state"), {}};
  const QJsonArray left = (*reply)[QLatin1String("left")].toArray();
  for (const auto one : left) done.left.append(one.toString());
  return done;
}

}  // namespace nightjar
