#pragma once

#include "core/choose/coherent_set.h"
#include "core/choose/page_source.h"

namespace nightjar {

/// Reads the package pages below `root`: the root's own pages of all variants, or, where the root has no page for
/// torch or one that is needed fails, those of each of `variants`; a variant whose pages fail is noted and left out. A
/// package that has no page is simply not offered; a page of a package that is not in `needed` may fail and is noted.
/// Errors, where neither the root nor a variant gives a torch: Failed (as PageSource; no index at all; HTML that is no
/// index; a page cut in half), Cancelled.
[[nodiscard]] Result<Catalogue> readCatalogue(PageSource &source, const QString &root, const QStringList &variants,
                                              const QStringList &needed, const std::stop_token &stop);

/// What the newest torchvisions of `variants` say about their torch, as far as the index offers their metadata. What
/// cannot be read is noted in `notes` and left out. Cancelling leaves out the rest.
[[nodiscard]] TorchPins readPins(PageSource &source, const Catalogue &catalogue, const QStringList &variants,
                                 QStringList &notes, const std::stop_token &stop);

}  // namespace nightjar
