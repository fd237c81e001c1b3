#include "app/commands.h"
#include "app/open_runtime.h"
#include "core/base/text.h"
#include "core/install/releases.h"

namespace nightjar {

namespace {

/// A connected runtime and what stands on it.
struct Opened {
  OpenRuntime runtime;
  QList<Environment> present;
};

Result<Opened> open(Desk &desk) {
  auto runtime = openTarget(desk, desk.prompter);
  if (!runtime) return runtime.error();
  auto present = listEnvironments(*runtime->connection.agent, runtime->facts.disk.path, desk.stop);
  if (!present) return present.error();
  return Opened{std::move(*runtime), std::move(*present)};
}

Result<void> confirm(const QString &question, Desk &desk) {
  if (desk.line.yes) return {};
  if (!desk.prompter.hasTerminal()) {
    return Error{Text::tr("There is no terminal to ask on."),
                 Text::tr("What will be done is asked about first."),
                 Text::tr("Add --yes to go ahead without being asked."),
                 {},
                 Fault::Usage};
  }
  return desk.prompter.askYesNo(question, false) ? Result<void>() : Result<void>(cancelled());
}

int fail(Desk &desk, const char *schema, const Error &error) {
  desk.out.error(error, {{"schema", schema}});
  return exitCode(error.fault);
}

QString row(const Environment &one) {
  const QString size = one.bytes < 0 ? QStringLiteral("-") : sizeText(one.bytes);
  QStringList notes;
  if (one.current) notes << Text::tr("current");
  notes << (one.verified ? Text::tr("verified") : Text::tr("not verified"));
  if (!one.user.isEmpty()) notes << Text::tr("in use");
  const QStringList cells{one.id.leftJustified(36),
                          (one.build.isEmpty() ? QStringLiteral("-") : one.build).leftJustified(18),
                          (one.date.isEmpty() ? QStringLiteral("-") : one.date).leftJustified(10),
                          size.rightJustified(9), notes.join(QStringLiteral(", "))};
  return cells.join(QStringLiteral("  "));
}

}  // namespace

int runEnvironments(Desk &desk) {
  constexpr auto schema = "nightjar.environments/1";
  const auto opened = open(desk);
  if (!opened) return fail(desk, schema, opened.error());
  for (const Environment &one : opened->present) desk.out.line(row(one));
  if (opened->present.isEmpty())
    desk.out.line(Text::tr("There is no environment in %1 yet.").arg(opened->runtime.facts.disk.path));
  desk.out.object({{"schema", schema}, {"environments", toJson(opened->present)}});
  return 0;
}

int runRollback(Desk &desk) {
  constexpr auto schema = "nightjar.rollback/1";
  const auto opened = open(desk);
  if (!opened) return fail(desk, schema, opened.error());
  const auto wanted = environmentBefore(opened->present, desk.line.environment);
  if (!wanted) return fail(desk, schema, wanted.error());
  QJsonValue previous;
  for (Environment one : opened->present) {
    if (!one.current) continue;
    one.current = wanted->current;  // as it is afterwards
    previous = toJson(one);
  }
  if (wanted->current) {
    desk.out.line(Text::tr("%1 is the current environment already.").arg(wanted->id));
    desk.out.object({{"schema", schema}, {"environment", toJson(*wanted)}, {"previous", previous}});
    return 0;
  }
  const QString question = Text::tr("Switch back to %1 (%2)?").arg(nameAndSize(*wanted), wanted->build);
  if (const auto agreed = confirm(question, desk); !agreed) return fail(desk, schema, agreed.error());
  const auto now = rollBack(*opened->runtime.connection.agent, opened->runtime.facts.disk.path, wanted->id, desk.stop);
  if (!now) return fail(desk, schema, now.error());
  desk.out.line(
      Text::tr("%1 is the current environment now. Check it with: %2").arg(now->id, commandLine(desk, "verify")));
  desk.out.object({{"schema", schema}, {"environment", toJson(*now)}, {"previous", previous}});
  return 0;
}

int runRemove(Desk &desk) {
  constexpr auto schema = "nightjar.remove/1";
  const auto opened = open(desk);
  if (!opened) return fail(desk, schema, opened.error());
  const auto wanted = environmentToRemove(opened->present, desk.line.environment);
  if (!wanted) return fail(desk, schema, wanted.error());
  const QString question = Text::tr("Remove %1 for good?").arg(nameAndSize(*wanted));
  if (const auto agreed = confirm(question, desk); !agreed) return fail(desk, schema, agreed.error());
  const auto freed =
      removeEnvironment(*opened->runtime.connection.agent, opened->runtime.facts.disk.path, wanted->id, desk.stop);
  if (!freed) return fail(desk, schema, freed.error());
  desk.out.line(freed->wheels > 0 ? Text::tr("Removed %1: %2 freed, %3 of that its build's downloads.")
                                        .arg(wanted->id, sizeText(freed->bytes), sizeText(freed->wheels))
                                  : Text::tr("Removed %1: %2 freed.").arg(wanted->id, sizeText(freed->bytes)));
  desk.out.object(
      {{"schema", schema}, {"removed", wanted->id}, {"freed_bytes", freed->bytes}, {"wheels_bytes", freed->wheels}});
  return 0;
}

}  // namespace nightjar
