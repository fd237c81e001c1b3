#include <QAbstractButton>
#include <QAbstractItemView>
#include <QAbstractScrollArea>
#include <QComboBox>
#include <QHash>
#include <QKeySequence>
#include <QLabel>
#include <QLineEdit>
#include <QPlainTextEdit>
#include <QProgressBar>
#include <QSet>
#include <QTest>

#include "scenes.h"
#include "ui/theme/theme.h"

using namespace nightjar;

/// What holds for every page in every state, walked over the table of scenes.
class TestEveryPage : public QObject {
  Q_OBJECT

  static void scenesAsRows() {
    QTest::addColumn<int>("row");
    for (int row = 0; row < scenes().size(); ++row) QTest::newRow(scenes().at(row).name) << row;
  }

  static bool isControl(const QWidget *widget) {
    return qobject_cast<const QAbstractButton *>(widget) || qobject_cast<const QLineEdit *>(widget) ||
           qobject_cast<const QComboBox *>(widget) || qobject_cast<const QAbstractItemView *>(widget) ||
           qobject_cast<const QPlainTextEdit *>(widget) || qobject_cast<const QProgressBar *>(widget) ||
           (widget->focusPolicy() != Qt::NoFocus && !qobject_cast<const QLabel *>(widget));
  }

  // Parts that Qt makes for itself inside a control: scroll bars, clear buttons, headers, corner buttons.
  static bool isInnerPart(const QWidget *widget) {
    for (const QWidget *at = widget->parentWidget(); at != nullptr; at = at->parentWidget())
      if (qobject_cast<const QLineEdit *>(at) || qobject_cast<const QComboBox *>(at) ||
          qobject_cast<const QAbstractItemView *>(at) || qobject_cast<const QPlainTextEdit *>(at))
        return true;
    return widget->objectName().startsWith(QLatin1String("qt_"));
  }

 private Q_SLOTS:
  void initTestCase() { applyTheme(Theme::Light); }

  void everyControlHasAnObjectNameAndAnAccessibleName_data() { scenesAsRows(); }
  void everyControlHasAnObjectNameAndAnAccessibleName() {
    QFETCH(int, row);
    const nightjar::Stage stage(scenes().at(row));
    int controls = 0;
    for (const QWidget *widget : stage.window->findChildren<QWidget *>()) {
      if (!widget->isVisible() || !isControl(widget) || isInnerPart(widget)) continue;
      ++controls;
      const QByteArray place = QByteArray(widget->metaObject()->className()) + " in " +
                               widget->parentWidget()->objectName().toUtf8() + ": " + widget->objectName().toUtf8();
      QVERIFY2(!widget->objectName().isEmpty(), place.constData());
      QVERIFY2(!widget->accessibleName().isEmpty(), place.constData());
    }
    QVERIFY(controls >= 3);
  }

  void objectNamesOfControlsOnAPageAreUnique_data() { scenesAsRows(); }
  void objectNamesOfControlsOnAPageAreUnique() {
    QFETCH(int, row);
    const nightjar::Stage stage(scenes().at(row));
    QSet<QString> seen;
    for (const QWidget *widget : stage.window->findChildren<QWidget *>()) {
      if (!widget->isVisible() || !isControl(widget) || isInnerPart(widget)) continue;
      QVERIFY2(!seen.contains(widget->objectName()), qPrintable(widget->objectName()));
      seen.insert(widget->objectName());
    }
  }

  void everyMnemonicMeansOneControl_data() { scenesAsRows(); }
  void everyMnemonicMeansOneControl() {
    QFETCH(int, row);
    const nightjar::Stage stage(scenes().at(row));
    QHash<QString, QString> taken;
    const auto take = [&taken](const QWidget *widget, const QString &text) {
      const QKeySequence key = QKeySequence::mnemonic(text);
      if (!widget->isVisible() || !widget->isEnabled() || key.isEmpty()) return true;
      const QString other = taken.value(key.toString());
      taken.insert(key.toString(), text);
      if (!other.isEmpty()) qWarning("%s: %s, %s", qPrintable(key.toString()), qPrintable(other), qPrintable(text));
      return other.isEmpty();
    };
    for (const auto *button : stage.window->findChildren<QAbstractButton *>()) QVERIFY(take(button, button->text()));
    for (const auto *label : stage.window->findChildren<QLabel *>())
      if (label->buddy() != nullptr) QVERIFY(take(label, label->text()));
  }

  void everyLabelIsPlainText_data() { scenesAsRows(); }
  void everyLabelIsPlainText() {
    QFETCH(int, row);
    const nightjar::Stage stage(scenes().at(row));
    for (const QLabel *label : stage.window->findChildren<QLabel *>())
      QVERIFY2(label->textFormat() == Qt::PlainText || !label->pixmap().isNull(), qPrintable(label->text()));
  }

  void everyPageFitsASmallWindow_data() { scenesAsRows(); }
  void everyPageFitsASmallWindow() {
    QFETCH(int, row);
    const QSize small(720, 480);
    const nightjar::Stage stage(scenes().at(row), small);
    QCOMPARE(stage.window->size(), small);
    for (auto *scroll : stage.window->findChildren<QAbstractScrollArea *>(QStringLiteral("pageScroll"))) {
      if (!scroll->isVisible()) continue;
      const auto *inside = scroll->viewport()->findChild<QWidget *>();
      QVERIFY2(inside->width() <= scroll->viewport()->width(),
               qPrintable(QStringLiteral("%1 > %2").arg(inside->width()).arg(scroll->viewport()->width())));
    }
  }

  void tabReachesEveryControlAndComesBack_data() { scenesAsRows(); }
  void tabReachesEveryControlAndComesBack() {
    QFETCH(int, row);
    const nightjar::Stage stage(scenes().at(row));
    stage.window->activateWindow();
    QVERIFY(QTest::qWaitForWindowActive(stage.window.get()));
    QSet<QWidget *> reached;
    for (int presses = 0; presses < 120; ++presses) {
      QWidget *focus = QApplication::focusWidget();
      if (focus != nullptr) reached.insert(focus);
      // QTest sends the key to the focus widget, as the keyboard does.
      QTest::keyClick(focus != nullptr ? focus : static_cast<QWidget *>(stage.window.get()), Qt::Key_Tab);
    }
    for (QWidget *widget : stage.window->findChildren<QWidget *>()) {
      const bool tabbable = widget->isVisible() && widget->isEnabled() && isControl(widget) && !isInnerPart(widget) &&
                            (widget->focusPolicy() & Qt::TabFocus) != 0;
      // Of an exclusive group Tab reaches the checked one; the arrow keys reach the rest.
      const auto *button = qobject_cast<QAbstractButton *>(widget);
      const bool grouped = button != nullptr && button->group() != nullptr && !button->isChecked();
      if (tabbable && !grouped) QVERIFY2(reached.contains(widget), qPrintable(widget->objectName()));
    }
  }
};

QTEST_MAIN(TestEveryPage)
#include "test_every_page.moc"
