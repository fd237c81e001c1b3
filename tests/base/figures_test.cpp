#include <QtTest>

#include "core/base/figures.h"

using namespace nightjar;

class FiguresTest : public QObject {
  Q_OBJECT

 private Q_SLOTS:
  void initTestCase() { QLocale::setDefault(QLocale::c()); }

  void sizesAreSaidTheSameEverywhere_data() {
    QTest::addColumn<qint64>("bytes");
    QTest::addColumn<QString>("text");
    QTest::newRow("nothing") << qint64{0} << "0 bytes";
    QTest::newRow("one") << qint64{1} << "1 byte";
    QTest::newRow("kilobytes") << qint64{31'500} << "32 kB";
    QTest::newRow("just below a megabyte") << qint64{999'499} << "999 kB";
    QTest::newRow("never 1000 kB") << qint64{999'500} << "1.0 MB";
    QTest::newRow("a small megabyte's tenth") << qint64{9'949'999} << "9.9 MB";
    QTest::newRow("never 10.0 MB") << qint64{9'950'000} << "10 MB";
    QTest::newRow("whole megabytes") << qint64{31'490'000} << "31 MB";
    QTest::newRow("never 0.0 GB") << qint64{50'000'000} << "50 MB";
    QTest::newRow("never 1000 MB") << qint64{999'500'000} << "1.0 GB";
    QTest::newRow("gigabytes") << qint64{11'811'160'064} << "11.8 GB";
    QTest::newRow("not known, taken literally") << qint64{-1} << "-1 bytes";
  }
  void sizesAreSaidTheSameEverywhere() {
    QFETCH(qint64, bytes);
    QTEST(sizeText(bytes), "text");
  }

  void aPartOfATotalNamesTheUnitOnceWhereItIsTheSame() {
    QCOMPARE(sizeOfText(1'900'000'000, 3'000'000'000), QStringLiteral("1.9 of 3.0 GB"));
    QCOMPARE(sizeOfText(800'000'000, 3'000'000'000), QStringLiteral("800 MB of 3.0 GB"));
    QCOMPARE(sizeOfText(800'000'000, 0), QStringLiteral("800 MB"));
    QCOMPARE(speedText(84e6), QStringLiteral("84 MB/s"));
    QCOMPARE(speedText(1.25e6), QStringLiteral("1.3 MB/s"));
  }

  void agesAreSaidAsPeopleDo() {
    QCOMPARE(ageText(3), QStringLiteral("less than a minute"));
    QCOMPARE(ageText(60), QStringLiteral("1 minute"));
    QCOMPARE(ageText(3 * 3600 + 5), QStringLiteral("3 hours"));
    QCOMPARE(ageText(47 * 3600), QStringLiteral("47 hours"));
    QCOMPARE(ageText(48 * 3600), QStringLiteral("2 days"));
    QCOMPARE(agoText(30), QStringLiteral("just now"));
    QCOMPARE(agoText(3600), QStringLiteral("1 hour ago"));
    QCOMPARE(agoText(4 * 86400), QStringLiteral("4 days ago"));
  }
};

QTEST_GUILESS_MAIN(FiguresTest)
#include "figures_test.moc"
