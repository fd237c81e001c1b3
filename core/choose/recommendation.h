#pragma once

#include "core/choose/compatibility.h"

namespace nightjar {

/// The position in `builds` (newest first, judged for `facts`) of the one we advise, -1 for none: for NVIDIA, then
/// AMD, then Intel GPUs the best variant of their kind, and of it the newest night that has all of `packages`; torch
/// alone where no night has. Without a GPU: cpu. With one, never cpu: that would be a decision made in silence.
[[nodiscard]] int recommend(const QList<Build> &builds, const RuntimeFacts &facts, const QStringList &packages);

/// The facts to judge practice samples by: without GPUs, for samples never claim one, and the build to practise with is
/// one whose walk can reach its end. Others are judged by `facts` as they are.
[[nodiscard]] RuntimeFacts asPractised(RuntimeFacts facts, bool sample);

/// Why builds[position] is advised: sentences for people.
[[nodiscard]] QStringList whyRecommended(const QList<Build> &builds, int position, const RuntimeFacts &facts,
                                         const QStringList &packages);

/// Why nothing is, and the ways out.
[[nodiscard]] QStringList whyNone(const QList<Build> &builds, const RuntimeFacts &facts);

}  // namespace nightjar
