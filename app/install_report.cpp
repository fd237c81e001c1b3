#include "app/install_report.h"

#include <QJsonArray>

#include "app/describe_checks.h"
#include "core/base/figures.h"
#include "core/base/json.h"
#include "core/base/shell_word.h"
#include "core/base/text.h"
#include "core/choose/choose.h"
#include "core/verify/checks.h"

namespace nightjar {

namespace {

/// A person reads one progress line every few seconds; a program gets every event.
constexpr qint64 millisecondsBetweenLines = 3000;
constexpr qsizetype longestLine = 64 * 1024;

QString nameOf(StepState state) {
  switch (state) {
    case StepState::Running: return QStringLiteral("running");
    case StepState::Done: return QStringLiteral("done");
    case StepState::Failed: return QStringLiteral("failed");
    case StepState::Skipped: return QStringLiteral("skipped");
  }
  return {};
}

/// A job that nobody follows any more runs on.
QString outcomeOf(const JobResult &result) {
  return result.state == QLatin1String("running") ? QStringLiteral("detached") : result.state;
}

QJsonObject toJson(const SavedProfile &profile) {
  const bool saved = static_cast<bool>(profile.saved);
  return {{"name", profile.name},
          {"saved", saved},
          {"error", saved ? QJsonValue(QJsonValue::Null) : QJsonValue(toJson(profile.saved.error()))}};
}

}  // namespace

InstallReport::InstallReport(Output &out, const Plan &plan) : m_out(out), m_plan(plan), m_progress(plan) {
  m_clock.start();
}

void InstallReport::started(const QString &job) {
  QJsonArray steps;
  for (const PlanStep &step : m_plan.steps) {
    steps.append(QJsonObject{{"id", step.id}, {"title", step.title}});
  }
  const auto bytes = m_plan.choice.build.downloadBytes;
  m_out.object({{"event", "started"},
                {"job", job},
                {"plan", steps},
                {"download_bytes", bytes ? QJsonValue(*bytes) : QJsonValue()}});
}

void InstallReport::take(const JobEvent &event) {
  m_progress.take(event, m_clock.elapsed());
  std::visit([this](const auto &content) { tell(content); }, event);
}

void InstallReport::tell(const StepChanged &change) {
  QJsonObject object{{"event", "step"}, {"id", change.id}, {"state", nameOf(change.state)}};
  if (change.state != StepState::Running) {
    object["seconds"] = change.seconds;
    object["reason"] = orNull(change.reason);
  }
  m_out.object(object);
  const QString title = stepTitle(m_plan, change.id);
  switch (change.state) {
    case StepState::Running: m_out.line(Text::tr("• %1").arg(title)); break;
    case StepState::Done: m_out.line(Text::tr("✓ %1  %2 s").arg(title).arg(change.seconds, 0, 'f', 1)); break;
    case StepState::Skipped: m_out.line(Text::tr("– %1: skipped. %2").arg(title, change.reason)); break;
    case StepState::Failed: m_out.line(Text::tr("✗ %1: failed. %2").arg(title, change.reason)); break;
  }
}

void InstallReport::tell(const StepProgress &progress) {
  m_out.object({{"event", "progress"},
                {"step", progress.id},
                {"done", progress.done},
                {"total", progress.total},
                {"unit", progress.unit},
                {"bottleneck", orNull(progress.bottleneck)}});
  const qint64 now = m_clock.elapsed();
  if (progress.unit != QLatin1String("bytes") ||
      (m_lastProgress >= 0 && now - m_lastProgress < millisecondsBetweenLines)) {
    return;
  }
  m_lastProgress = now;
  QString line = "  " + sizeOfText(progress.done, progress.total);
  if (m_progress.bytesPerSecond() > 0) {
    line += ", " + speedText(m_progress.bytesPerSecond());
  }
  if (const QString held = bottleneckText(progress.bottleneck); !held.isEmpty()) line += ", " + held;
  m_out.line(line);
}

void InstallReport::tell(const LogText &log) {
  const QString text = m_decoder.decode(log.bytes);
  m_out.object({{"event", "log"}, {"text", text}});
  if (m_out.isJson()) return;
  const bool isNews = m_progress.runningStep() != QLatin1String("verify");  // the checks' rows say it better
  qsizetype begun = 0;
  for (qsizetype end = text.indexOf('\n'); end >= 0; end = text.indexOf('\n', begun)) {
    if (isNews) m_out.line("    " + m_partialLine + text.mid(begun, end - begun));
    m_partialLine.clear();
    begun = end + 1;
  }
  m_partialLine += text.mid(begun);
  if (m_partialLine.size() > longestLine) {  // a program that never ends its lines
    if (isNews) m_out.line("    " + m_partialLine);
    m_partialLine.clear();
  }
}

void InstallReport::tell(const CheckDone &check) {
  QJsonObject object{{"event", "check"}};
  object["row"] = toJson(check.row);
  m_out.object(object);
  m_out.line(describeCheck(check.row));
}

void InstallReport::tell(const LinkChanged &link) {
  if (link.connected) {
    m_out.object({{"event", "connection"}, {"state", "restored"}});
    m_out.note(Text::tr("Connected again."));
    return;
  }
  m_out.object(
      {{"event", "connection"}, {"state", "lost"}, {"retry_in", link.retrySeconds}, {"error", toJson(link.error)}});
  m_out.note(Text::tr("The connection is lost, and the runtime carries on. %1 Trying again in %2 s.")
                 .arg(link.error.what)
                 .arg(link.retrySeconds));
}

QJsonObject InstallReport::nothingDone() {
  QJsonObject object{{"event", "finished"}, {"outcome", "failed"}};
  for (const char *name : {"job", "build", "error", "environment", "python", "report", "profile"})
    object[QLatin1String(name)] = QJsonValue();
  return object;
}

void InstallReport::finished(Output &out, const QString &job, const std::optional<Choice> &choice,
                             const JobResult &result, const std::optional<SavedProfile> &profile) {
  QJsonObject object = nothingDone();
  object["outcome"] = outcomeOf(result);
  object["job"] = orNull(job);
  object["environment"] = orNull(result.environment);
  object["python"] = orNull(result.python);
  if (choice) {
    object["build"] = toJson(choice->build);
  }
  if (result.report) {
    object["report"] = toJson(*result.report);
  }
  if (profile) {
    object["profile"] = toJson(*profile);
  }
  if (result.state == QLatin1String("running")) {
    out.object(object);
    return;
  }
  if (result.error) {
    out.error(*result.error, object);
    return;
  }
  if (result.report) {
    out.line(describeReport(*result.report));
  }
  if (choice && choice->sample) {
    out.line(Text::tr("That was practice: its runtime is taken away now."));
  } else {
    out.line(Text::tr("Use it with: %1").arg(shellWord(result.python)));
  }
  out.object(object);
}

}  // namespace nightjar
