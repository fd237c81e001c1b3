#include <QAccessible>
#include <QApplication>
#include <QClipboard>
#include <QLabel>
#include <QLineEdit>
#include <QPushButton>
#include <QRandomGenerator>
#include <QScrollBar>
#include <QSignalSpy>
#include <QTemporaryDir>
#include <QTest>
#include <QTimer>

#include "ui/widgets/log_panel.h"
#include "ui/widgets/log_search.h"
#include "ui/widgets/log_view.h"

using namespace nightjar;

namespace {

constexpr int patience = 60'000;  // milliseconds for hundreds of thousands of lines on a busy machine

QStringList shownRows(const LogLines &text) {
  QStringList result;
  for (const LogRow &row : text.rows(0, text.rowCount())) result += row.text;
  return result;
}

QByteArray numbered(int count, int from = 0) {
  QByteArray result;
  for (int i = from; i < from + count; ++i) result += "line " + QByteArray::number(i) + '\n';
  return result;
}

QStringList cleaned(const QByteArray &raw) {
  LogLines text;
  if (!text.append(raw)) return {text.problem()};
  return shownRows(text);
}

}  // namespace

class TestLogView : public QObject {
  Q_OBJECT

 private Q_SLOTS:
  void linesAreWhatWasWrittenHoweverTheChunksFall();
  void everyRowOfALongLogIsFoundAgain();
  void controlSequencesAreLeftOut_data();
  void controlSequencesAreLeftOut();
  void anEscapeSequenceCutInTwoIsStillOne();
  void aStrayEscapeDoesNotSwallowTheLog();
  void invalidUtf8IsShownAsReplacementCharacters();
  void veryLongLinesBecomeRowsAndCopyAsOneLine();
  void followsAtTheEndAndPausesWhenScrolledUp();
  void followButtonTakesItUpAgain();
  void aHugeChunkIsWorkedOffInSlices();
  void copyGivesWhatIsSelected();
  void copyWithoutSelectionGivesEverything();
  void tooMuchForTheClipboardIsRefusedWithASentence();
  void draggingSelectsAndHoldsTheTextStill();
  void doubleClickSelectsAWord();
  void shiftAndKeysSelect();
  void homeAndEndGoToTheEndsOfTheLog();
  void findsEveryMatchInAnyCase();
  void findGoesOnWhenMoreComes();
  void findSeesTheUnfinishedLineOnce();
  void findDoesNotHoldUpTheEventLoop();
  void savedFileIsTheLog();
  void aFolderThatCannotBeWrittenIsSaid();
  void panelFindsByKeyboard();
  void clearForgetsEverything();
  void screenReadersGetTheRowsInSight();
  void everyControlHasANameAndAnObjectName();
};

void TestLogView::linesAreWhatWasWrittenHoweverTheChunksFall() {
  QStringList lines;
  QByteArray raw;
  QRandomGenerator random(42);
  for (int i = 0; i < 500; ++i) {
    const QString line =
        QStringLiteral("%1 größer 東京 😀 %2").arg(i).arg(QString(random.bounded(90), QLatin1Char('x')));
    lines += line;
    raw += line.toUtf8() + '\n';
  }
  LogLines text;
  for (qsizetype at = 0; at < raw.size();) {
    const qsizetype size = qMin<qsizetype>(random.bounded(1, 40), raw.size() - at);
    QVERIFY(text.append(QByteArrayView(raw).sliced(at, size)));
    at += size;
  }
  QCOMPARE(shownRows(text), lines);
  QCOMPARE(text.bytes(0, text.byteCount()), raw);
}

