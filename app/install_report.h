#pragma once

#include <QElapsedTimer>
#include <QHash>
#include <QStringDecoder>

#include "app/output.h"
#include "core/base/result.h"
#include "core/install/job.h"
#include "core/install/progress.h"

namespace nightjar {

/// What became of the profile that was to be saved.
struct SavedProfile {
  QString name;
  Result<void> saved;
};

/// Tells an install as it happens: lines for a person, or events for a program (one JSON object a line; see the help
/// of `nightjar install`).
class InstallReport {
 public:
  InstallReport(Output &out, const Plan &plan);

  void started(const QString &job);
  void take(const JobEvent &event);
  /// The last event, `finished`; also the only one where nothing could be started.
  static void finished(Output &out, const QString &job, const std::optional<Choice> &choice, const JobResult &result,
                       const std::optional<SavedProfile> &profile);
  /// That event's fields where the command line was not even understood; `error` goes beside them.
  [[nodiscard]] static QJsonObject nothingDone();

 private:
  void tell(const StepChanged &change);
  void tell(const StepProgress &progress);
  void tell(const LogText &log);
  void tell(const CheckDone &check);
  void tell(const LinkChanged &link);

  Output &m_out;
  const Plan &m_plan;
  OverallProgress m_progress;
  QElapsedTimer m_clock;
  qint64 m_lastProgress = -1;
  QStringDecoder m_decoder{QStringDecoder::Utf8};
  QString m_partialLine;
};

}  // namespace nightjar
