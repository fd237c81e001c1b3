#include "core/install/reporting_pip.h"

#include <QVersionNumber>

#include "core/base/text.h"

namespace nightjar {

bool hasReportingPip(const QString &python) {
  const QVersionNumber version = QVersionNumber::fromString(python);
  return version.segmentCount() < 2 || version >= QVersionNumber(3, 9);
}

QString mayDownloadByPip(const RuntimeFacts &facts, const Choice &choice) {
  const bool byUv = !facts.uvPath.isEmpty() && choice.installer != QLatin1String("pip");
  if (byUv || !hasReportingPip(choice.pythonVersion)) return {};
  return Text::tr("Where pip there cannot be brought to %1, it downloads by itself: a file that is cut begins anew.")
      .arg(QLatin1String(reportingPip));
}

}  // namespace nightjar
