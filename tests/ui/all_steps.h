#pragma once

#include "ui/steps/choose_page.h"
#include "ui/steps/connect_page.h"
#include "ui/steps/detect_page.h"
#include "ui/steps/install_page.h"
#include "ui/steps/verify_page.h"

namespace nightjar {

template <typename Page>
StepRow stepRow(const char *id, const char *title) {
  return {QLatin1String(id), QLatin1String(title),
          [](WizardModel &model, QWidget *parent) -> StepPage * { return new Page(model, parent); }};
}

/// The five pages, as app/steps.cpp lists them.
inline QList<StepRow> allSteps() {
  return {stepRow<ConnectPage>("connect", "Connect"), stepRow<DetectPage>("detect", "Detect"),
          stepRow<ChoosePage>("choose", "Choose"), stepRow<InstallPage>("install", "Install"),
          stepRow<VerifyPage>("verify", "Verify")};
}

}  // namespace nightjar