void TestLogView::everyRowOfALongLogIsFoundAgain() {
  LogLines text;
  QVERIFY(text.append(numbered(10'000)));
  QVERIFY(text.append("the last one has no end"));
  QCOMPARE(text.rowCount(), 10'001);
  for (const int row : {0, 1, 63, 64, 65, 127, 128, 4711, 9'999}) {
    QCOMPARE(text.row(row).text, QStringLiteral("line %1").arg(row));
  }
  QCOMPARE(text.row(10'000).text, QStringLiteral("the last one has no end"));
  QCOMPARE(text.rows(9'990, 100).size(), 11);
  QVERIFY(text.rows(20'000, 5).isEmpty());
}

void TestLogView::controlSequencesAreLeftOut_data() {
  QTest::addColumn<QByteArray>("raw");
  QTest::addColumn<QStringList>("rows");
  const auto add = [](const char *name, const QByteArray &raw, const QStringList &rows) {
    QTest::newRow(name) << raw << rows;
  };
  add("colours", "\x1b[1;32mok\x1b[0m done\n", {"ok done"});
  add("window title ended by BEL", "\x1b]0;title\x07text\n", {"text"});
  add("hyperlink ended by ESC \\", "\x1b]8;;http://x/\x1b\\link\x1b]8;;\x1b\\\n", {"link"});
  add("character set", "\x1b(Btext\n", {"text"});
  add("progress line", "10 %\r50 %\r100 %\ndone\n", {"100 %", "done"});
  add("progress line, longer before", "downloading\rok\n", {"ok"});
  add("return before it is overwritten", "50 %\r", {"50 %"});
  add("return and erase to end of line", "50 %\r\x1b[Kdone\n", {"done"});
  add("Windows line ends", "a\r\nb\r\n", {"a", "b"});
  add("spinner with backspaces", "wait -\b\\\b|\b done\n", {"wait  done"});
  add("tab stays", "a\tb\n", {"a\tb"});
  add("NUL, bell and delete go",
      QByteArray("a\0b\ac\x7f"
                 "d\n",
                 8),
      {"abcd"});
  add("empty lines stay", "\n\na\n", {"", "", "a"});
}

void TestLogView::controlSequencesAreLeftOut() {
  QFETCH(QByteArray, raw);
  QFETCH(QStringList, rows);
  QCOMPARE(cleaned(raw), rows);
}

void TestLogView::anEscapeSequenceCutInTwoIsStillOne() {
  const QByteArray raw = "\x1b[38;5;1mred\x1b[0m \x1b]0;t\x1b\\a\rb\n";
  for (qsizetype cut = 0; cut <= raw.size(); ++cut) {
    LogLines text;
    QVERIFY(text.append(QByteArrayView(raw).first(cut)));
    QVERIFY(text.append(QByteArrayView(raw).sliced(cut)));
    QCOMPARE(shownRows(text), QStringList{"b"});
  }
}

void TestLogView::aStrayEscapeDoesNotSwallowTheLog() {
  QCOMPARE(cleaned("a\x1b]never ended\nnext\n"), (QStringList{"a", "next"}));
  QCOMPARE(cleaned("a\x1b[\nnext\n"), (QStringList{"a", "next"}));
}

void TestLogView::invalidUtf8IsShownAsReplacementCharacters() {
  const QStringList rows = cleaned("ok \xff\xfe end\n\xe2\x82\nnext\n");
  QCOMPARE(rows.size(), 3);
  QCOMPARE(rows[0], QStringLiteral("ok \uFFFD\uFFFD end"));
  QVERIFY(rows[1].contains(QChar::ReplacementCharacter));
  QCOMPARE(rows[2], QStringLiteral("next"));
}

void TestLogView::veryLongLinesBecomeRowsAndCopyAsOneLine() {
  const QString line = QStringLiteral("ü€😀x").repeated(3'000);
  LogLines text;
  QVERIFY(text.append(line.toUtf8() + "\nnext\n"));
  QVERIFY(text.rowCount() > 2);
  for (const LogRow &row : text.rows(0, text.rowCount())) {
    QVERIFY(row.text.toUtf8().size() <= kLongestRow);
    QVERIFY(!row.text.contains(QChar::ReplacementCharacter));
  }
  QCOMPARE(text.between({}, text.end()), line + QStringLiteral("\nnext"));
  // Exactly as long as a row may be: nothing is lost or doubled.
  const QByteArray exact(kLongestRow, 'x');
  LogLines edge;
  QVERIFY(edge.append(exact + "\nnext\n"));
  QCOMPARE(edge.between({}, edge.end()), QString::fromUtf8(exact + "\nnext"));
  QCOMPARE(edge.row(edge.rowCount() - 1).text, QStringLiteral("next"));
}

void TestLogView::followsAtTheEndAndPausesWhenScrolledUp() {
  LogView view;
  view.resize(400, 200);
  view.show();
  QSignalSpy following(&view, &LogView::followingChanged);
  view.append(numbered(1'000));
  QTRY_COMPARE(view.firstVisibleRow() + view.visibleRows(), 1'000);
  view.verticalScrollBar()->triggerAction(QAbstractSlider::SliderPageStepSub);
  QVERIFY(!view.isFollowing());
  QCOMPARE(following.count(), 1);
  const qint64 before = view.firstVisibleRow();
  view.append(numbered(1'000));
  QTRY_COMPARE(view.verticalScrollBar()->maximum() + view.visibleRows(), 2'000);
  QCOMPARE(view.firstVisibleRow(), before);
  view.verticalScrollBar()->triggerAction(QAbstractSlider::SliderToMaximum);
  QVERIFY(view.isFollowing());
  view.append(numbered(10));
  QTRY_COMPARE(view.firstVisibleRow() + view.visibleRows(), 2'010);
}

void TestLogView::followButtonTakesItUpAgain() {
  LogView view;
  view.resize(400, 200);
  view.show();
  view.append(numbered(1'000));
  QTRY_VERIFY(view.firstVisibleRow() > 0);
  auto *const button = view.findChild<QPushButton *>("followLog");
  QVERIFY(button && !button->isVisible());
  view.verticalScrollBar()->setValue(5);
  QVERIFY(button->isVisible());
  QTest::mouseClick(button, Qt::LeftButton);
  QVERIFY(view.isFollowing());
  QVERIFY(!button->isVisible());
  QCOMPARE(view.firstVisibleRow() + view.visibleRows(), 1'000);
}

void TestLogView::aHugeChunkIsWorkedOffInSlices() {
  LogView view;
  const QByteArray huge = numbered(400'000);
  view.append(huge);
  QVERIFY(view.text().rowCount() < 400'000);
  view.append("and then this\n");
  QTRY_COMPARE_WITH_TIMEOUT(view.text().rowCount(), 400'001, patience);
  QCOMPARE(view.text().row(400'000).text, QStringLiteral("and then this"));
  QCOMPARE(view.text().row(399'999).text, QStringLiteral("line 399999"));
}

void TestLogView::copyGivesWhatIsSelected() {
  LogView view;
  view.append("first line\n\x1b[31msecond\x1b[0m line\nthird line\n");
  view.select({{0, 6}, {2, 5}});
  view.copy();
  QCOMPARE(QApplication::clipboard()->text(), QStringLiteral("line\nsecond line\nthird"));
  view.select({{2, 5}, {0, 6}});  // dragged upwards
  QCOMPARE(view.selectedText(), QStringLiteral("line\nsecond line\nthird"));
}

void TestLogView::copyWithoutSelectionGivesEverything() {
  LogView view;
  view.append("a\nb\nunfinished");
  view.copy();
  QCOMPARE(QApplication::clipboard()->text(), QStringLiteral("a\nb\nunfinished"));
  view.selectAll();
  QCOMPARE(view.selectedText(), QStringLiteral("a\nb\nunfinished"));
}

void TestLogView::tooMuchForTheClipboardIsRefusedWithASentence() {
  LogView view;
  const QByteArray line = QByteArray(1'000, 'x') + '\n';
  for (int i = 0; i < 200; ++i) view.append(line.repeated(100));
  QTRY_COMPARE(view.text().rowCount(), 20'000);
  QSignalSpy notice(&view, &LogView::notice);
  QApplication::clipboard()->setText("as before");
  view.copy();
  QCOMPARE(notice.count(), 1);
  QCOMPARE(QApplication::clipboard()->text(), QStringLiteral("as before"));
}

void TestLogView::draggingSelectsAndHoldsTheTextStill() {
  LogView view;
  view.resize(600, 200);
  view.show();
  view.append(numbered(500));
  QTRY_VERIFY(view.firstVisibleRow() > 0);
  const qint64 first = view.firstVisibleRow();
  const int rowHeight = view.viewport()->height() / view.visibleRows();
  QTest::mousePress(view.viewport(), Qt::LeftButton, {}, {0, rowHeight / 2});
  QTest::mouseMove(view.viewport(), {590, rowHeight + rowHeight / 2});
  QMouseEvent move(QEvent::MouseMove, QPointF(590, rowHeight * 1.5), QPointF(590, rowHeight * 1.5), Qt::NoButton,
                   Qt::LeftButton, {});
  QApplication::sendEvent(view.viewport(), &move);
  QVERIFY(!view.isFollowing());
  QCOMPARE(view.selectedText(), QStringLiteral("line %1\nline %2").arg(first).arg(first + 1));
  QTest::mouseRelease(view.viewport(), Qt::LeftButton);
}

void TestLogView::doubleClickSelectsAWord() {
  LogView view;
  view.resize(600, 200);
  view.show();
  view.append("one two-three four\n");
  QTRY_COMPARE(view.text().rowCount(), 1);
  const int x = view.fontMetrics().horizontalAdvance("xone tw");
  QTest::mouseDClick(view.viewport(), Qt::LeftButton, {}, {x, 3});
  QCOMPARE(view.selectedText(), QStringLiteral("two-three"));
}

void TestLogView::shiftAndKeysSelect() {
  LogView view;
  view.resize(600, 200);
  view.show();
  view.append("ae\u0301b\nsecond\nthird\n");
  QTest::keyClick(&view, Qt::Key_Right, Qt::ShiftModifier);
  QTest::keyClick(&view, Qt::Key_Right, Qt::ShiftModifier);
  QCOMPARE(view.selectedText(), QStringLiteral("ae\u0301"));  // a letter and its accent are one step
  QTest::keyClick(&view, Qt::Key_Down, Qt::ShiftModifier);
  QTest::keyClick(&view, Qt::Key_End, Qt::ShiftModifier);
  QCOMPARE(view.selectedText(), QStringLiteral("ae\u0301b\nsecond"));
  QTest::keyClick(&view, Qt::Key_End, Qt::ShiftModifier | Qt::ControlModifier);
  QCOMPARE(view.selectedText(), QStringLiteral("ae\u0301b\nsecond\nthird"));
  QTest::keySequence(&view, QKeySequence::SelectAll);
  QTest::keySequence(&view, QKeySequence::Copy);
  QCOMPARE(QApplication::clipboard()->text(), QStringLiteral("ae\u0301b\nsecond\nthird"));
}

void TestLogView::homeAndEndGoToTheEndsOfTheLog() {
  LogView view;
  view.resize(400, 200);
  view.show();
  view.append(numbered(1'000));
  QTRY_VERIFY(view.firstVisibleRow() > 0);
  QTest::keyClick(&view, Qt::Key_Home);
  QCOMPARE(view.firstVisibleRow(), 0);
  QVERIFY(!view.isFollowing());
  QTest::keyClick(&view, Qt::Key_PageDown);
  QCOMPARE(view.firstVisibleRow(), view.visibleRows());
  QTest::keyClick(&view, Qt::Key_End);
  QVERIFY(view.isFollowing());
}

void TestLogView::findsEveryMatchInAnyCase() {
  LogView view;
  view.resize(400, 200);
  view.show();
  LogSearch search(&view);
  view.append("Torch and torch\nnothing\nTORCH\n" + numbered(1'000));
  QTRY_VERIFY(view.firstVisibleRow() > 0);
  search.setNeedle("torch");
  QTRY_VERIFY(!search.isLooking());
  QCOMPARE(search.count(), 3);
  QCOMPARE(search.current(), 0);  // none from the rows in sight on, so the first of all
  QCOMPARE(view.selectedText(), QStringLiteral("Torch"));
  QCOMPARE(view.firstVisibleRow(), 0);
  search.next();
  QCOMPARE(view.selection().from(), (LogPosition{0, 10}));
  search.next();
  search.next();
  QCOMPARE(search.current(), 0);
  search.previous();
  QCOMPARE(view.selectedText(), QStringLiteral("TORCH"));
  search.setNeedle("not there");
  QTRY_VERIFY(!search.isLooking());
  QCOMPARE(search.count(), 0);
  QCOMPARE(search.current(), -1);
}

void TestLogView::findGoesOnWhenMoreComes() {
  LogView view;
  LogSearch search(&view);
  view.append(numbered(100));
  search.setNeedle("needle");
  QTRY_VERIFY(!search.isLooking());
  QCOMPARE(search.count(), 0);
  view.append("a needle\n");
  QTRY_COMPARE(search.count(), 1);
}

void TestLogView::findSeesTheUnfinishedLineOnce() {
  LogView view;
  LogSearch search(&view);
  search.setNeedle("password");
  view.append("password: ");
  QTRY_COMPARE(search.count(), 1);
  view.append("ok\n");
  QTRY_VERIFY(!search.isLooking());
  QCOMPARE(search.count(), 1);
  view.append("password\r");
  QTRY_COMPARE(search.count(), 2);
  view.append("gone");
  QTRY_COMPARE(search.count(), 1);
}

void TestLogView::findDoesNotHoldUpTheEventLoop() {
  LogView view;
  LogSearch search(&view);
  for (int i = 0; i < 20; ++i) view.append(numbered(10'000, i * 10'000));
  QTRY_COMPARE_WITH_TIMEOUT(view.text().rowCount(), 200'000, patience);
  int turns = 0;
  QTimer turn;
  connect(&turn, &QTimer::timeout, this, [&turns] { ++turns; });
  turn.start(0);
  search.setNeedle("line 199999");
  QTRY_COMPARE_WITH_TIMEOUT(search.current(), 0, patience);
  QVERIFY2(turns > 1, "the search ran in one go");
}

void TestLogView::savedFileIsTheLog() {
  QTemporaryDir folder;
  const QString path = folder.filePath("a log's “name”.log");
  LogPanel panel;
  const QByteArray raw = numbered(200'000);
  panel.view()->append(raw + "\x1b[1munfinished");
  QTRY_COMPARE_WITH_TIMEOUT(panel.view()->text().rowCount(), 200'001, patience);
  panel.save(path);
  auto *const notice = panel.findChild<QLabel *>("logNotice");
  QTRY_VERIFY_WITH_TIMEOUT(notice->text().contains(path), patience);
  QFile file(path);
  QVERIFY(file.open(QIODevice::ReadOnly));
  QCOMPARE(file.readAll(), raw + "unfinished");
}

void TestLogView::aFolderThatCannotBeWrittenIsSaid() {
  LogPanel panel;
  panel.view()->append("a\n");
  panel.save("/nowhere/at/all.log");
  auto *const notice = panel.findChild<QLabel *>("logNotice");
  QVERIFY(notice->text().contains("/nowhere/at/all.log"));
  QVERIFY(notice->text().contains("could not be saved"));
}

void TestLogView::panelFindsByKeyboard() {
  LogPanel panel;
  panel.resize(600, 300);
  panel.show();
  panel.view()->append("apple\nbanana\napple pie\n");
  auto *const find = panel.findChild<QLineEdit *>("logFind");
  auto *const count = panel.findChild<QLabel *>("logFindCount");
  QTest::keySequence(panel.view(), QKeySequence::Find);
  QTest::keyClicks(find, "apple");
  QTRY_COMPARE(count->text(), QStringLiteral("1 of 2"));
  QTest::keyClick(find, Qt::Key_Return);
  QCOMPARE(count->text(), QStringLiteral("2 of 2"));
  QTest::keyClick(find, Qt::Key_Return, Qt::ShiftModifier);
  QCOMPARE(count->text(), QStringLiteral("1 of 2"));
  QTest::keyClicks(find, "x");
  QTRY_COMPARE(count->text(), QStringLiteral("not found"));
  QTest::keyClick(find, Qt::Key_Escape);
  QVERIFY(find->text().isEmpty());
  QVERIFY(!count->isVisible());
}

void TestLogView::clearForgetsEverything() {
  LogView view;
  LogSearch search(&view);
  view.append(numbered(100));
  search.setNeedle("line");
  QTRY_COMPARE(search.count(), 100);
  view.selectAll();
  view.clear();
  QCOMPARE(view.text().rowCount(), 0);
  QVERIFY(view.selectedText().isEmpty());
  QTRY_COMPARE(search.count(), 0);
  view.append("line\n");
  QTRY_COMPARE(search.count(), 1);
}

void TestLogView::screenReadersGetTheRowsInSight() {
  LogView view;
  view.resize(400, 200);
  view.show();
  view.append(numbered(300));
  QTRY_VERIFY(view.firstVisibleRow() > 0);
  QAccessibleInterface *const reader = QAccessible::queryAccessibleInterface(&view);
  QVERIFY(reader);
  QCOMPARE(reader->text(QAccessible::Name), QStringLiteral("Log"));
  QVERIFY(reader->text(QAccessible::Value).contains("line 299"));
  QVERIFY(!reader->text(QAccessible::Value).contains("line 100\n"));
}

void TestLogView::everyControlHasANameAndAnObjectName() {
  LogPanel panel;
  for (const char *name : {"log", "logFind", "logFindPrevious", "logFindNext", "logCopy", "logSave", "followLog"}) {
    auto *const widget = panel.findChild<QWidget *>(name);
    QVERIFY2(widget, name);
    QVERIFY2(!widget->accessibleName().isEmpty(), name);
  }
}

QTEST_MAIN(TestLogView)
#include "test_log_view.moc"
