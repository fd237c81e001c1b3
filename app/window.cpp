#include "app/window.h"

#include <QApplication>
#include <QIcon>
#include <QMessageLogger>
#include <cstdlib>

#include "app/output.h"
#include "app/steps.h"
#include "core/base/text.h"
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

/// What Qt says while it starts. Where it finds no display all it can do is abort; a person gets a sentence instead.
void onStartMessage(QtMsgType type, const QMessageLogContext &context, const QString &text) {
  Q_UNUSED(context)
  static QString said;
  said += text + u'\n';
  if (type != QtFatalMsg) return;
  Output(false).error(
      {Text::tr("The window cannot be opened."), Text::tr("There is no display here that this program can use."),
       Text::tr("Start it in a desktop session or over ssh -X, or stay in the terminal: nightjar --help"), said});
  std::_Exit(exitCode(Fault::Failed));
}

}  // namespace

int showWindow(int argc, char **argv, const CommandLine &line) {
  const QtMessageHandler usual = qInstallMessageHandler(onStartMessage);
  QApplication application(argc, argv);
  qInstallMessageHandler(usual);
  QApplication::setApplicationDisplayName(QStringLiteral("Nightjar"));
  QApplication::setDesktopFileName(QStringLiteral("nightjar"));
  applyTheme(themeFrom(line.theme));
  WizardController controller({{line.connectOptions, line.root, line.wishes}, PageCache::usualFolder()},
                              ProfileStore());
  WizardWindow window(wizardSteps(), controller);
  window.show();
  return QApplication::exec();
}

}  // namespace nightjar
