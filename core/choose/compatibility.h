#pragma once

#include <QList>
#include <optional>

#include "core/choose/variant.h"
#include "core/choose/wheel_tags.h"
#include "core/walk/build.h"
#include "core/walk/runtime_facts.h"

namespace nightjar {

/// What a rule says about a set of wheels on a runtime, with the sentence a person reads (empty: nothing to say).
struct Verdict {
  Fits fits = Fits::Yes;
  QString text;
};

/// What rules look at: a runtime and one variant's set. `wheels` holds a list of tags for each package of the set.
struct Subject {
  const RuntimeFacts &facts;
  QString name;  ///< "cu130"
  Variant variant;
  QList<QList<WheelTags>> wheels;
  bool sample = false;  ///< practice's stand-ins, which are small
};

/// A rule has an opinion or, where it does not apply, none.
struct CompatibilityRule {
  const char *id;
  std::optional<Verdict> (*judge)(const Subject &);
};

/// The rules, in the order in which their sentences are shown. To add one: a function and a row here.
[[nodiscard]] const QList<CompatibilityRule> &compatibilityRules();

/// All rules together.
struct Judgement {
  Fits fits = Fits::Yes;
  QStringList reasons;  ///< only those of the worst verdict: why it does not fit, what to look out for, or why it fits
};
[[nodiscard]] Judgement judge(const Subject &subject);

/// The kind of variant the runtime's GPUs ask for: NVIDIA, then AMD, then Intel; Cpu where there is none that counts
/// (Intel graphics older than xpu supports count as none).
[[nodiscard]] VariantKind wantedKind(const RuntimeFacts &facts);

/// The GPUs that a variant of `kind` uses; none that is set aside for a virtual machine.
[[nodiscard]] QList<Gpu> gpusFor(VariantKind kind, const RuntimeFacts &facts);

/// The newest CUDA the runtime's driver runs ("13.0"): as it reports, else by its version; null where neither tells.
[[nodiscard]] QString driverCuda(const RuntimeFacts &facts);

/// The Pythons a set has wheels for on the runtime's platform (any Linux without facts), lowest first.
[[nodiscard]] QStringList pythonsOf(const QList<QList<WheelTags>> &wheels, const RuntimeFacts *facts);

}  // namespace nightjar
