#include "core/choose/resource_rules.h"

#include "core/base/figures.h"
#include "core/base/text.h"
#include "core/walk/space_needed.h"

namespace nightjar {

namespace {

// Measured: torch 2.13.0+cpu, Python 3.11, x86_64: importing torch 207 MB resident; torch.compile of a small function
// 383 MB, and 514 MB in the compiler beside it.
constexpr qint64 memoryTorchTakes = 900'000'000;
// As much again for the system and, on a GPU, for its libraries: an estimate.
constexpr qint64 memoryComfortable = 2 * memoryTorchTakes;

}  // namespace

// The figure that install's first step checks, too.
std::optional<Verdict> diskRule(const Subject &subject) {
  const Disk &disk = subject.facts.disk;
  if (disk.path.isEmpty() || disk.freeBytes < 0) return {};
  const qint64 needed = spaceNeeded(subject.name, subject.sample);
  if (disk.freeBytes >= needed) return {};
  QString text = Text::tr("needs %1 of disk for download and environment; %2 has %3 free")
                     .arg(sizeText(needed), disk.path, sizeText(disk.freeBytes));
  if (const auto spare = oldestToSpare(subject.facts.environments))
    text += Text::tr("; the oldest environment there that can be removed is %1").arg(nameAndSize(*spare));
  return Verdict{Fits::No, text};
}

std::optional<Verdict> memoryRule(const Subject &subject) {
  const qint64 here = subject.facts.memoryBytes;
  if (here <= 0 || here >= memoryComfortable || subject.sample) return {};
  return Verdict{Fits::Warning,
                 Text::tr("importing torch and compiling with it take about %1 of memory; this runtime has %2")
                     .arg(sizeText(memoryTorchTakes), sizeText(here))};
}

}  // namespace nightjar
