#include "core/verify/verify.h"

#include <algorithm>

#include "core/base/text.h"
#include "core/verify/checks.h"

namespace nightjar {

namespace {

Error noEnvironment(const QString &root) {
  return {Text::tr("There is no environment to verify."),
          Text::tr("Nothing has been installed under %1 yet, or its link `current` is gone.").arg(root),
          Text::tr("Install a nightly first."),
          {}};
}

Error unfinished(const QString &path) {
  return {Text::tr("This environment cannot be verified."),
          Text::tr("It has no record of what it should hold: it was not made by Nightjar, or never finished (%1).")
              .arg(path),
          Text::tr("Install a nightly again."),
          {}};
}

Expectation expectationFrom(const QJsonObject &manifest, const RuntimeFacts &facts) {
  Expectation expected;
  const QJsonObject versions = manifest[QLatin1String("versions")].toObject();
  for (auto it = versions.begin(); it != versions.end(); ++it) {
    expected.versions.insert(it.key(), it.value().toString());
  }
  expected.variant = manifest[QLatin1String("variant")].toString();
  expected.libraryPath = facts.libraryPath;
  return expected;
}

}  // namespace

Result<VerifyReport> verifyEnvironment(Agent &agent, const RuntimeFacts &facts, const QString &environment,
                                       const std::function<void(const CheckRow &)> &onRow, std::stop_token stop) {
  const QString path = environment.isEmpty() ? facts.currentEnvironment : environment;
  if (path.isEmpty()) {
    return noEnvironment(facts.disk.path);
  }
  const auto manifest =
      agent.request(QStringLiteral("manifest"), {{"root", facts.disk.path}, {"environment", path}}, stop);
  if (!manifest) {
    return manifest.error();
  }
  if (manifest->isEmpty()) {
    return unfinished(path);
  }
  QList<CheckRow> told;
  const auto tell = [&told, &onRow](const CheckRow &row) {
    told.append(row);
    if (onRow) {
      onRow(row);
    }
  };
  const Expectation expected = expectationFrom(*manifest, facts);
  const auto reply =
      agent.request(QStringLiteral("verify"), verifyArgs(path, expected), stop, [&tell](const AgentEvent &event) {
        if (event.content[QLatin1String("kind")] == QLatin1String("check")) {
          tell(checkRowFromJson(event.content[QLatin1String("row")].toObject()));
        }
      });
  if (!reply && reply.error().fault == Fault::Verification) {
    const VerifyReport report = silentReport(path, expected, told, reply.error());
    std::for_each(report.checks.begin() + told.size(), report.checks.end(), tell);
    return report;
  }
  if (!reply) {
    return reply.error();
  }
  return reportFromJson(*reply);
}

}  // namespace nightjar
