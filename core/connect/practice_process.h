#pragma once

#include <QProcess>
#include <memory>
#include <stop_token>

#include "core/base/result.h"

namespace nightjar {

/// The Python process behind a practice runtime: index, SSH server and, when it ends, the tidying up
/// (resources/practice/__main__.py). Its stdin is its life line: the process ends when ours does, however ours ends.
/// Needs no event loop.
class PracticeProcess {
 public:
  /// Runs `folder`/index and waits until everything answers. `wheelsDir` is absolute, or empty for samples.
  [[nodiscard]] static Result<std::unique_ptr<PracticeProcess>> start(const QString &folder, const QString &wheelsDir,
                                                                      std::stop_token stop);
  PracticeProcess() = default;
  ~PracticeProcess();
  PracticeProcess(const PracticeProcess &) = delete;
  PracticeProcess &operator=(const PracticeProcess &) = delete;

  quint16 indexPort = 0;
  quint16 sshPort = 0;  ///< 0: no SSH server
  QString sshUser;
  QString sshProblem;  ///< why there is none: "missing", or sshd's own words

 private:
  [[nodiscard]] Result<void> awaitReady(const QString &logFile, std::stop_token stop);
  [[nodiscard]] Result<void> takeReady(const QByteArray &line, const QString &logFile);

  QProcess m_process;
};

}  // namespace nightjar
