#include "app/window.h"

#include <QApplication>
#include <QIcon>

#include "app/steps.h"
#include "core/choose/page_cache.h"
#include "ui/theme/theme.h"
#include "ui/wizard/wizard_controller.h"
#include "ui/wizard/wizard_window.h"

namespace nightjar {

namespace {

Theme themeFrom(const QString &name) {
  if (name == QLatin1String("light")) return Theme::Light;
  if (name == QLatin1String("dark")) return Theme::Dark;
  return Theme::System;
}

}  // namespace

int showWindow(int argc, char **argv, const CommandLine &line) {
  QApplication application(argc, argv);
  QApplication::setApplicationDisplayName(QStringLiteral("Nightjar"));
  QApplication::setDesktopFileName(QStringLiteral("nightjar"));
  applyTheme(themeFrom(line.theme));
  WizardController controller({line.connectOptions, line.root, line.wishes, PageCache::usualFolder()}, ProfileStore());
  WizardWindow window(wizardSteps(), controller);
  window.show();
  return QApplication::exec();
}

}  // namespace nightjar
