#include "core/connect/parse_target.h"

#include <QRegularExpression>

#include "core/base/text.h"
#include "core/connect/destination.h"
#include "core/connect/ssh_command.h"

namespace nightjar {

namespace {

Error notYetCloudflare() {
  return targetError(
      Text::tr("A Cloudflare tunnel's web address is not understood yet."),
      Text::tr("SSH does not answer there directly; cloudflared has to carry it."),
      Text::tr("Run “cloudflared access tcp --hostname NAME.trycloudflare.com --url localhost:2222” in another "
               "terminal and type user@localhost:2222 as the target."));
}

Error notYetColab() {
  return targetError(
      Text::tr("A colab command is not understood yet."),
      Text::tr("Colab is reached through a ProxyCommand, which belongs into your SSH configuration."),
      Text::tr("Add a Host block with User root and ProxyCommand “/full/path/to/colab ssh --proxy-mode -s NAME” to "
               "~/.ssh/config and type the block's name as the target."));
}

Error notYetHostBlock() {
  return targetError(Text::tr("A whole Host block is not understood yet."),
                     Text::tr("It is meant for the file ~/.ssh/config."),
                     Text::tr("Append it to ~/.ssh/config and type the name behind “Host” as the target."));
}

/// RunPod's proxy wants a terminal and runs no command without one (FACTS §4): the agent could never start.
Error runpodProxy() {
  return targetError(Text::tr("RunPod's proxy does not let programs in."),
                     Text::tr("ssh.runpod.io opens terminals only, it runs no commands."),
                     Text::tr("In RunPod's Connect dialog copy the command under “SSH over exposed TCP” instead."));
}

/// Things people paste that lead nowhere as they are, each with the way that does.
struct KnownPaste {
  const char *pattern;
  Error (*error)();
};

constexpr KnownPaste knownPastes[] = {
    {R"(\.trycloudflare\.com(?![A-Za-z0-9.-]))", notYetCloudflare},
    {R"(\A(\S*/)?colab(\.exe)?\s)", notYetColab},
    {R"((?mi)^\s*(Host|Match)[ \t=]+\S)", notYetHostBlock},
    {R"(@ssh\.runpod\.io(?![A-Za-z0-9.-]))", runpodProxy},
};

/// The text after `ssh`, `/usr/bin/ssh` or `ssh.exe`, a copied prompt before it dropped; null where it is none.
QString afterSsh(const QString &text) {
  static const QRegularExpression command(QStringLiteral(R"(\A(?:[$#%>]\s+)?(?:[^\s"']*[/\\])?ssh(?:\.exe)?\s+(.*)\z)"),
                                          QRegularExpression::DotMatchesEverythingOption);
  return command.match(text).captured(1);
}

Result<Target> parseOne(const QString &text) {
  if (const QString command = afterSsh(text); !command.isEmpty()) {
    const auto words = splitWords(command);
    if (!words) return words.error();
    return parseSshCommand(*words);
  }
  // What providers show is often copied without its "ssh": a destination with options behind it.
  static const QRegularExpression onlySshIsMissing(QStringLiteral(R"(\A[^\s-][^\s@]*@\S+\s+-)"));
  if (text.contains(onlySshIsMissing)) {
    const auto words = splitWords(text);
    if (!words) return words.error();
    return parseSshCommand(*words);
  }
  static const QRegularExpression space(QStringLiteral(R"(\s)"));
  if (text.contains(space)) {
    return targetError(Text::tr("“%1” is not a target.").arg(quotable(text)),
                       Text::tr("It has several words, but does not begin with ssh."));
  }
  return parseDestination(text);
}

}  // namespace

Result<Target> parseTarget(const QString &text) {
  const QString trimmed = text.trimmed();
  if (trimmed.isEmpty()) {
    return targetError(Text::tr("No target was given."), Text::tr("Nightjar needs to know which machine to set up."));
  }
  if (trimmed == QStringLiteral("local")) return Target{Target::Kind::Local, trimmed, {}, 0, {}, {}};
  if (trimmed == QStringLiteral("practice")) return Target{Target::Kind::Practice, trimmed, {}, 0, {}, {}};
  for (const KnownPaste &paste : knownPastes) {
    if (trimmed.contains(QRegularExpression(QString::fromLatin1(paste.pattern)))) return paste.error();
  }
  auto target = parseOne(trimmed);
  if (target) target->text = trimmed.simplified();
  return target;
}

}  // namespace nightjar
