#pragma once

#include <QJsonObject>
#include <QString>

namespace nightjar {

/// What kind of failure an Error is: decides the exit code and the page a person is sent back to.
enum class Fault {
  Failed,        ///< the work failed, the index's faults and a runtime without python3 included
  Usage,         ///< what was asked cannot be understood
  Unreachable,   ///< the runtime is not reachable or does not let us in
  NoBuild,       ///< no build fits, or the asked one does not exist
  Busy,          ///< another job runs in this environment root
  Changing,      ///< no job, but something else holds it for a moment
  Verification,  ///< installed, but a check failed; `current` stays as it was
  Cancelled,     ///< an outcome, not an error: the person asked for it
};

/// What a person reads when something went wrong. `what`, `why` and `fix` are plain sentences in the person's
/// language; `details` is raw text from outside (never rich text, never a format string) and starts folded away.
struct Error {
  QString what;
  QString why;
  QString fix;
  QString details;
  Fault fault = Fault::Failed;
  bool lasting = false;  ///< trying again will not help as long as nobody changes something

  [[nodiscard]] bool isCancelled() const { return fault == Fault::Cancelled; }
};

/// The outcome of a cancelled operation, for functions that return a Result.
[[nodiscard]] Error cancelled();

/// `{what,why,fix,details}`, as every JSON output of the program shows an error.
[[nodiscard]] QJsonObject toJson(const Error &error);

/// The process exit code that stands for `fault`: 1, 2, 3, 4, 5 or 130.
[[nodiscard]] int exitCode(Fault fault);

}  // namespace nightjar
