#include "ui/steps/install_end.h"

#include "core/base/shell_word.h"
#include "ui/models/figures.h"
#include "ui/steps/install_page.h"

namespace nightjar {

namespace {

using Next = InstallEnd::Next;

InstallEnd succeeded(double seconds) {
  return {InstallPage::tr("Installed and verified"),
          {},
          seconds > 0 ? InstallPage::tr("Done in %1.").arg(durationText(seconds)) : InstallPage::tr("Done."),
          InstallPage::tr("&See the result"),
          Next::Onward};
}

InstallEnd leftRunning(const KnownJob &job) {
  return {InstallPage::tr("The install goes on, on the runtime"),
          InstallPage::tr("To come back: “Go back to it” here, the card on the Connect page whenever Nightjar is "
                          "open, or in a terminal: nightjar follow %1")
              .arg(shellWord(job.target)),
          InstallPage::tr("It needs neither this window nor the connection."), InstallPage::tr("&Go back to it"),
          Next::GoBack};
}

InstallEnd cancelledThere() {
  return {InstallPage::tr("Cancelled"),
          {},
          InstallPage::tr("Nothing was changed: your present environment is as it was."),
          InstallPage::tr("&Start again"),
          Next::Start};
}

InstallEnd failed(const JobResult &result, bool goesOn) {
  const Fault fault = result.error->fault;
  InstallEnd end;
  end.next = goesOn ? Next::GoBack : result.report ? Next::Onward : Next::Start;
  end.verb = goesOn          ? InstallPage::tr("&Go back to it")
             : result.report ? InstallPage::tr("&See the checks")
                             : InstallPage::tr("&Try again");
  if (goesOn || fault == Fault::Unreachable) {
    end.subtitle = InstallPage::tr("It may still be going on there.");
  } else if (fault == Fault::Busy || fault == Fault::Changing) {
    end.subtitle = InstallPage::tr("Nothing was started.");
  } else if (result.state != QLatin1String("lost")) {
    end.subtitle = InstallPage::tr("Your present environment is as it was.");
  }  // of a lost one its error says what is known
  return end;
}

}  // namespace

InstallEnd installEnd(const JobResult &result, const std::optional<KnownJob> &left, double seconds) {
  if (!result.error) return succeeded(seconds);
  if (!result.error->isCancelled()) return failed(result, left.has_value());
  return left ? leftRunning(*left) : cancelledThere();
}

}  // namespace nightjar
