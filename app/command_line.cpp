#include "app/command_line.h"

#include <algorithm>

#include "app/command_table.h"
#include "app/help.h"
#include "app/nearest.h"
#include "app/printable.h"
#include "app/sorted_arguments.h"
#include "app/usage_error.h"
#include "core/base/text.h"

namespace nightjar {

namespace {

QString seeHelp(const CommandRow &row) {
  const QString command = QLatin1String(row.name);
  return Text::tr("See what it takes: nightjar %1--help").arg(command.isEmpty() ? command : command + u' ');
}

/// The row that the first word names, and takes that word off.
Result<const CommandRow *> takeCommand(QStringList &words) {
  if (words.isEmpty()) return &rowOf(Command::Window);
  const QString word = words.takeFirst();
  QStringList names;
  for (const CommandRow &row : commandTable()) {
    if (word == QLatin1String(row.name) && !word.isEmpty()) return &row;
    if (*row.name) names += QLatin1String(row.name);
  }
  const QString near = nearest(word, names);
  const bool target = word.contains(u'@') || word.contains(u':') || word == u"local" || word == u"practice";
  const QString fix = !near.isEmpty() ? Text::tr("Did you mean %1?").arg(near)
                      : target ? Text::tr("Say what to do there, such as: nightjar install %1").arg(printable(word))
                               : Text::tr("See what there is: nightjar --help");
  return usageError(Text::tr("There is no command “%1”.").arg(printable(word)),
                    Text::tr("The commands are %1.").arg(names.join(QStringLiteral(", "))), fix);
}

Error unknownOption(const QString &typed, const CommandRow &row, const QStringList &words) {
  QStringList names;
  for (const OptionRow &option : optionsOf(row.command)) names += QLatin1String(option.name);
  const QString name = typed.section(u'=', 0, 0);
  const QString near = nearest(name.mid(name.startsWith(u"--") ? 2 : 1), names);
  QString fix = near.isEmpty() ? seeHelp(row) : Text::tr("Did you mean %1?").arg(dashed(near));
  if (words.value(0) == u"ssh") {
    fix = Text::tr("If it belongs to an ssh command, put that into quotes: nightjar %1 'ssh …'")
              .arg(QLatin1String(row.name));
  }
  return usageError(Text::tr("There is no option “%1”.").arg(printable(name)), {}, fix);
}

Error notTaken(const OptionRow &option, const CommandRow &row) {
  QStringList takers;
  for (const CommandRow &other : commandTable())
    if ((option.takenBy & only(other.command)) && *other.name) takers += QLatin1String(other.name);
  const QString name = dashed(QLatin1String(option.name));
  return usageError(*row.name ? Text::tr("%1 does not go with %2.").arg(name, QLatin1String(row.name))
                              : Text::tr("%1 needs a command.").arg(name),
                    takers.isEmpty() ? Text::tr("It goes without a command.")
                                     : Text::tr("It goes with %1.").arg(takers.join(QStringLiteral(", "))),
                    seeHelp(row));
}

/// Passwords in the environment reach every child process and many a log; we never read one from there.
Result<void> refusePasswords(const CommandLine &line, const QProcessEnvironment &environment) {
  if (line.targetText.isEmpty()) return {};
  for (const QString &name : {QStringLiteral("NIGHTJAR_PASSWORD"), QStringLiteral("NIGHTJAR_PASSPHRASE")}) {
    if (environment.contains(name)) {
      return usageError(Text::tr("%1 is set, but a password in the environment is never used.").arg(name),
                        Text::tr("Every program started from there could read it."),
                        Text::tr("Unset it, and use a key, an agent, or answer the prompt."));
    }
  }
  return {};
}

/// A lock has said it all.
Result<void> checkLocked(const CommandLine &line) {
  const Wishes &wishes = line.wishes;
  const bool chosen = !wishes.build.isEmpty() || !wishes.variant.isEmpty() || !wishes.index.isEmpty() ||
                      !wishes.stableIndex.isEmpty() || wishes.packages != Wishes{}.packages;
  if (line.fromLock.isEmpty() || !chosen) return {};
  return usageError(Text::tr("--from-lock decides about the build, its packages and where they come from."),
                    Text::tr("It does not go with --build, --variant, --packages, --index or --stable-index."),
                    Text::tr("Leave it or them out."));
}

/// Rules about several values at once.
Result<void> checkTogether(const CommandLine &line) {
  if (!line.connectOptions.wheelsDir.isEmpty() && line.targetText != "practice") {
    return usageError(Text::tr("--wheels goes with the target practice only."),
                      Text::tr("Other runtimes install from an index."), Text::tr("Leave it out, or use --index."));
  }
  if (line.raw && line.json) {
    return usageError(Text::tr("--raw and --json do not go together."),
                      Text::tr("Both say what standard output holds."), Text::tr("Leave one of them out."));
  }
  if (line.rawFrom > 0 && !line.raw) {
    return usageError(Text::tr("--from goes with --raw only."), Text::tr("Events have no offset to begin at."),
                      Text::tr("Add --raw, or leave it out."));
  }
  if (line.detach && line.targetText == "practice") {
    return usageError(Text::tr("A practice install cannot be detached."),
                      Text::tr("Its runtime lives only as long as this program."), Text::tr("Leave --detach out."));
  }
  if (!line.factsFile.isEmpty() && !line.targetText.isEmpty()) {
    return usageError(Text::tr("--facts and a TARGET do not go together."),
                      Text::tr("With --facts nothing is connected to: the file says what the runtime is."),
                      Text::tr("Leave one of them out."));
  }
  return checkLocked(line);
}

}  // namespace

Result<CommandLine> parseCommandLine(const QStringList &arguments, const QProcessEnvironment &environment) {
  Result<SortedArguments> sorted = sortArguments(arguments);
  if (!sorted) return sorted.error();
  const Result<const CommandRow *> found = takeCommand(sorted->words);
  if (!found) return found.error();
  const CommandRow &row = **found;

  CommandLine line;
  line.command = row.command;
  const auto asksForHelp = [](const SortedArguments::Option &option) {
    return option.row->name == QLatin1String("help");
  };
  const auto help = std::find_if(sorted->options.begin(), sorted->options.end(), asksForHelp);
  if (help != sorted->options.end()) {
    if (const Result<void> applied = help->row->apply({}, line); !applied) return applied.error();
    line.helpText = row.command == Command::Window ? helpText() : helpText(row.command);
    return line;
  }
  if (!sorted->unknown.isEmpty()) return unknownOption(sorted->unknown, row, sorted->words);
  if (const Result<void> words = row.takeWords(sorted->words, line); !words) return words.error();
  for (const SortedArguments::Option &option : sorted->options) {
    if (!(option.row->takenBy & only(row.command))) return notTaken(*option.row, row);
    if (const Result<void> applied = option.row->apply(option.value, line); !applied) return applied.error();
  }
  if (line.command == Command::Version) line.helpText = versionText();
  if (const Result<void> together = checkTogether(line); !together) return together.error();
  if (const Result<void> refused = refusePasswords(line, environment); !refused) return refused.error();
  return line;
}

Command commandNamed(const QStringList &arguments) {
  for (const QString &argument : arguments.mid(1)) {
    for (const CommandRow &row : commandTable())
      if (*row.name && argument == QLatin1String(row.name)) return row.command;
  }
  return Command::Window;
}

}  // namespace nightjar
