#include <QElapsedTimer>
#include <QtTest>

#include "core/choose/index_page.h"
#include "sample_index.h"

using namespace nightjar;

namespace {

const char *const name = "torch-2.16.0.dev20261121+cu130-cp312-cp312-manylinux_2_28_x86_64.whl";
const QByteArray encoded = QByteArray(name).replace("+", "%2B");

}  // namespace

class IndexPageTest : public QObject {
  Q_OBJECT

 private Q_SLOTS:
  void thePageOfTheNightlyIndexIsRead() {
    const QByteArray bytes = test::indexPage("torch", test::sampleWheels("torch"));
    const IndexPage page = parseIndexPage(bytes);
    QCOMPARE(page.links.size(), test::sampleWheels("torch").size());
    QCOMPARE(page.links.constFirst().fileName, test::sampleWheels("torch").constFirst().toLatin1());
    QVERIFY(page.links.constFirst().href.startsWith("https://download-r2.example.org/"));
    QVERIFY(page.links.constFirst().hasMetadata);
    QCOMPARE(page.stamped.toSecsSinceEpoch(), 1795392000);
    QVERIFY(page.opened && page.closed);
  }

  void everyWayToWriteAnAnchorIsRead_data() {
    QTest::addColumn<QByteArray>("html");
    QTest::newRow("plain +") << "<a href=\"" + QByteArray(name) + "\">x</a>";
    QTest::newRow("%2B") << "<a href=\"" + encoded + "\">x</a>";
    QTest::newRow("%2b") << "<a href=\"" + QByteArray(encoded).replace("%2B", "%2b") + "\">x</a>";
    QTest::newRow("entity") << "<a href=\"" + QByteArray(name).replace("+", "&#43;") + "\">x</a>";
    QTest::newRow("relative") << "<a href=\"../../cu130/" + encoded + "\">x</a>";
    QTest::newRow("host only") << "<a href=\"//cdn.example.org/a/" + encoded + "\">x</a>";
    QTest::newRow("absolute, fragment") << "<a href=\"https://h.example.org/w/" + encoded + "#sha256=00\">x</a>";
    QTest::newRow("query") << "<a href=\"" + encoded + "?token=a/b\">x</a>";
    QTest::newRow("single quotes") << "<a href='" + encoded + "'>x</a>";
    QTest::newRow("no quotes") << "<a href=" + encoded + ">x</a>";
    QTest::newRow("capitals, order, spaces") << "<A\n data-x=\"<a href='no.whl'>\"  HREF = \"" + encoded + "\" >x</A>";
  }
  void everyWayToWriteAnAnchorIsRead() {
    QFETCH(QByteArray, html);
    const IndexPage page = parseIndexPage(html);
    QCOMPARE(page.links.size(), 1);
    QCOMPARE(page.links.constFirst().fileName, QByteArray(name));
  }

  void otherSchemesAreRefusedAndCounted() {
    const IndexPage page = parseIndexPage("<a href=\"javascript:alert(1)//" + encoded + "\">x</a><a href=\"file:///" +
                                          encoded + "\">x</a><a href=\"data:text/x," + encoded +
                                          "\">x</a><a href='HTTPS://h/" + encoded + "'>x</a>");
    QCOMPARE(page.refusedAddresses, 3);
    QCOMPARE(page.links.size(), 1);
    QCOMPARE(page.anchors, 4);
  }

  void metadataIsOfferedOnlyWhereThePageSaysSo() {
    const auto has = [](const QByteArray &attribute) {
      return parseIndexPage("<a href=\"" + encoded + "\" " + attribute + ">x</a>").links.constFirst().hasMetadata;
    };
    QVERIFY(has("data-core-metadata=\"sha256=aa\""));
    QVERIFY(has("data-dist-info-metadata=\"true\""));
    QVERIFY(has("data-core-metadata"));
    QVERIFY(!has("data-core-metadata=\"false\""));
    QVERIFY(!has(""));
  }

  void withdrawnCommentedAndForeignLinksAreNoWheels() {
    const IndexPage page = parseIndexPage(
        "<!-- <a href=\"" + encoded + "\">x</a> --><a href=\"" + encoded +
        "\" data-yanked=\"bad\">x</a><a href=\"torch-2.0.tar.gz\">x</a><a name=\"top\">x</a><abbr>a</abbr>");
    QVERIFY(page.links.isEmpty());
    QCOMPARE(page.yanked, 1);
    QCOMPARE(page.notWheels, 1);
    QCOMPARE(page.anchors, 2);
  }

  void theUploadDayIsReadWhereThePageTells() {
    const IndexPage page =
        parseIndexPage("<a href=\"" + encoded + "\" data-upload-time=\"2026-11-21T09:30:00Z\">x</a>");
    QCOMPARE(page.links.constFirst().uploaded, QDate(2026, 11, 21));
  }

  void everyCutOfAPageIsReadWithoutHarm() {
    const QByteArray whole = test::indexPage("torch", test::sampleWheels("torch", "cu130").mid(0, 3));
    const auto links = parseIndexPage(whole).links.size();
    for (qsizetype length = 0; length < whole.size(); ++length) {
      // A copy of just that length, so that reading behind the end is seen by the sanitizer.
      const IndexPage page = parseIndexPage(QByteArray(whole.constData(), length));
      QVERIFY(page.links.size() <= links);
      if (length < whole.indexOf("</html>")) QVERIFY(!page.closed);
    }
  }

  void rubbishIsReadInLinearTime() {
    const auto milliseconds = [](const QByteArray &unit, int megabytes) {
      const QByteArray page = unit.repeated(megabytes * 1048576 / static_cast<int>(unit.size()));
      QElapsedTimer timer;
      timer.start();
      const IndexPage read = parseIndexPage(page);
      if (!read.links.isEmpty()) qFatal("rubbish gave links");
      return timer.elapsed();
    };
    for (const char *unit : {"<a ", "<a href=\"", "<!--", "<", "a=\"", "<a b='"})
      QVERIFY2(milliseconds(unit, 1) < 4000, unit);
  }
};

QTEST_GUILESS_MAIN(IndexPageTest)
#include "index_page_test.moc"
