// From the start of a process to its first paint, and the memory it holds then: the assistant's window against an
// empty QWizard in the same run.

#include <QApplication>
#include <QCommandLineParser>
#include <QJsonDocument>
#include <QTimer>
#include <QWizard>
#include <cstdio>

#include "app/steps.h"
#include "tests/bench/measure.h"
#include "ui/theme/theme.h"
#include "ui/wizard/wizard_controller.h"
#include "ui/wizard/wizard_window.h"

namespace nightjar::bench {

namespace {

// Notes when its widget has been painted for the first time, then lets the event loop come to rest once and quits.
class FirstPaint : public QObject {
 public:
  explicit FirstPaint(QWidget *widget) : QObject(widget) { widget->installEventFilter(this); }
  [[nodiscard]] double milliseconds() const { return m_milliseconds; }

 protected:
  bool eventFilter(QObject *watched, QEvent *event) override {
    if (event->type() == QEvent::Paint && m_milliseconds < 0) {
      QTimer::singleShot(0, this, [this] {
        m_milliseconds = millisecondsSinceStart();
        QTimer::singleShot(0, QCoreApplication::instance(), &QCoreApplication::quit);
      });
    }
    return QObject::eventFilter(watched, event);
  }

 private:
  double m_milliseconds = -1;
};

void measure(QWidget *window) {
  FirstPaint paint(window);
  window->show();
  QCoreApplication::exec();
  const QJsonObject result{{"first_paint_ms", paint.milliseconds()}, {"resident_mib", residentMib()}};
  std::puts(QJsonDocument(result).toJson(QJsonDocument::Compact).constData());
}

int runSubject(const QString &name) {
  if (name == QLatin1String("empty_wizard")) {
    QWizard wizard;
    wizard.addPage(new QWizardPage);
    measure(&wizard);
    return 0;
  }
  applyTheme(Theme::System);
  WizardController controller({}, ProfileStore());
  WizardWindow window(wizardSteps(), controller);
  measure(&window);
  return 0;
}

}  // namespace

int runStartBench(int argc, char **argv) {
  QApplication app(argc, argv);
  QCommandLineParser parser;
  parser.addOptions(
      {{"subject", "Measure one subject only.", "name"}, {"runs", "How many runs the medians are of.", "count", "9"}});
  parser.addHelpOption();
  parser.process(app);
  if (parser.isSet("subject")) return runSubject(parser.value("subject"));
  const int runs = qMax(1, parser.value("runs").toInt());
  QJsonObject result = medians({"window", "empty_wizard"}, runs, {});
  const auto ratio = [window = result["window"].toObject(), empty = result["empty_wizard"].toObject()](
                         const QString &key) { return window[key].toDouble() / empty[key].toDouble(); };
  result["ratio"] = QJsonObject{{"first_paint", ratio("first_paint_ms")}, {"resident", ratio("resident_mib")}};
  result["runs"] = runs;
  std::puts(QJsonDocument(QJsonObject{{"start", result}}).toJson().constData());
  return 0;
}

}  // namespace nightjar::bench

int main(int argc, char **argv) {
  return nightjar::bench::runStartBench(argc, argv);
}
