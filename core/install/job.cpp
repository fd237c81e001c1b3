#include "core/install/job.h"

#include <QDateTime>
#include <QJsonArray>
#include <QRandomGenerator>

#include "core/base/text.h"
#include "core/install/failure.h"
#include "core/verify/checks.h"

namespace nightjar {

namespace {

QString str(const QJsonObject &object, const char *key) {
  return object[QLatin1String(key)].toString();
}

std::optional<int> number(const QJsonObject &object, const char *key) {
  const QJsonValue value = object[QLatin1String(key)];
  return value.isDouble() ? std::optional(value.toInt()) : std::nullopt;
}

StepState stepState(const QString &name) {
  if (name == QLatin1String("running")) return StepState::Running;
  if (name == QLatin1String("done")) return StepState::Done;
  if (name == QLatin1String("skipped")) return StepState::Skipped;
  return StepState::Failed;
}

/// One record of the job's events file, for the sink.
std::optional<JobEvent> eventFromRecord(const QJsonObject &record) {
  const QString event = str(record, "event");
  if (event == QLatin1String("step")) {
    return StepChanged{str(record, "id"), stepState(str(record, "state")), str(record, "reason"),
                       record[QLatin1String("seconds")].toDouble()};
  }
  if (event == QLatin1String("progress")) {
    return StepProgress{str(record, "step"), record[QLatin1String("done")].toInteger(),
                        record[QLatin1String("total")].toInteger(), str(record, "unit")};
  }
  if (event == QLatin1String("check")) {
    return CheckDone{checkRowFromJson(record[QLatin1String("row")].toObject())};
  }
  return std::nullopt;
}

/// Follows one job and remembers how far it got, so that following again repeats nothing.
class Follower {
 public:
  Follower(Agent &agent, const Plan &plan, QString id, const JobSink &sink)
      : m_agent(agent), m_plan(plan), m_id(std::move(id)), m_sink(sink) {}

  Result<QJsonObject> follow(std::stop_token stop) {
    const QJsonObject args{
        {"root", m_plan.root}, {"id", m_id}, {"log_offset", m_logOffset}, {"event_offset", m_eventOffset}};
    return m_agent.request(QStringLiteral("job.follow"), args, stop, [this](const AgentEvent &event) { take(event); });
  }

  Result<QJsonObject> cancel() {
    // It has no events, but it leaves the agent time to answer: a frozen link must not hold the person for a minute.
    return m_agent.request(QStringLiteral("job.cancel"), {{"root", m_plan.root}, {"id", m_id}}, {},
                           [](const AgentEvent &) {});
  }

 private:
  void take(const AgentEvent &event) {
    if (str(event.content, "kind") == QLatin1String("log")) {
      m_sink(LogText{event.bytes});
      m_logOffset += event.bytes.size();
      return;
    }
    const auto converted = eventFromRecord(event.content[QLatin1String("record")].toObject());
    if (converted) {
      m_sink(*converted);
    }
    m_eventOffset = event.content[QLatin1String("offset")].toInteger(m_eventOffset);
  }

  Agent &m_agent;
  const Plan &m_plan;
  QString m_id;
  const JobSink &m_sink;
  qint64 m_logOffset = 0;
  qint64 m_eventOffset = 0;
};

QString newJobId(const Plan &plan) {
  return QStringLiteral("%1-%2").arg(plan.stamp).arg(QRandomGenerator::global()->generate(), 8, 16, QLatin1Char('0'));
}

Error lostJob() {
  return {Text::tr("The install stopped without a word."),
          Text::tr("The program that ran it on the runtime is gone: the machine was restarted, replaced, or ran out of "
                   "memory."),
          Text::tr("Install again. Your present environment is as it was."),
          {}};
}

/// "process 4711" and absolute paths: what could be neither ended nor removed. Usually nothing.
QStringList leftBehind(const QJsonObject &record) {
  QStringList left;
  const QJsonArray listed = record[QLatin1String("left")].toArray();
  for (const auto one : listed) {
    left.append(one.toString());
  }
  return left;
}

/// An unfinished job's error, with what it left on the runtime.
Error withLeftovers(Error error, const QStringList &left) {
  if (!left.isEmpty()) {
    const QString text = Text::tr("This stayed on the runtime: %1.").arg(left.join(QStringLiteral(", ")));
    error.why = error.why.isEmpty() ? text : error.why + ' ' + text;
    if (error.fix.isEmpty()) {
      error.fix = Text::tr("End or remove it by hand there; your present environment does not depend on it.");
    }
  }
  return error;
}

}  // namespace

JobResult resultOf(const Plan &plan, const QJsonObject &reply) {
  const QString state = str(reply, "state");
  const QJsonObject end = reply[QLatin1String("end")].toObject();
  const QJsonObject outcome = end[QLatin1String("result")].toObject();
  JobResult result;
  result.environment = str(outcome, "environment");
  if (const QJsonObject report = outcome[QLatin1String("verify")].toObject(); !report.isEmpty()) {
    result.report = reportFromJson(report);
  }
  if (state == QLatin1String("succeeded")) {
    result.python = plan.root + "/current/bin/python";
  } else if (state == QLatin1String("cancelled")) {
    result.error = cancelled();
  } else if (state == QLatin1String("failed")) {
    result.error = explainFailure(plan, {str(end, "step"), number(end, "exit_code"), number(end, "signal"),
                                         str(end, "reason"), str(end, "tail")});
  } else {
    result.error = lostJob();
  }
  if (result.error) {
    result.error = withLeftovers(*result.error, leftBehind(end));
  }
  return result;
}

Result<JobResult> runJob(Agent &agent, const Plan &plan, const JobSink &sink, std::stop_token stop) {
  const QString id = newJobId(plan);
  const auto started = agent.request(QStringLiteral("job.start"), {{"job", jobFromPlan(plan, id)}}, stop);
  if (!started) {
    if (started.error().isCancelled()) {
      // The request may have arrived all the same: a job that nobody follows must not run on.
      (void)Follower(agent, plan, id, sink).cancel();
    }
    return started.error();
  }
  Follower follower(agent, plan, id, sink);
  auto reply = follower.follow(stop);
  if (!reply && reply.error().isCancelled()) {
    const auto gone = follower.cancel();
    if (!gone) {
      return gone.error();
    }
    reply = follower.follow({});
    if (reply && str(*reply, "state") == QLatin1String("lost")) {
      // Its supervisor was dead already; the cancel has cleaned up after it.
      JobResult result;
      result.error = withLeftovers(cancelled(), leftBehind(*gone));
      return result;
    }
  }
  if (!reply) {
    return reply.error();
  }
  return resultOf(plan, *reply);
}

}  // namespace nightjar
