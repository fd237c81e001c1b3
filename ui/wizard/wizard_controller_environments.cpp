#include "core/detect/detect.h"
#include "core/install/releases.h"
#include "ui/wizard/wizard_controller_private.h"

// What the controller does with the environments that stand on the runtime. The runtime is read again afterwards: its
// current environment and its free disk are others now.

namespace nightjar {

void WizardController::Private::arrange(const Arrangement &arrangement) {
  if (q->isBusy() || !q->state().facts) return;
  ask<RuntimeFacts>(
      Activity::Arranging,
      [arrangement, asked = rootToAsk(), root = q->state().facts->disk.path](
          Agent &agent, const std::stop_token &stop) -> Result<RuntimeFacts> {
        if (const auto done = arrangement(agent, root, stop); !done) return done.error();
        return nightjar::detect(agent, asked, stop);
      },
      [this](const Result<RuntimeFacts> &facts) { q->takeFacts(*facts); });
}

void WizardController::returnTo(const QString &environment) {
  d->arrange([environment](Agent &agent, const QString &root, const std::stop_token &stop) -> Result<void> {
    const auto done = rollBack(agent, root, environment, stop);
    return done ? Result<void>() : Result<void>(done.error());
  });
}

void WizardController::removeEnvironment(const QString &environment) {
  d->arrange([environment](Agent &agent, const QString &root, const std::stop_token &stop) -> Result<void> {
    const auto done = nightjar::removeEnvironment(agent, root, environment, stop);
    return done ? Result<void>() : Result<void>(done.error());
  });
}

}  // namespace nightjar
