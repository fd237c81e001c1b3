#include "scenes.h"

#include <QApplication>
#include <QLabel>
#include <QLineEdit>
#include <QPushButton>
#include <QTableView>
#include <QTest>

#include "all_steps.h"
#include "samples.h"

namespace nightjar {

namespace {

using Activity = WizardModel::Activity;

template <typename T>
T *find(QWidget &in, const char *name) {
  return in.findChild<T *>(QString::fromLatin1(name));
}

void type(WizardWindow &window, const QString &target) {
  find<QLineEdit>(window, "targetField")->setText(target);
}

void press(WizardWindow &window, const char *name) {
  find<QPushButton>(window, name)->click();
}

void typeAndConnect(TestModel &model, WizardWindow &window) {
  Q_UNUSED(model)
  type(window, samples::sshTarget().text);
  press(window, "verb");
}

void toDetect(TestModel &model, WizardWindow &window, const RuntimeFacts &facts) {
  typeAndConnect(model, window);
  model.end([&] { model.takeConnected(samples::sshTarget(), {}); });
  model.takeSeconds(Activity::Detecting, 0.4);
  model.end([&] { model.takeFacts(facts); });
}

void toChoose(TestModel &model, WizardWindow &window, const BuildList &builds) {
  toDetect(model, window, samples::colabT4());
  press(window, "verb");
  model.end([&] { model.takeBuilds(builds); });
}

void beginInstall(TestModel &model, WizardWindow &window) {
  toChoose(model, window, samples::builds());
  model.takePlan(samples::plan());
  window.goTo(3, true);
  model.takeInstallStarted(samples::plan());
  model.takeActivity(Activity::Installing);
}

void toInstall(TestModel &model, WizardWindow &window) {
  beginInstall(model, window);
  for (const auto &[step, seconds] :
       {std::pair{"preflight", 0.3}, std::pair{"venv", 2.1}, std::pair{"tooling", 3.4}, std::pair{"resolve", 1.9}})
    model.takeJobEvents(
        {StepChanged{step, StepState::Running, {}, 0}, StepChanged{step, StepState::Done, {}, seconds}});
  QByteArray log;
  for (const char *line : {"Resolved 27 packages from the nightly index", "torch 2.16.0.dev20261121+cu130 555.2 MB",
                           "nvidia-cudnn-cu13 9.21.0.82 553.0 MB", "nvidia-cudnn-cu13: 553.0 MB, sha256 recorded",
                           "torch: 412.0 of 555.2 MB"})
    log += QByteArray(line) + '\n';
  model.takeJobEvents({StepChanged{"download", StepState::Running, {}, 0}, LogText{log},
                       StepProgress{"download", 1'900'000'000, 3'000'000'000, "bytes"}});
}

void finishInstall(TestModel &model, WizardWindow &window, const std::optional<Error> &error) {
  toInstall(model, window);
  model.takeJobEvents({StepChanged{"download", error ? StepState::Failed : StepState::Done, {}, 24}});
  JobResult result;
  result.error = error;
  if (!error) {
    for (const char *step : {"install", "check", "verify", "activate"})
      model.takeJobEvents({StepChanged{step, StepState::Done, {}, 2}});
    result.environment = samples::plan().environment;
    result.python = samples::report().python;
    result.report = samples::report();
  }
  model.takeSeconds(Activity::Installing, 187);
  model.end([&] { model.takeResult(result); });
}

void showRunning(TestModel &model, WizardWindow &window) {
  Q_UNUSED(window)
  model.running = {samples::runningJob()};
  Q_EMIT model.jobsChanged();
}

void review(TestModel &model, WizardWindow &window) {
  Q_UNUSED(model)
  press(window, "profileContinue1");
}

void repeatGone(TestModel &model, WizardWindow &window) {
  review(model, window);
  press(window, "verb");
  model.end([&] { model.takeConnected(samples::profiles().at(1).target, {}); });
  model.end([&] { model.takeFacts(samples::colabT4()); });
  BuildList builds = samples::builds();
  builds.builds.removeIf([](const Build &build) { return build.id == QLatin1String("20261118-cu130"); });
  model.end([&] { model.takeBuilds(builds); });
}

Error diskFull() {
  return {"The download did not finish: the disk is full.", "There are 1.2 GB free in /content and 3.0 GB are needed.",
          "Free some space there, or choose another folder, and try again.",
          "OSError: [Errno 28] No space left on device", Fault::Failed};
}

Error indexDown() {
  return {"The index does not answer.", "download.pytorch.org said 503 to three tries.",
          "Try again in a few minutes, or name another index.", "HTTP/1.1 503 Service Unavailable", Fault::Failed};
}

void verifyFailed(TestModel &model, WizardWindow &window) {
  toInstall(model, window);
  JobResult result;
  result.error = Error{
      "A check failed.", "The build has no code for this GPU.", "Choose another variant.", {}, Fault::Verification};
  VerifyReport report = samples::report();
  report.ok = false;
  report.checks[3] = {"arch", "The build has code for this GPU", CheckState::Failed, "sm_61 is not in sm_75 … sm_120",
                      0.01};
  result.report = report;
  model.end([&] { model.takeResult(result); });
}

// A person has scrolled up and looks for something while the log goes on.
void installPaused(TestModel &model, WizardWindow &window) {
  toInstall(model, window);
  QByteArray log;
  for (int i = 0; i < 400; ++i)
    log += "nvidia-nccl-cu13: block " + QByteArray::number(i) + " of 400, sha256 recorded\n";
  model.takeJobEvents({LogText{log}});
  find<QLineEdit>(window, "logFind")->setText("block 12");
  // Without a match the picture shows it; nothing to do about it here.
  (void)QTest::qWaitFor([&] { return find<QLabel>(window, "logFindCount")->text().contains("of"); });
}

}  // namespace

const QList<Scene> &scenes() {
  static const QList<Scene> rows = {
      {"connect", [](TestModel &, WizardWindow &window) { type(window, samples::sshTarget().text); }},
      {"connect-first",
       [](TestModel &model, WizardWindow &) {
         model.saved = {};
         Q_EMIT model.profilesChanged();
       }},
      {"connect-odd", [](TestModel &, WizardWindow &window) { type(window, "-oProxyCommand=touch /tmp/x"); }},
      {"connect-practice",
       [](TestModel &, WizardWindow &window) { find<QAbstractButton>(window, "kindPractice")->click(); }},
      {"connect-busy", typeAndConnect},
      {"connect-running", showRunning},
      {"connect-coming-back",
       [](TestModel &model, WizardWindow &window) {
         showRunning(model, window);
         press(window, "jobGoBack0");
       }},
      {"connect-error",
       [](TestModel &model, WizardWindow &window) {
         typeAndConnect(model, window);
         model.end([&] { model.takeFailure(Activity::Connecting, samples::refused()); });
       }},
      {"review", review},
      {"review-busy",
       [](TestModel &model, WizardWindow &window) {
         review(model, window);
         press(window, "verb");
         model.end([&] { model.takeConnected(samples::profiles().at(1).target, {}); });
       }},
      {"review-gone", repeatGone},
      {"detect", [](TestModel &model, WizardWindow &window) { toDetect(model, window, samples::colabT4()); }},
      {"detect-busy",
       [](TestModel &model, WizardWindow &window) {
         typeAndConnect(model, window);
         model.end([&] { model.takeConnected(samples::sshTarget(), {}); });
       }},
      {"detect-environments",
       [](TestModel &model, WizardWindow &window) {
         RuntimeFacts facts = samples::withoutGpu();
         facts.environments = samples::environments(facts.disk.path);
         toDetect(model, window, facts);
       }},
      {"detect-removing",
       [](TestModel &model, WizardWindow &window) {
         RuntimeFacts facts = samples::withoutGpu();
         facts.environments = samples::environments(facts.disk.path);
         toDetect(model, window, facts);
         model.removeEnvironment(facts.environments.last().id);
       }},
      {"detect-in-use",
       [](TestModel &model, WizardWindow &window) {
         RuntimeFacts facts = samples::withoutGpu();
         facts.environments = samples::environments(facts.disk.path);
         toDetect(model, window, facts);
         model.removeEnvironment(facts.environments.last().id);
         model.end([&] {
           model.takeFailure(Activity::Arranging, {"A program on the runtime uses this environment: process 4711.",
                                                   "It would lose its files while it runs. Nothing was removed.",
                                                   "Wait until it has ended, or end it: the details name it.",
                                                   "process 4711: python train.py", Fault::Failed});
         });
       }},
      {"detect-without-gpu",
       [](TestModel &model, WizardWindow &window) { toDetect(model, window, samples::withoutGpu()); }},
      {"detect-hostile", [](TestModel &model, WizardWindow &window) { toDetect(model, window, samples::hostile()); }},
      {"choose", [](TestModel &model, WizardWindow &window) { toChoose(model, window, samples::builds()); }},
      {"choose-nothing-fits",
       [](TestModel &model, WizardWindow &window) { toChoose(model, window, samples::nothingFits()); }},
      {"install", toInstall},
      {"install-link-lost",
       [](TestModel &model, WizardWindow &window) {
         toInstall(model, window);
         model.takeJobEvents({LinkChanged{false, samples::linkBroken(), 8}});
       }},
      {"install-left",
       [](TestModel &model, WizardWindow &window) {
         toInstall(model, window);
         JobResult result;
         result.state = QStringLiteral("running");
         result.error = cancelled();
         model.end([&] { model.takeResult(result, samples::runningJob()); });
       }},
      {"install-gave-up",
       [](TestModel &model, WizardWindow &window) {
         toInstall(model, window);
         JobResult result;
         result.error = samples::linkBroken();
         model.end([&] { model.takeResult(result, samples::runningJob()); });
       }},
      {"install-another-runs",
       [](TestModel &model, WizardWindow &window) {
         beginInstall(model, window);
         JobResult result;
         result.error = samples::busy();
         model.end([&] { model.takeResult(result); });
       }},
      {"install-failed", [](TestModel &model, WizardWindow &window) { finishInstall(model, window, diskFull()); }},
      {"verify",
       [](TestModel &model, WizardWindow &window) {
         finishInstall(model, window, std::nullopt);
         window.goTo(4, true);
       }},
      {"verify-failed", verifyFailed},
      {"verify-sample",
       [](TestModel &model, WizardWindow &window) {
         finishInstall(model, window, std::nullopt);
         VerifyReport report = samples::report();
         report.sample = true;
         model.takeReport(report);
         window.goTo(4, true);
       }},
      {"choose-other",
       [](TestModel &model, WizardWindow &window) {
         toChoose(model, window, samples::builds());
         find<QTableView>(window, "builds")->selectRow(2);
       }},
      {"choose-reading",
       [](TestModel &model, WizardWindow &window) {
         toDetect(model, window, samples::colabT4());
         press(window, "verb");
       }},
      {"choose-error",
       [](TestModel &model, WizardWindow &window) {
         toDetect(model, window, samples::colabT4());
         press(window, "verb");
         model.end([&] { model.takeFailure(Activity::Reading, indexDown()); });
       }},
      {"install-paused", installPaused},
  };
  return rows;
}

Stage::Stage(const Scene &scene, QSize size) {
  model.saved.profiles = samples::profiles();
  window = std::make_unique<WizardWindow>(allSteps(), model);
  if (size.isValid()) window->resize(size);
  window->show();
  QApplication::processEvents();
  scene.set(model, *window);
  settle();
}

// A changed height travels up one layout a round of events.
void Stage::settle() {
  constexpr int deepestNesting = 12;
  for (int round = 0; round < deepestNesting; ++round) {
    QApplication::sendPostedEvents(nullptr, QEvent::DeferredDelete);
    QApplication::processEvents();
  }
}

}  // namespace nightjar
