#pragma once

#include "core/choose/stable_release.h"

namespace nightjar {

/// What a decision is made from, as far as ways out need it.
struct NightlyOffer {
  const Catalogue &catalogue;
  const TorchPins &pins;
  const RuntimeFacts &facts;
  const QStringList &packages;
  QString index;        ///< the nightly root
  QString stableIndex;  ///< the root of stable releases
  QString python = {};  ///< the wished version or path
  QString root = {};    ///< the wished folder on the runtime
};

/// The ways out where no nightly fits the first GPU, in order of use: a newer NVIDIA driver with which one would (from
/// which version on), the stable release, a GPU of another vendor, the CPU build on purpose (these two where nothing is
/// recommended). `builds` are the offer's, judged. Empty for a runtime without a
/// GPU: there the reasons are all there is to say.
[[nodiscard]] QList<Alternative> waysOut(const QList<Build> &builds, const NightlyOffer &offer,
                                         const std::optional<StableRelease> &stable);

}  // namespace nightjar
