#pragma once

#include <QElapsedTimer>
#include <QHash>

#include "core/install/job.h"

namespace nightjar {

/// One honest figure for a whole job: weights of the steps done, plus the running step's own share by its bytes.
/// Never goes back.
class OverallProgress {
 public:
  explicit OverallProgress(const Plan &plan);
  /// Takes in one event; `now` in milliseconds of any steady clock.
  void take(const JobEvent &event, qint64 now);

  [[nodiscard]] double fraction() const { return m_fraction; }      ///< 0 to 1
  [[nodiscard]] double bytesPerSecond() const { return m_speed; }   ///< over the last few seconds; 0 where not known
  [[nodiscard]] qint64 bytesDone() const { return m_bytesDone; }    ///< of the running step
  [[nodiscard]] qint64 bytesTotal() const { return m_bytesTotal; }  ///< of the running step; 0 where not known
  [[nodiscard]] double secondsLeft() const { return m_left; }       ///< negative where not known
  [[nodiscard]] QString runningStep() const { return m_running; }   ///< its id

 private:
  void recompute(qint64 now);

  QHash<QString, double> m_weights;
  double m_totalWeight = 0;
  double m_doneWeight = 0;
  double m_fraction = 0;
  double m_speed = 0;
  double m_left = -1;
  qint64 m_bytesDone = 0;
  qint64 m_bytesTotal = 0;
  qint64 m_started = -1;
  qint64 m_sampleAt = -1;
  qint64 m_sampleBytes = 0;
  QString m_running;
};

}  // namespace nightjar
