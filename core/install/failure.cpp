#include "core/install/failure.h"

#include <QRegularExpression>
#include <array>

#include "core/base/text.h"

namespace nightjar {

namespace {

/// Text that pip, venv or the system prints → what it means and the way out. First match wins, so the specific come
/// first; the full disk is the very first. Sources: pip's own messages (26.x back to 23.x), CPython's venv and
/// ensurepip, errno texts of glibc.
struct Known {
  const char *pattern;  ///< regular expression, case-insensitive
  const char *why;
  const char *fix;
  bool alsoOfUv = false;  ///< holds where uv said it, too, though pip took over and said something else
};

constexpr bool ofUvToo = true;

constexpr std::array known{
    Known{"No space left on device|ENOSPC|Disk quota exceeded|not enough free space",
          QT_TRANSLATE_NOOP("nightjar", "The disk of the runtime is full."),
          QT_TRANSLATE_NOOP("nightjar", "Free some space there, or choose another folder for environments (--root).")},
    Known{"is not a link that Nightjar made",
          QT_TRANSLATE_NOOP("nightjar", "Something else stands where the link to the current environment belongs."),
          QT_TRANSLATE_NOOP("nightjar", "Move it away, or choose another folder with --root.")},
    Known{"Read-only file system|Permission denied|Operation not permitted|cannot be written",
          QT_TRANSLATE_NOOP("nightjar", "The folder for environments cannot be written."),
          QT_TRANSLATE_NOOP("nightjar", "Choose a folder you own with --root, or change its permissions.")},
    Known{"has changed under the same name",
          QT_TRANSLATE_NOOP("nightjar", "The index gives another file under a name that was installed here before."),
          QT_TRANSLATE_NOOP("nightjar",
                            "Choose another night. If you trust the new file, remove the environment that recorded the "
                            "old one, then try again.")},
    Known{"DO NOT MATCH THE HASHES|does not match the hash|its sha256 is",
          QT_TRANSLATE_NOOP("nightjar",
                            "A downloaded file is not the one that was promised: cut short, or published again."),
          QT_TRANSLATE_NOOP("nightjar", "Try again: the file was dropped and will be fetched anew.")},
    Known{"BadZipFile|is not a zip file|Bad CRC|has an invalid wheel|is invalid|corrupt",
          QT_TRANSLATE_NOOP("nightjar", "A downloaded wheel is damaged."),
          QT_TRANSLATE_NOOP(
              "nightjar",
              "Try again: the file was dropped and will be fetched anew. If it stays, choose another night.")},
    Known{"ResolutionImpossible|conflicting dependencies",
          QT_TRANSLATE_NOOP(
              "nightjar",
              "The packages of this night do not fit each other: torchvision was made against another torch."),
          QT_TRANSLATE_NOOP("nightjar", "Choose another night, or install torch alone.")},
    Known{"CERTIFICATE_VERIFY_FAILED|SSLError|SSLCertVerificationError",
          QT_TRANSLATE_NOOP("nightjar", "The runtime does not trust the certificate of the index."),
          QT_TRANSLATE_NOOP("nightjar",
                            "Set SSL_CERT_FILE or PIP_CERT on the runtime to your network's certificates, or install "
                            "ca-certificates."),
          ofUvToo},
    Known{"ProxyError|Tunnel connection failed",
          QT_TRANSLATE_NOOP("nightjar", "The proxy between the runtime and the index refused."),
          QT_TRANSLATE_NOOP("nightjar", "Check https_proxy on the runtime."), ofUvToo},
    // pip ends with "from versions: none" also where it never got an answer; what it said before tells.
    Known{R"((NewConnectionError|ConnectionResetError|Connection refused|Connection reset|Read timed out|)"
          R"(RemoteDisconnected)[\s\S]*from versions: none)",
          QT_TRANSLATE_NOOP("nightjar", "The runtime cannot reach the index."),
          QT_TRANSLATE_NOOP("nightjar", "Check the runtime's network, then try again."), ofUvToo},
    Known{R"(HTTP error 5\d\d|50\d Server Error|HTTP status server error)",
          QT_TRANSLATE_NOOP("nightjar", "The index has a fault of its own."),
          QT_TRANSLATE_NOOP("nightjar", "Try again in a few minutes."), ofUvToo},
    Known{"from versions: none|No matching distribution found",
          QT_TRANSLATE_NOOP("nightjar", "The index has no wheel of a needed package for this Python and system."),
          QT_TRANSLATE_NOOP("nightjar", "Choose the night before, another variant or another Python.")},
    Known{"Temporary failure in name resolution|Name or service not known|NewConnectionError|Connection refused|"
          "ConnectTimeoutError|Network is unreachable|Max retries exceeded",
          QT_TRANSLATE_NOOP("nightjar", "The runtime cannot reach the index."),
          QT_TRANSLATE_NOOP("nightjar", "Check the runtime's network, then try again.")},
    Known{"Read timed out|ReadTimeoutError|IncompleteRead|Connection reset|Connection "
          "broken|RemoteDisconnected|ProtocolError",
          QT_TRANSLATE_NOOP("nightjar", "The connection between the runtime and the index broke."),
          QT_TRANSLATE_NOOP("nightjar", "Try again.")},
    Known{"HTTP error 401", QT_TRANSLATE_NOOP("nightjar", "The index wants a login."),
          QT_TRANSLATE_NOOP("nightjar", "Write it into ~/.netrc on the runtime, with the index's host.")},
    Known{"HTTP error 407", QT_TRANSLATE_NOOP("nightjar", "The proxy between the runtime and the index refused."),
          QT_TRANSLATE_NOOP("nightjar", "Check https_proxy on the runtime.")},
    Known{"HTTP error 429", QT_TRANSLATE_NOOP("nightjar", "The index asks to be asked less often."),
          QT_TRANSLATE_NOOP("nightjar", "Try again in a few minutes; what is here already is kept.")},
    Known{"another range than was asked|whole file where a part|again and again",
          QT_TRANSLATE_NOOP("nightjar", "The index, or something between it and the runtime, answers wrongly."),
          QT_TRANSLATE_NOOP("nightjar", "Try again, without a proxy if there is one, or choose another night.")},
    Known{"403 Client Error|HTTP error (403|404|410)",
          QT_TRANSLATE_NOOP("nightjar", "The index no longer has a file it listed."),
          QT_TRANSLATE_NOOP("nightjar", "Read the builds again and choose another night.")},
    Known{"ensurepip|No module named venv|No module named virtualenv",
          QT_TRANSLATE_NOOP(
              "nightjar", "The runtime's Python cannot make a virtual environment, and none of the other ways worked."),
          QT_TRANSLATE_NOOP("nightjar", "Install its venv package there (on Debian and Ubuntu: python3-venv), or uv.")},
    Known{"externally-managed-environment",
          QT_TRANSLATE_NOOP("nightjar", "pip was about to change the system's own Python."),
          QT_TRANSLATE_NOOP("nightjar", "Please report this: Nightjar only installs into environments of its own.")},
    Known{"requires .*, which is not installed|has requirement .*, but you have",
          QT_TRANSLATE_NOOP("nightjar", "The installed packages contradict each other."),
          QT_TRANSLATE_NOOP("nightjar", "Choose another night, or torch alone.")},
    Known{"MemoryError|Killed|Cannot allocate memory", QT_TRANSLATE_NOOP("nightjar", "The runtime ran out of memory."),
          QT_TRANSLATE_NOOP("nightjar", "End other programs there, or use a runtime with more memory.")},
};

/// What came after uv had given up; all of it where uv had no part in it. The words are the agent's.
QString saidByPip(const QString &output) {
  static const QString handedOver = QStringLiteral("pip does it now.");
  const qsizetype at = output.lastIndexOf(handedOver);
  return at < 0 ? output : output.mid(at + handedOver.size());
}

const Known *firstMatch(const QString &said, const QString &byPip) {
  for (const Known &row : known) {
    const QRegularExpression pattern(QLatin1String(row.pattern), QRegularExpression::CaseInsensitiveOption);
    if (pattern.match(row.alsoOfUv ? said : byPip).hasMatch()) return &row;
  }
  return nullptr;
}

/// What the step itself gave as its reason decides; what was said before it only where the reason says nothing.
const Known *meaningOf(const StepFailure &failure) {
  if (const Known *row = firstMatch(failure.reason, failure.reason)) return row;
  if (const Known *row = firstMatch(failure.output, saidByPip(failure.output))) return row;
  return firstMatch(failure.output, failure.output);
}

QString howItEnded(const StepFailure &failure) {
  if (!failure.reason.isEmpty()) {
    return failure.reason;
  }
  if (failure.signal) {
    return Text::tr("It was ended by signal %1.").arg(*failure.signal);
  }
  return failure.exitCode ? Text::tr("It ended with exit code %1.").arg(*failure.exitCode) : QString();
}

Error verificationFailed(const StepFailure &failure) {
  return {Text::tr("Installed, but the checks failed."),
          failure.reason.isEmpty() ? Text::tr("At least one check did not pass on this runtime.") : failure.reason,
          Text::tr("Nothing was switched: your present environment is as it was. Choose another build, or look at the "
                   "checks for what failed."),
          failure.output, Fault::Verification};
}

}  // namespace

Error explainFailure(const Plan &plan, const StepFailure &failure) {
  if (failure.step == QLatin1String("verify")) {
    return verificationFailed(failure);
  }
  Error error{Text::tr("The step “%1” failed.").arg(stepTitle(plan, failure.step)), howItEnded(failure),
              Text::tr("Read the log for what it said, then try again or choose another build."), failure.output};
  if (const Known *row = meaningOf(failure)) {
    const QString own = failure.reason.isEmpty() ? QString() : ' ' + failure.reason;
    error.why = Text::tr(row->why) + own;
    QStringList ways{Text::tr(row->fix)};
    if (row == known.data()) ways = plan.wayToSpace + ways;  // the disk is full
    error.fix = ways.join(u'\n');
  }
  return error;
}

}  // namespace nightjar
