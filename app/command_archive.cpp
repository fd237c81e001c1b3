#include "app/commands.h"
#include "app/open_runtime.h"
#include "app/transfer_report.h"
#include "core/base/shell_word.h"
#include "core/base/text.h"
#include "core/install/read_lock.h"
#include "core/install/wheel_transfer.h"

namespace nightjar {

namespace {

const QString schema = QStringLiteral("nightjar.archive/1");

struct Written {
  qint64 bytes = 0;
  qsizetype packages = 0;
};

/// Wheels that are no longer where the install left them, or are others by now.
std::optional<Error> absent(const QList<WheelState> &states, const Desk &desk) {
  QStringList names;
  for (const WheelState &state : states)
    if (state.where != WheelState::Where::Present) names.append(state.package.file);
  if (names.isEmpty()) return {};
  const QString &id = desk.line.environment;
  const QString lockIt = commandLine(desk, "lock") + (id.isEmpty() ? QString() : ' ' + shellWord(id));
  return Error{Text::tr("The runtime no longer keeps all the wheels of this environment."),
               Text::tr("Missing or changed: %1.").arg(names.join(QStringLiteral(", "))),
               Text::tr("Have them fetched again, then make the archive:\n%1 --output nightjar.lock.json\n"
                        "%2 --from-lock nightjar.lock.json")
                   .arg(lockIt, commandLine(desk, "install")),
               {}};
}

Result<Written> archive(Desk &desk) {
  const auto runtime = openTarget(desk, desk.prompter);
  if (!runtime) return runtime.error();
  Agent &agent = *runtime->connection.agent;
  const auto lock = readLock(agent, runtime->facts, desk.line.environment, desk.stop);
  if (!lock) return lock.error();
  const auto states = checkLock(agent, runtime->facts, *lock, false, desk.stop);
  if (!states) return states.error();
  if (const auto error = absent(*states, desk)) return *error;
  TransferReport report(desk.out);
  const WheelSource source = [&](const LockedPackage &package, const BytesSink &sink) {
    return readWheel(agent, runtime->facts.disk.path, lock->build, package, sink, desk.stop);
  };
  const auto bytes = writeArchive(desk.line.outputFile, *lock, source,
                                  [&report](qint64 done, qint64 total) { report.take(done, total); });
  if (!bytes) return bytes.error();
  return Written{*bytes, lock->packages.size()};
}

}  // namespace

int runArchive(Desk &desk) {
  const auto written = archive(desk);
  if (!written) {
    desk.out.error(written.error(), {{"schema", schema}});
    return exitCode(written.error().fault);
  }
  const QString file = desk.line.outputFile;
  desk.out.line(
      Text::tr("%1: %2 packages, %3 MB. Install it without a network with: nightjar install TARGET --from-lock %4")
          .arg(file)
          .arg(written->packages)
          .arg(static_cast<double>(written->bytes) / 1e6, 0, 'f', 1)
          .arg(shellWord(file)));
  desk.out.object({{"schema", schema}, {"file", file}, {"bytes", written->bytes}, {"packages", written->packages}});
  return 0;
}

}  // namespace nightjar
