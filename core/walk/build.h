#pragma once

#include <QDate>
#include <QDateTime>
#include <QList>
#include <QString>
#include <QStringList>

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
};

/// What was decided: handed from choose to install.
struct Choice {
  Build build;
  QString indexUrl;       ///< the variant's index, what --index-url gets: "https://…/nightly/cu130"
  QStringList packages;   ///< "torch", "torchvision": those to install, each with a version in `build`
  QString pythonPath;     ///< interpreter on the runtime; empty where uv will install one
  QString pythonVersion;  ///< "3.12.4"; "3.13" where uv will install it
  QStringList why;
  bool sample = false;  ///< from the practice index: small stand-ins, called samples wherever results are shown
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

/// Everything the index offers a runtime.
struct BuildList {
  QString index;                    ///< the root that was read
  QList<Build> builds;              ///< newest first
  int recommended = -1;             ///< position in `builds`, -1 for none
  QStringList why;                  ///< for the recommended build, or why there is none
  QList<Alternative> alternatives;  ///< only where none is recommended
  QDateTime readAt;
  QStringList notes;  ///< what was dropped or odd while reading, for --verbose
  bool sample = false;
};

}  // namespace nightjar
