#pragma once

#include <QElapsedTimer>

#include "app/output.h"

namespace nightjar {

/// Tells how far bytes between here and the runtime have come: a line every few seconds for a person. With a step's
/// name, also `progress` events for a program (see the help of `nightjar install`).
class TransferReport {
 public:
  explicit TransferReport(Output &out, QString step = {});
  void take(qint64 done, qint64 total);

 private:
  Output &m_out;
  QString m_step;
  QElapsedTimer m_clock;
  qint64 m_told = 0;      ///< milliseconds, when a person was told last
  qint64 m_reported = 0;  ///< the same for a program
};

}  // namespace nightjar
