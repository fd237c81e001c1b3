#pragma once

#include "core/choose/compatibility.h"

namespace nightjar {

/// The kinds of variant the runtime's GPUs are for, the one to prefer first; cpu where no GPU counts.
[[nodiscard]] QList<VariantKind> kindsHere(const RuntimeFacts &facts);

/// Whether the tables say which of the runtime's GPUs `variant` has code for.
[[nodiscard]] bool isCodeKnown(const Variant &variant, const RuntimeFacts &facts);

/// Whether variant `a` serves the runtime better than `b` of the same kind: code for more GPUs, then CUDA not above the
/// driver's, then the newer version (above the driver's, the one that is closest to it).
[[nodiscard]] bool isBetterVariant(const QString &a, const QString &b, const RuntimeFacts &facts);

/// The driver versions, oldest first, from which on more CUDA variants run than with the runtime's driver; empty where
/// there is no NVIDIA GPU whose driver a person could update.
[[nodiscard]] QStringList newerDrivers(const RuntimeFacts &facts);

/// The facts as they would be with this NVIDIA driver.
[[nodiscard]] RuntimeFacts withDriver(RuntimeFacts facts, const QString &version);

/// The position in `builds` (newest first, judged for `facts`) of the one we advise, -1 for none: for NVIDIA, then
/// AMD, then Intel GPUs the best variant of their kind, and of it the newest night that has all of `packages`; torch
/// alone where no night has. A GPU that comes later in this order gets it only where not even a newer driver would help
/// the earlier one, and where the tables know its code. Without a GPU: cpu. With one, never cpu: that would be a
/// decision made in silence.
[[nodiscard]] int recommend(const QList<Build> &builds, const RuntimeFacts &facts, const QStringList &packages);

/// The position of the best build for any of the runtime's GPUs, whichever goes first; -1 for none.
[[nodiscard]] int instead(const QList<Build> &builds, const RuntimeFacts &facts, const QStringList &packages);

/// A sentence for each GPU that goes before those of kind `taken` and gets no build, with the reason.
[[nodiscard]] QStringList leftOut(const QList<Build> &builds, VariantKind taken, const RuntimeFacts &facts);

/// The facts to judge practice samples by: without GPUs, for samples never claim one, and the build to practise with is
/// one whose walk can reach its end. Others are judged by `facts` as they are.
[[nodiscard]] RuntimeFacts asPractised(RuntimeFacts facts, bool sample);

/// Why builds[position] is advised: sentences for people.
[[nodiscard]] QStringList whyRecommended(const QList<Build> &builds, int position, const RuntimeFacts &facts,
                                         const QStringList &packages);

/// Why nothing is.
[[nodiscard]] QStringList whyNone(const QList<Build> &builds, const RuntimeFacts &facts);

}  // namespace nightjar
