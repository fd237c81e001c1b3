#pragma once

#include <QJsonObject>
#include <QMap>
#include <optional>

#include "core/base/result.h"
#include "core/walk/runtime_facts.h"

namespace nightjar {

/// What a runtime's nvidia-smi did, where it has one.
struct NvidiaSmi {
  QString path;             ///< null where there is none
  std::optional<int> exit;  ///< nothing where it gave no answer in time; 126 where this user must not run it
  QString output;           ///< its first words when it failed
  QString complaints = {};  ///< errors inside an answer that otherwise looks good
};

/// A file through which programs use a GPU: /dev/kfd.
struct DeviceFile {
  QString path;
  bool usable = true;  ///< this user may read and write it
  QString group = {};  ///< owns it; null where not known
};

/// The facts together with what findings are derived from and nobody else needs.
struct RuntimeReport {
  RuntimeFacts facts;
  NvidiaSmi smi;
  QMap<QString, QString> driverSources;      ///< "sys", "proc", "smi" → the version each tells, as far as it does
  QMap<QString, QString> environment;        ///< variables that may leak: name → value
  QString virtualenv;                        ///< version of virtualenv, null where there is none
  std::optional<QList<DeviceFile>> devices;  ///< of those we know, the ones there are; nothing where not told
  bool cudaLibrary = true;                   ///< programs find libcuda.so.1, the driver's part that CUDA needs
  QStringList emptyMig;                      ///< names of GPUs that are cut up (MIG) into no instance
  bool rootExists = false;
  bool rootWritable = true;
};

/// Reads the reply of the agent's verb "facts". Tolerant: a missing or odd field is a fact that is not known; what is
/// shown is plain text of bounded length. Decides the kind, the root (`askedRoot`, else /content/nightjar on Colab,
/// else ~/nightjar) and the order of the Pythons. No findings yet.
/// Errors: Failed where the reply names no usable root.
[[nodiscard]] Result<RuntimeReport> readReport(const QJsonObject &reply, const QString &askedRoot);

/// The roots to ask the agent about: `askedRoot`, or the two defaults.
[[nodiscard]] QStringList rootsToAsk(const QString &askedRoot);

/// Whether a nightly is made for this Python, as of October 2026: 3.10 and later, free-threaded from 3.14.
[[nodiscard]] bool hasNightlies(const PythonFacts &python);

}  // namespace nightjar
