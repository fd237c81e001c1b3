#pragma once

#include <QDate>
#include <QDateTime>
#include <QList>
#include <QString>
#include <QStringList>
#include <QUrl>
#include <optional>

#include "core/walk/environment.h"

namespace nightjar {

enum class Fits { Yes, Warning, No };

/// One date and variant with its coherent packages.
struct Build {
  QString id;  ///< "20261121-cu130"
  QDate date;
  QString variant;      ///< "cpu", "cu130", "rocm7.2", "xpu"
  QString torch;        ///< full version, "2.16.0.dev20261121+cu130"
  QString torchvision;  ///< null where the set has none
  QString torchaudio;   ///< null where the set has none
  QStringList
      python;  ///< "3.12", "3.13t": the Pythons the whole set has wheels for, on the runtime's platform if known
  Fits fits = Fits::Yes;
  bool ended = false;   ///< the variant gets no new builds
  QStringList reasons;  ///< sentences: why it fits, or what speaks against it
  QList<QUrl> wheels;   ///< the packages' own wheels for the Python that would run them; empty where nobody would
  std::optional<qint64> downloadBytes;  ///< of all of `wheels`, without the libraries they need; once it was asked
};

/// What was decided: handed from choose to install.
struct Choice {
  Build build;
  QString indexUrl;       ///< the variant's index, what --index-url gets: "https://…/nightly/cu130"
  QStringList packages;   ///< "torch", "torchvision": those to install, each with a version in `build`
  QString pythonPath;     ///< interpreter on the runtime; empty where uv will install one
  QString pythonVersion;  ///< "3.12.4"; "3.13" where uv will install it
  QStringList why;
  int keep = keptByDefault;  ///< environments to leave in the root, this one among them; or keepAll
  QString installer;         ///< "auto" or empty, "pip" or "uv": who unpacks the wheels
  bool sample = false;       ///< from the practice index: small stand-ins, called samples wherever results are shown
};

/// A way out where no nightly fits, in the order in which a person would want them.
struct Alternative {
  QString channel;      ///< "stable" or "nightly"
  QString index;        ///< the root, what --index gets
  QString variant;      ///< what --variant gets
  QString torch;        ///< full version
  QString torchvision;  ///< null where the set has none
  QString what;         ///< a sentence: what to do, with the command where there is one
};

/// How a list came from its index.
enum class IndexOrigin {
  Network,  ///< this computer's own
  Runtime,  ///< through the runtime
  Cache,    ///< copies of an earlier time
};

/// How far one variant's nightlies have come.
struct VariantFreshness {
  QString variant;
  QDate newest;        ///< its newest torch
  bool ended = false;  ///< more than a week behind the newest of all
};

/// A variant whose own pages were asked for and failed.
struct UnreadVariant {
  QString variant;
  QString why;  ///< a sentence
};

/// Everything the index offers a runtime.
struct BuildList {
  QString index;                    ///< the root that was read
  QList<Build> builds;              ///< newest first
  int recommended = -1;             ///< position in `builds`, -1 for none
  QStringList why;                  ///< for the recommended build, or why there is none
  QList<Alternative> alternatives;  ///< only where none is recommended
  QDateTime readAt;                 ///< when its pages were fetched, the oldest of them
  IndexOrigin origin = IndexOrigin::Network;
  QString originNote;   ///< a sentence: why this is a copy, or came through the runtime; null for the usual way
  QDateTime stampedAt;  ///< the index's own word on how fresh its pages are; invalid where it says nothing
  QList<VariantFreshness> variants;
  QList<UnreadVariant> unread;  ///< those that are missing in `builds` because their pages failed
  QStringList notes;            ///< what was dropped or odd while reading, for --verbose
  bool sample = false;
};

}  // namespace nightjar
