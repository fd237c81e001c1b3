#include "app/describe_checks.h"

#include "core/base/text.h"

namespace nightjar {

namespace {

QString mark(CheckState state) {
  switch (state) {
    case CheckState::Passed: return QStringLiteral("✓");
    case CheckState::Warning: return QStringLiteral("!");
    case CheckState::Failed: return QStringLiteral("✗");
    case CheckState::Skipped: return QStringLiteral("–");
  }
  return {};
}

}  // namespace

QString describeCheck(const CheckRow &row) {
  return QStringLiteral("  %1 %2  %3  %4 s")
      .arg(mark(row.state), row.title.leftJustified(44), row.detail)
      .arg(row.seconds, 0, 'f', 1);
}

QString describeReport(const VerifyReport &report) {
  const QString torch = report.versions.value(QStringLiteral("torch"));
  if (!report.ok) {
    return Text::tr("Not proved: at least one check failed.");
  }
  if (report.sample) {
    return Text::tr("It works: the practice sample of torch %1 answered every check. It is a sample, not PyTorch.")
        .arg(torch);
  }
  return report.device.isEmpty() ? Text::tr("It works: torch %1 runs on the CPU.").arg(torch)
                                 : Text::tr("It works: torch %1 runs on the %2.").arg(torch, report.device);
}

}  // namespace nightjar
