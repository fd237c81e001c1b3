#pragma once

#include <QFile>
#include <QLockFile>
#include <memory>

#include "core/install/job.h"

namespace nightjar {

/// This computer's copy of a job that runs elsewhere: its log, byte for byte, and its records. A follower that is
/// killed, or whose link breaks, goes on where the copy ends: how much is there is what was taken, nothing else counts
/// it. One program at a time writes to a copy. Use from one thread.
class JobCopy {
 public:
  /// Opens what `folder` holds, or begins anew (0700). Errors: Failed where it cannot be written; Usage where another
  /// program follows into it.
  [[nodiscard]] static Result<std::unique_ptr<JobCopy>> open(const QString &folder);

  [[nodiscard]] qint64 logSize() const { return m_logSize; }          ///< the remote offset to go on from
  [[nodiscard]] qint64 eventOffset() const { return m_eventOffset; }  ///< the same of the records

  /// Keeps all of it; where that fails (a full disk) the copy ends here for good and problem() says why.
  void addLog(const QByteArray &bytes);
  /// `offset`: the remote one behind `record`; `age`: seconds since it was written there.
  void addRecord(const QJsonObject &record, qint64 offset, double age = 0);
  [[nodiscard]] QString problem() const { return m_problem; }

  /// What is there, in the order in which it came.
  void tell(const JobSink &sink) const;

 private:
  explicit JobCopy(const QString &folder);
  Result<void> begin();
  void readRecords();
  void tellLog(qint64 &from, qint64 to, const JobSink &sink) const;
  void write(QFile &file, const QByteArray &bytes);

  mutable QFile m_log;
  QFile m_events;
  QLockFile m_lock;
  qint64 m_logSize = 0;
  qint64 m_eventOffset = 0;
  QString m_problem;
};

}  // namespace nightjar
