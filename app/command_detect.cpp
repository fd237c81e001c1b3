#include "app/commands.h"
#include "app/open_runtime.h"
#include "core/base/figures.h"
#include "core/base/text.h"
#include "core/detect/detect.h"

namespace nightjar {

namespace {

void describeGpus(const RuntimeFacts &facts, Output &out) {
  if (facts.gpus.isEmpty()) {
    out.line(Text::tr("GPU      none"));
  }
  for (const Gpu &gpu : facts.gpus) {
    QStringList parts{gpu.name};
    if (gpu.memoryMib > 0) {
      parts << sizeText(gpu.memoryMib * 1024 * 1024);
    }
    if (!gpu.computeCapability.isNull()) {
      parts << Text::tr("compute capability %1").arg(gpu.computeCapability);
    } else if (!gpu.architecture.isNull()) {
      parts << gpu.architecture;
    }
    out.line(Text::tr("GPU      %1").arg(parts.join(", ")));
  }
  if (facts.driver) {
    const QString cuda =
        facts.driver->cuda.isNull() ? QString() : Text::tr(", runs CUDA up to %1").arg(facts.driver->cuda);
    out.line(Text::tr("Driver   %1%2").arg(facts.driver->version, cuda));
  }
}

void describe(const RuntimeFacts &facts, Output &out) {
  describeGpus(facts, out);
  out.line(Text::tr("System   %1 %2, %3, %4 %5 (%6)")
               .arg(facts.os.id, facts.os.version, facts.os.arch, facts.os.libc, facts.os.libcVersion, facts.kind));
  for (const PythonFacts &python : facts.pythons) {
    out.line(Text::tr("Python   %1  %2%3")
                 .arg(python.version, python.path, python.hasVenv ? QString() : Text::tr("  (without venv)")));
  }
  out.line(Text::tr("uv       %1").arg(facts.uv.isNull() ? Text::tr("none") : facts.uv));
  out.line(facts.disk.freeBytes < 0
               ? Text::tr("Disk     free space not known for %1").arg(facts.disk.path)
               : Text::tr("Disk     %1 free for %2").arg(sizeText(facts.disk.freeBytes), facts.disk.path));
  out.line(Text::tr("Memory   %1").arg(sizeText(facts.memoryBytes)));
  for (const Finding &finding : facts.findings) {
    out.line({});
    out.line(finding.what);
    out.line(QString("  " + finding.why + ' ' + finding.fix).trimmed().prepend(QStringLiteral("  ")));
  }
}

}  // namespace

int runDetect(Desk &desk) {
  const QJsonObject frame{{"schema", "nightjar.runtime/1"}};
  const auto runtime = openTarget(desk, desk.prompter);
  if (!runtime) {
    desk.out.error(runtime.error(), frame);
    return exitCode(runtime.error().fault);
  }
  describe(runtime->facts, desk.out);
  desk.out.object(toJson(runtime->facts));
  return 0;
}

}  // namespace nightjar
