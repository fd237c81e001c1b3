#include "app/commands.h"
#include "app/open_runtime.h"
#include "core/base/text.h"
#include "core/base/write_whole.h"
#include "core/install/read_lock.h"

namespace nightjar {

namespace {

Result<Lock> lockOf(Desk &desk) {
  const auto runtime = openTarget(desk, desk.prompter);
  if (!runtime) return runtime.error();
  return readLock(*runtime->connection.agent, runtime->facts, desk.line.environment, desk.stop);
}

Result<void> write(const QString &path, const QByteArray &bytes) {
  const QString why = writeWhole(path, bytes);
  if (why.isNull()) return {};
  return Error{Text::tr("The lock could not be written."),
               Text::tr("The file %1 cannot be written: %2").arg(path, why),
               Text::tr("Name another file with --output."),
               {}};
}

}  // namespace

int runLock(Desk &desk) {
  const auto lock = lockOf(desk);
  const auto written = !lock                            ? Result<void>(lock.error())
                       : desk.line.outputFile.isEmpty() ? Result<void>()
                                                        : write(desk.line.outputFile, toBytes(*lock));
  if (!written) {
    desk.out.error(written.error(), {{"schema", "nightjar.lock/1"}});
    return exitCode(written.error().fault);
  }
  if (desk.line.outputFile.isEmpty()) {
    desk.out.isJson() ? desk.out.object(toJson(*lock)) : desk.out.text(QString::fromUtf8(toBytes(*lock)));
  } else {
    desk.out.note(
        Text::tr("%1 packages of %2 in %3").arg(lock->packages.size()).arg(lock->build, desk.line.outputFile));
  }
  return 0;
}

}  // namespace nightjar
