#pragma once

#include <QString>
#include <QStringList>

#include "core/walk/target.h"

namespace nightjar {

/// What a person asked of an index; empty or "auto" means the program chooses.
struct Wishes {
  QString index;    ///< empty: the official one
  QString build;    ///< "newest", "2026-11-21" or a torch version
  QString variant;  ///< "auto", "cu130", …
  QStringList packages = {QStringLiteral("torch"), QStringLiteral("torchvision")};
  QString python;       ///< a version ("3.12") or an absolute path
  bool sample = false;  ///< the index is practice's
  QString stableIndex;  ///< the root of stable releases, for the way out; empty: the parent of `index`
  QString root;         ///< the folder on the runtime; decides nothing here, but goes into commands that are shown
  QString keep;         ///< how many environments stay after an install: "3", "all"; empty: the default
  QString installer;    ///< "auto", "pip" or "uv": who unpacks the wheels
  bool fresh = false;   ///< wait for the index itself where a copy could be shown first
};

/// What a person asked for, beside the runtime itself.
struct Asked {
  ConnectOptions connect;
  QString root;  ///< where environments live; empty: the default
  Wishes wishes;
};

}  // namespace nightjar
