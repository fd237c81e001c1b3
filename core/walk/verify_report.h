#pragma once

#include <QList>
#include <QMap>
#include <QString>

namespace nightjar {

enum class CheckState { Passed, Warning, Failed, Skipped };

/// One row of proof.
struct CheckRow {
  QString id;
  QString title;
  CheckState state = CheckState::Skipped;
  QString detail;  ///< plain text: "4096 × 4096, 7.1 TFLOP/s", or why it was skipped
  double seconds = 0;
};

/// What the checks proved about an environment.
struct VerifyReport {
  QString environment;              ///< absolute path
  QString python;                   ///< its interpreter
  QMap<QString, QString> versions;  ///< "torch" → "2.16.0.dev…+cu130"
  QString commit;                   ///< torch's git commit
  QString cudaRuntime;              ///< "13.0", null on CPU builds
  bool cudaAvailable = false;
  QString device;      ///< "Tesla T4"
  QString capability;  ///< "7.5"
  QList<CheckRow> checks;
  bool sample = false;  ///< the packages are practice samples
  bool ok = false;
};

}  // namespace nightjar
