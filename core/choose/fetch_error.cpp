#include "core/choose/fetch_error.h"

#include <algorithm>
#include <iterator>

#include "core/base/text.h"

namespace nightjar {

namespace {

enum class Advice { CheckAddress, CheckIndexOption, TryAgain, Certificates, OtherPython };

struct FaultRow {
  const char *name;  // the agent's (resources/agent/pages.py)
  const char *why;   // %1 host, %2 a figure
  FetchFault fault;
  Advice advice;
};

constexpr FaultRow faults[] = {
    {"too-large", QT_TRANSLATE_NOOP("nightjar", "A page is larger than %2 MiB; a package page is not."),
     FetchFault::TooLarge, Advice::CheckIndexOption},
    {"too-much", QT_TRANSLATE_NOOP("nightjar", "The pages are larger than %2 MiB together; an index's are not."),
     FetchFault::TooMuch, Advice::CheckIndexOption},
    {"too-slow", QT_TRANSLATE_NOOP("nightjar", "%1 did not finish its answer in time."), FetchFault::TooSlow,
     Advice::CheckAddress},
    {"silent", QT_TRANSLATE_NOOP("nightjar", "%1 sent nothing for %2 seconds."), FetchFault::Silent,
     Advice::CheckAddress},
    {"no-host", QT_TRANSLATE_NOOP("nightjar", "There is no host named %1, as far as this computer can tell."),
     FetchFault::NoHost, Advice::CheckAddress},
    {"refused", QT_TRANSLATE_NOOP("nightjar", "%1 refused the connection."), FetchFault::Refused, Advice::CheckAddress},
    {"cut-off", QT_TRANSLATE_NOOP("nightjar", "The page broke off before its end."), FetchFault::CutOff,
     Advice::TryAgain},
    {"not-secure", QT_TRANSLATE_NOOP("nightjar", "The connection to %1 is not secure."), FetchFault::NotSecure,
     Advice::Certificates},
    {"no-tls", QT_TRANSLATE_NOOP("nightjar", "The runtime's Python has no ssl module and cannot read https."),
     FetchFault::NoTls, Advice::OtherPython},
    {"redirect", QT_TRANSLATE_NOOP("nightjar", "%1 sends us on to an address we do not follow."), FetchFault::Redirect,
     Advice::CheckAddress},
    {"failed", QT_TRANSLATE_NOOP("nightjar", "The connection to %1 failed."), FetchFault::Failed, Advice::CheckAddress},
};

const FaultRow &rowOf(FetchFault fault) {
  return *std::find_if(std::begin(faults), std::prev(std::end(faults)),
                       [fault](const FaultRow &row) { return row.fault == fault; });
}

QString adviceText(Advice advice, Asker asker) {
  switch (advice) {
    case Advice::CheckAddress:
      return Text::tr("Check the address given with --index and your connection, then try again.");
    case Advice::CheckIndexOption: return Text::tr("Check the address given with --index.");
    case Advice::TryAgain: return Text::tr("Try again.");
    case Advice::Certificates:
      return asker == Asker::Runtime ? Text::tr("Check the runtime's date and certificates.")
                                     : Text::tr("Check this computer's date and certificates.");
    case Advice::OtherPython: return Text::tr("Install a Python with ssl on the runtime, such as the system's own.");
  }
  return {};
}

qint64 figureOf(FetchFault fault, const FetchLimits &limits) {
  if (fault == FetchFault::TooLarge) return limits.bytes / 1048576;
  return fault == FetchFault::TooMuch ? limits.together / 1048576 : limits.silence.count() / 1000;
}

Error indexError(const QUrl &address, const QString &why, const QString &fix, const QString &details) {
  return {Text::tr("The nightly index could not be read."), why, fix,
          address.toDisplayString(QUrl::RemoveUserInfo) + QLatin1Char('\n') + details};
}

}  // namespace

FetchFault fetchFault(const QString &name) {
  const auto *const found = std::find_if(std::begin(faults), std::prev(std::end(faults)),
                                         [&name](const FaultRow &row) { return name == QLatin1String(row.name); });
  return found->fault;
}

Error fetchError(FetchFault fault, const QUrl &address, const QString &host, const FetchLimits &limits, Asker asker,
                 const QString &raw) {
  const FaultRow &row = rowOf(fault);
  QString why = Text::tr(row.why);
  if (fault == FetchFault::NoHost && asker == Asker::Runtime)
    why = Text::tr("There is no host named %1, as far as the runtime can tell.");
  // A row may use one of the places only, and arg() would complain about the other.
  why.replace(QLatin1String("%2"), QString::number(figureOf(fault, limits)));
  if (why.contains(QLatin1String("%1"))) why = why.arg(host);
  return indexError(address, why, adviceText(row.advice, asker), raw);
}

Error statusError(const QUrl &address, int status, const QString &phrase) {
  const QString fix = status >= 500
                          ? Text::tr("The fault is the index's own: try again later, or use another one with --index.")
                          : adviceText(Advice::CheckAddress, Asker::ThisComputer);
  return indexError(address, Text::tr("%1 answered with HTTP status %2.").arg(address.host()).arg(status), fix, phrase);
}

}  // namespace nightjar
