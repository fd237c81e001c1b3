#include "app/steps.h"

#include "core/base/text.h"
#include "ui/steps/choose_page.h"
#include "ui/steps/connect_page.h"
#include "ui/steps/detect_page.h"
#include "ui/steps/install_page.h"
#include "ui/steps/verify_page.h"

namespace nightjar {

namespace {

template <typename Page>
StepRow row(const char *id, const QString &title) {
  return {QLatin1String(id), title,
          [](WizardModel &model, QWidget *parent) -> StepPage * { return new Page(model, parent); }};
}

}  // namespace

QList<StepRow> wizardSteps() {
  return {row<ConnectPage>("connect", Text::tr("Connect")), row<DetectPage>("detect", Text::tr("Detect")),
          row<ChoosePage>("choose", Text::tr("Choose")), row<InstallPage>("install", Text::tr("Install")),
          row<VerifyPage>("verify", Text::tr("Verify"))};
}

}  // namespace nightjar
