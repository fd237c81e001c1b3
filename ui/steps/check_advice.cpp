#include "ui/steps/check_advice.h"

#include <QStringList>
#include <array>

#include "core/base/text.h"
#include "ui/models/checks_model.h"
#include "ui/models/figures.h"

namespace nightjar {

namespace {

/// One row a check of core/verify/checks.cpp.
struct Advice {
  const char *id;
  const char *text;
};
constexpr std::array advices{
    Advice{"import", QT_TRANSLATE_NOOP("nightjar", "The packages do not load here. Choose another night or variant.")},
    Advice{"versions", QT_TRANSLATE_NOOP("nightjar", "Install again: something else changed this environment.")},
    Advice{"cpu", QT_TRANSLATE_NOOP("nightjar", "This build computes wrongly here. Choose another night.")},
    Advice{"cuda", QT_TRANSLATE_NOOP("nightjar",
                                     "The driver is not seen. Run nvidia-smi on the runtime: if it fails too, the "
                                     "driver has to be mended first; else choose a variant for an older CUDA.")},
    Advice{"arch", QT_TRANSLATE_NOOP("nightjar", "Choose a variant with code for this GPU.")},
    Advice{"matmul", QT_TRANSLATE_NOOP("nightjar",
                                       "The GPU computes wrongly with this build. Check again; if it stays, choose "
                                       "another night, and have the GPU looked at.")},
    Advice{"nms", QT_TRANSLATE_NOOP("nightjar",
                                    "torch and torchvision do not belong together. Choose a build where both are of "
                                    "the same night.")},
    Advice{"bf16", QT_TRANSLATE_NOOP("nightjar", "Use float32 or float16 on this runtime.")},
    Advice{"compile", QT_TRANSLATE_NOOP("nightjar",
                                        "torch.compile needs a C compiler and Python's headers on the runtime; "
                                        "everything else works without.")},
};

}  // namespace

QString adviceFor(const CheckRow &row) {
  for (const Advice &advice : advices) {
    if (row.id == QLatin1String(advice.id)) return Text::tr(advice.text);
  }
  return Text::tr("Check again, or choose another build.");
}

QString reportText(const VerifyReport &report) {
  QStringList lines;
  lines += report.ok ? Text::tr("Nightjar: verified") : Text::tr("Nightjar: verification failed");
  if (report.sample) lines += Text::tr("These are practice samples, not the real packages.");
  lines += Text::tr("environment: %1").arg(report.environment);
  for (const auto &[package, version] : report.versions.asKeyValueRange()) {
    lines += QStringLiteral("%1: %2").arg(package, version);
  }
  if (!report.commit.isEmpty()) lines += Text::tr("commit: %1").arg(report.commit);
  if (!report.device.isEmpty()) lines += Text::tr("device: %1 (%2)").arg(report.device, report.capability);
  for (const CheckRow &row : report.checks) {
    QString line = QStringLiteral("%1: %2").arg(checkStateText(row.state), row.title);
    if (!row.detail.isEmpty()) line += QStringLiteral(" (%1)").arg(row.detail);
    if (row.state != CheckState::Skipped) line += QStringLiteral(", ") + clockText(row.seconds);
    lines += line;
  }
  return lines.join(QLatin1Char('\n')) + QLatin1Char('\n');
}

}  // namespace nightjar
