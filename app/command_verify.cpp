#include "app/commands.h"
#include "app/describe_checks.h"
#include "app/open_runtime.h"
#include "core/verify/checks.h"
#include "core/verify/verify.h"

namespace nightjar {

namespace {

Result<VerifyReport> verify(Desk &desk) {
  const auto runtime = openTarget(desk, desk.prompter);
  if (!runtime) {
    return runtime.error();
  }
  return verifyEnvironment(
      *runtime->connection.agent, runtime->facts, {},
      [&desk](const CheckRow &row) { desk.out.line(describeCheck(row)); }, desk.stop);
}

}  // namespace

int runVerify(Desk &desk) {
  const auto report = verify(desk);
  if (!report) {
    desk.out.error(report.error(), {{"schema", "nightjar.verify/1"}});
    return exitCode(report.error().fault);
  }
  desk.out.line(describeReport(*report));
  desk.out.object(toJson(*report));
  return report->ok ? 0 : exitCode(Fault::Verification);
}

}  // namespace nightjar
