#pragma once

#include <QHash>
#include <deque>

#include "core/install/job.h"

namespace nightjar {

/// One honest figure for a whole job: weights of the steps done, plus the running step's own share where it tells one.
/// Never goes back.
class OverallProgress {
 public:
  explicit OverallProgress(const Plan &plan);
  /// Takes in one event; `now` in milliseconds of any steady clock.
  void take(const JobEvent &event, qint64 now);
  /// Lets time pass without an event: a stalled download has no speed.
  void tick(qint64 now);

  [[nodiscard]] double fraction() const { return m_fraction; }       ///< 0 to 1
  [[nodiscard]] double bytesPerSecond() const { return m_speed; }    ///< over the last few seconds; 0 where not known
  [[nodiscard]] qint64 bytesDone() const { return m_bytesDone; }     ///< of the running step
  [[nodiscard]] qint64 bytesTotal() const { return m_bytesTotal; }   ///< of the running step; 0 where not known
  [[nodiscard]] double secondsLeft() const { return m_left; }        ///< of the whole job; negative where not known
  [[nodiscard]] QString runningStep() const { return m_running; }    ///< its id
  [[nodiscard]] QString bottleneck() const { return m_bottleneck; }  ///< of the running step; see StepProgress

 private:
  struct Sample {
    qint64 at;
    qint64 bytes;
  };

  void measureFrom(qint64 now);
  void takeStep(const StepChanged &step, qint64 now);
  void takeProgress(const StepProgress &progress, qint64 now);
  void recompute(qint64 now);
  [[nodiscard]] double speedAt(qint64 now) const;
  [[nodiscard]] double runningSecondsLeft(qint64 now) const;

  QHash<QString, double> m_waiting;  ///< weights of the steps that have not begun
  QHash<QString, double> m_weights;
  double m_totalWeight = 0;
  double m_doneWeight = 0;
  double m_share = 0;  ///< of the running step, 0 to 1
  double m_fraction = 0;
  double m_speed = 0;
  double m_left = -1;
  qint64 m_bytesDone = 0;
  qint64 m_bytesTotal = 0;
  qint64 m_started = 0;     ///< when the running step began
  qint64 m_paceFrom = 0;    ///< since when its share is watched
  double m_paceShare = 0;   ///< its share then
  bool m_measured = false;  ///< the download is over: what is left depends on this machine only
  std::deque<Sample> m_samples;
  QString m_running;
  QString m_bottleneck;
};

/// "held up by the network", for a StepProgress's bottleneck; empty for one that nobody knows.
[[nodiscard]] QString bottleneckText(const QString &bottleneck);

}  // namespace nightjar
