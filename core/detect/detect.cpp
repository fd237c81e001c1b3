#include "core/detect/detect.h"

#include <QJsonArray>

#include "core/detect/findings.h"

namespace nightjar {

Result<RuntimeFacts> detect(Agent &agent, const QString &root, std::stop_token stop) {
  const QJsonObject args{{"roots", QJsonArray::fromStringList(rootsToAsk(root))}};
  const auto reply = agent.request(QStringLiteral("facts"), args, stop);
  if (!reply) return reply.error();
  auto report = readReport(*reply, root);
  if (!report) return report.error();
  report->facts.findings = findingsOf(*report);
  return report->facts;
}

}  // namespace nightjar
