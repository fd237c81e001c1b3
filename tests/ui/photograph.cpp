#include <QApplication>
#include <QDir>
#include <QTextStream>

#include "samples.h"
#include "scenes.h"
#include "ui/dialogs/help_dialog.h"
#include "ui/dialogs/host_key_dialog.h"
#include "ui/dialogs/secret_dialog.h"
#include "ui/steps/choose_options_dialog.h"
#include "ui/theme/theme.h"

// Pictures of every page and dialog, light and dark: nightjar-photograph FOLDER [SCENE…]
namespace {

using namespace nightjar;

constexpr double pictureScale = 1.0;

bool save(QWidget &widget, const QDir &folder, const QString &name) {
  return widget.grab().save(folder.filePath(name + QStringLiteral(".png")));
}

bool dialogs(const QDir &folder, const QString &suffix) {
  HostKeyDialog hostKey({"203.0.113.12", 17445, "ssh-ed25519", "SHA256:uNiVztksCsDhcc0u9e8BrsD4kFfTqLq3sVQiN7bR1Yc"},
                        nullptr);
  SecretQuestion question;
  question.kind = SecretQuestion::Kind::Passphrase;
  question.keyFile = "~/.ssh/id_ed25519";
  question.attempt = 2;
  SecretDialog secret(question, nullptr);
  HelpDialog help(nullptr);
  ChooseOptionsDialog options({}, {"3.12.4", "3.13.1"}, {"cpu", "cu130"}, nullptr);
  help.setAttribute(Qt::WA_DeleteOnClose, false);
  bool well = true;
  for (QDialog *dialog : std::initializer_list<QDialog *>{&hostKey, &secret, &help, &options}) {
    dialog->show();
    QApplication::processEvents();
    well = save(*dialog, folder, dialog->objectName() + suffix) && well;
  }
  return well;
}

bool pages(const QDir &folder, const QString &suffix, const QStringList &only) {
  bool well = true;
  for (const Scene &scene : scenes()) {
    const QString name = QString::fromLatin1(scene.name);
    if (!only.isEmpty() && !only.contains(name)) continue;
    Stage stage(scene, QSize(1080, 700) * pictureScale);
    well = save(*stage.window, folder, name + suffix) && well;
    Stage small(scene, QSize(720, 480));
    if (suffix == QLatin1String("-light")) well = save(*small.window, folder, name + "-small") && well;
  }
  return well;
}

}  // namespace

int main(int argc, char **argv) {
  if (qEnvironmentVariableIsEmpty("QT_QPA_PLATFORM")) qputenv("QT_QPA_PLATFORM", "offscreen");
  QApplication application(argc, argv);
  QApplication::setApplicationVersion(QStringLiteral(NIGHTJAR_VERSION));
  const QStringList arguments = QApplication::arguments();
  if (arguments.size() < 2) {
    QTextStream(stderr) << "usage: nightjar-photograph FOLDER [SCENE...]\n";
    return 2;
  }
  const QDir folder(arguments.at(1));
  if (!folder.mkpath(QStringLiteral("."))) return 1;
  bool well = true;
  for (const auto &[theme, suffix] : {std::pair{Theme::Light, "-light"}, std::pair{Theme::Dark, "-dark"}}) {
    applyTheme(theme);
    well = pages(folder, QLatin1String(suffix), arguments.mid(2)) && well;
    well = dialogs(folder, QLatin1String(suffix)) && well;
  }
  return well ? 0 : 1;
}
