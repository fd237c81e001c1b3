#include <QAbstractItemModel>
#include <QAbstractItemView>
#include <QLabel>
#include <QLineEdit>
#include <QPushButton>
#include <QTemporaryDir>
#include <QTest>

#include "app/steps.h"
#include "ui/theme/theme.h"
#include "ui/wizard/wizard_controller.h"
#include "ui/wizard/wizard_window.h"

using namespace nightjar;

namespace {

/// A whole practice install takes 20 s on an idle machine with two cores.
constexpr int patience = 240'000;

enum Room { Connect, Detect, Choose, Install, Verify };

/// The assistant as app/window.cpp puts it together, with profiles in a folder of the test's own.
struct Assistant {
  explicit Assistant(const QString &profiles)
      : controller(WalkDefaults{{}, {}, profiles + "/jobs"}, ProfileStore(profiles)),
        window(wizardSteps(), controller) {
    window.show();
  }

  template <typename Widget = QPushButton>
  [[nodiscard]] Widget *find(const char *name) {
    return window.findChild<Widget *>(QLatin1String(name));
  }
  [[nodiscard]] bool verbReady() { return find("verb")->isVisible() && find("verb")->isEnabled(); }

  WizardController controller;
  WizardWindow window;
};

}  // namespace

class GuiWalk : public QObject {
  Q_OBJECT

 private Q_SLOTS:
  void init() {
    QVERIFY(m_folder.isValid());
    applyTheme(Theme::Light);
  }

  void practiceIsWalkedByKeyboardFromConnectToASavedProfile() {
    Assistant assistant(m_folder.path());
    WizardWindow &window = assistant.window;
    window.activateWindow();
    QVERIFY(QTest::qWaitForWindowActive(&window));
    QTest::keyClick(&window, Qt::Key_P, Qt::AltModifier);  // Practice
    QTRY_VERIFY(assistant.verbReady());
    QTest::keyClick(&window, Qt::Key_Return);

    QTRY_COMPARE_WITH_TIMEOUT(window.currentStep(), int(Detect), patience);
    QTRY_VERIFY_WITH_TIMEOUT(assistant.verbReady(), patience);
    QTest::keyClick(&window, Qt::Key_Return);

    QTRY_COMPARE_WITH_TIMEOUT(window.currentStep(), int(Choose), patience);
    QTRY_VERIFY_WITH_TIMEOUT(assistant.verbReady(), patience);
    QVERIFY(assistant.find<QAbstractItemView>("builds")->model()->rowCount() > 0);
    QTest::keyClick(&window, Qt::Key_Return);

    QTRY_COMPARE_WITH_TIMEOUT(window.currentStep(), int(Install), patience);
    QTRY_COMPARE_WITH_TIMEOUT(window.currentStep(), int(Verify), patience);
    const QString title = assistant.find<QLabel>("resultTitle")->text();
    QVERIFY2(title.contains("works"), qPrintable(title));
    QVERIFY(assistant.controller.state().report->sample);

    auto *name = assistant.find<QLineEdit>("profileName");
    name->setFocus();
    name->selectAll();
    QTest::keyClicks(name, "walk");
    QTest::mouseClick(assistant.find("saveProfile"), Qt::LeftButton);
    QTRY_VERIFY(ProfileStore(m_folder.path()).find("walk"));
  }

  void theSavedProfileRepeatsItInOneClickOnAFreshRuntime() {
    Assistant assistant(m_folder.path());
    WizardWindow &window = assistant.window;
    window.activateWindow();
    QVERIFY(QTest::qWaitForWindowActive(&window));
    auto *open = assistant.find("profileContinue0");
    QVERIFY(open);
    QTest::mouseClick(open, Qt::LeftButton);
    QTRY_VERIFY(assistant.verbReady());
    QTest::mouseClick(assistant.find("verb"), Qt::LeftButton);
    QTRY_COMPARE_WITH_TIMEOUT(window.currentStep(), int(Verify), patience);
    QVERIFY(assistant.controller.state().report);
    QVERIFY(assistant.controller.state().report->ok);
  }

  void closingInTheMiddleOfAnInstallAsksFirst() {
    Assistant assistant(m_folder.path());
    WizardWindow &window = assistant.window;
    window.activateWindow();
    QVERIFY(QTest::qWaitForWindowActive(&window));
    QTest::mouseClick(assistant.find("profileContinue0"), Qt::LeftButton);
    QTRY_VERIFY(assistant.verbReady());
    QTest::mouseClick(assistant.find("verb"), Qt::LeftButton);
    QTRY_COMPARE_WITH_TIMEOUT(window.currentStep(), int(Install), patience);
    QTRY_VERIFY_WITH_TIMEOUT(!window.page(Install)->workToLose().isEmpty(), patience);
    window.close();
    QTRY_VERIFY(assistant.find<QWidget>("loseDialog"));
    QVERIFY(window.isVisible());
    QTest::mouseClick(assistant.find("loseYes"), Qt::LeftButton);
    QTRY_VERIFY_WITH_TIMEOUT(!window.isVisible(), patience);
  }

 private:
  QTemporaryDir m_folder;
};

QTEST_MAIN(GuiWalk)
#include "gui_walk.moc"
