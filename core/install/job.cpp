#include "core/install/job.h"

#include <QDateTime>
#include <QJsonArray>

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

/// When it was last seen alive, and what has become of it since, as far as the runtime can tell.
QString whatIsKnown(const Plan &plan, const QJsonObject &lost) {
  const QDateTime seen = QDateTime::fromSecsSinceEpoch(static_cast<qint64>(lost[QLatin1String("at")].toDouble()));
  QString text = Text::tr("Its last sign of life was at %1").arg(seen.toString(QStringLiteral("yyyy-MM-dd HH:mm:ss")));
  if (const QString step = str(lost, "step"); !step.isEmpty()) {
    text += Text::tr(", in the step “%1”").arg(stepTitle(plan, step));
  }
  text += '.';
  const QJsonValue rebooted = lost[QLatin1String("rebooted")];
  if (rebooted.isBool()) {
    text += ' ' + (rebooted.toBool() ? Text::tr("The machine was restarted since.")
                                     : Text::tr("The machine was not restarted; the program was killed, as happens "
                                                "where memory runs out."));
  }
  return text;
}

Error lostJob(const Plan &plan, const QJsonObject &lost) {
  return {Text::tr("The install stopped without a word."), whatIsKnown(plan, lost),
          str(lost, "step") == QLatin1String("activate")
              ? Text::tr("It was about to switch over: see what is in use now (nightjar environments, or Detect).")
              : Text::tr("Install again: what was downloaded is used. Your present environment is as it was."),
          str(lost, "tail")};
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

std::optional<JobEvent> eventFromRecord(const QJsonObject &record, double age) {
  const QString event = str(record, "event");
  if (event == QLatin1String("step")) {
    const StepState state = stepState(str(record, "state"));
    return StepChanged{str(record, "id"), state, str(record, "reason"),
                       state == StepState::Running ? age : record[QLatin1String("seconds")].toDouble()};
  }
  if (event == QLatin1String("progress")) {
    return StepProgress{str(record, "step"), record[QLatin1String("done")].toInteger(),
                        record[QLatin1String("total")].toInteger(), str(record, "unit"), str(record, "bottleneck")};
  }
  if (event == QLatin1String("check")) {
    return CheckDone{checkRowFromJson(record[QLatin1String("row")].toObject())};
  }
  return std::nullopt;
}

JobResult resultOf(const Plan &plan, const QJsonObject &reply) {
  const QString state = str(reply, "state");
  const QJsonObject end = reply[QLatin1String("end")].toObject();
  const QJsonObject outcome = end[QLatin1String("result")].toObject();
  JobResult result;
  result.state = state;
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
    result.error = lostJob(plan, reply[QLatin1String("lost")].toObject());
  }
  if (result.error) {
    result.error = withLeftovers(*result.error, leftBehind(end.isEmpty() ? reply : end));
  }
  return result;
}

JobResult forgottenJob() {
  JobResult result;
  result.state = QStringLiteral("lost");
  result.error = Error{Text::tr("The runtime does not know this install any more."),
                       Text::tr("Its folder is gone: the machine was replaced by a fresh one, or its disk was reset."),
                       Text::tr("Install again."),
                       {}};
  return result;
}

}  // namespace nightjar
