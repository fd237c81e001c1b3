#include "core/base/error.h"

#include "core/base/text.h"

namespace nightjar {

Error cancelled() {
  return {Text::tr("Cancelled."), {}, {}, {}, Fault::Cancelled};
}

QJsonObject toJson(const Error &error) {
  return {{"what", error.what}, {"why", error.why}, {"fix", error.fix}, {"details", error.details}};
}

int exitCode(Fault fault) {
  switch (fault) {
    case Fault::Failed:
    case Fault::Busy:
    case Fault::Changing: return 1;
    case Fault::Usage: return 2;
    case Fault::Unreachable: return 3;
    case Fault::NoBuild: return 4;
    case Fault::Verification: return 5;
    case Fault::Cancelled: return 130;
  }
  return 1;
}

}  // namespace nightjar
