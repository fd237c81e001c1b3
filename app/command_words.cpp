#include "app/command_words.h"

#include "app/command_table.h"
#include "app/nearest.h"
#include "app/printable.h"
#include "app/usage_error.h"
#include "core/base/text.h"

namespace nightjar {

namespace {

QString seeHelp(Command command) {
  return Text::tr("See how it is used: nightjar %1 --help").arg(QLatin1String(rowOf(command).name));
}

Error tooMany(const QString &word, const QString &why, Command command) {
  return usageError(Text::tr("“%1” is one word too many.").arg(printable(word)), why, seeHelp(command));
}

}  // namespace

QString targetForms() {
  return Text::tr(
      "local\tthis computer\n"
      "practice\ta throw-away runtime on this computer\n"
      "user@host\talso host:port, user@host:port, ssh://user@host:port\n"
      "ALIAS\ta Host of your ssh_config\n"
      "PROFILE\tthe name of a saved profile");
}

Result<void> noWords(const QStringList &words, CommandLine &into) {
  if (!words.isEmpty()) return tooMany(words.first(), Text::tr("Nothing can follow here."), into.command);
  return {};
}

Result<void> maybeTarget(const QStringList &words, CommandLine &into) {
  if (words.value(0) == u"ssh" && words.size() > 1) {
    return usageError(Text::tr("A whole ssh command has to be one word here."),
                      Text::tr("The shell handed “%1” over in pieces.").arg(printable(words.join(u' '))),
                      Text::tr("Put it into quotes: nightjar %1 'ssh …'").arg(QLatin1String(rowOf(into.command).name)));
  }
  if (words.size() > 1) return tooMany(words.at(1), Text::tr("There can be one TARGET only."), into.command);
  if (!words.isEmpty() && words.first().isEmpty())
    return usageError(Text::tr("The TARGET is empty."), {}, seeHelp(into.command));
  into.targetText = words.value(0);
  return {};
}

Result<void> oneTarget(const QStringList &words, CommandLine &into) {
  if (words.isEmpty()) {
    return usageError(Text::tr("A TARGET is missing."),
                      Text::tr("It says which runtime is meant: local, practice, "
                               "user@host, an ssh_config alias or a profile."),
                      seeHelp(into.command));
  }
  return maybeTarget(words, into);
}

Result<void> targetAndJob(const QStringList &words, CommandLine &into) {
  if (words.size() > 2) return tooMany(words.at(2), Text::tr("There can be one JOB only."), into.command);
  if (words.size() == 2 && words.at(1).isEmpty())
    return usageError(Text::tr("The JOB is empty."), {}, seeHelp(into.command));
  if (auto target = oneTarget(words.mid(0, words.value(0) == u"ssh" ? -1 : 1), into); !target) return target;
  into.job = words.value(1);
  return {};
}

Result<void> targetMaybeId(const QStringList &words, CommandLine &into) {
  if (words.value(0) != u"ssh" && words.size() > 2)
    return tooMany(words.at(2), Text::tr("A TARGET and one ID is all."), into.command);
  if (words.size() == 2 && words.at(1).isEmpty())
    return usageError(Text::tr("The ID is empty."), {}, Text::tr("See the IDs: nightjar environments TARGET"));
  into.environment = words.value(0) == u"ssh" ? QString() : words.value(1);
  return oneTarget(words.value(0) == u"ssh" ? words : words.mid(0, 1), into);
}

Result<void> targetAndId(const QStringList &words, CommandLine &into) {
  auto understood = targetMaybeId(words, into);
  if (understood && into.environment.isEmpty()) {
    return usageError(Text::tr("The ID of the environment is missing."), {},
                      Text::tr("See the IDs: nightjar environments TARGET"));
  }
  return understood;
}

Result<void> targetFileMaybeId(const QStringList &words, CommandLine &into) {
  if (words.value(0) == u"ssh" || words.isEmpty()) return oneTarget(words, into);
  if (words.value(1).isEmpty()) return usageError(Text::tr("The FILE to write is missing."), {}, seeHelp(into.command));
  into.outputFile = words.at(1);
  return targetMaybeId(words.mid(0, 1) + words.mid(2), into);
}

Result<void> profilesWords(const QStringList &words, CommandLine &into) {
  const QStringList verbs = {QStringLiteral("list"), QStringLiteral("show"), QStringLiteral("remove")};
  const QString verb = words.value(0);
  if (!verbs.contains(verb)) {
    const QString near = nearest(verb, verbs);
    return usageError(words.isEmpty() ? Text::tr("What to do with the profiles is missing.")
                                      : Text::tr("Profiles cannot “%1”.").arg(printable(verb)),
                      Text::tr("It can be list, show NAME or remove NAME."),
                      near.isEmpty() ? seeHelp(into.command) : Text::tr("Did you mean %1?").arg(near));
  }
  into.profilesVerb = static_cast<ProfilesVerb>(verbs.indexOf(verb));
  const qsizetype most = into.profilesVerb == ProfilesVerb::List ? 1 : 2;
  if (words.size() > most) return tooMany(words.at(most), Text::tr("A name with blanks needs quotes."), into.command);
  if (most == 2 && words.value(1).isEmpty()) {
    return usageError(Text::tr("The NAME to %1 is missing.").arg(verb), {},
                      Text::tr("See the names: nightjar profiles list"));
  }
  into.profilesName = words.value(1);
  return {};
}

}  // namespace nightjar
