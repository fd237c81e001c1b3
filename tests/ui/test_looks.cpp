#include <QApplication>
#include <QCheckBox>
#include <QLabel>
#include <QTest>
#include <cmath>

#include "samples.h"
#include "ui/steps/fact_text.h"
#include "ui/steps/gpu_card.h"
#include "ui/steps/recommended_card.h"
#include "ui/theme/theme.h"
#include "ui/widgets/elided_label.h"
#include "ui/widgets/foreign_text.h"
#include "ui/widgets/key_value_grid.h"
#include "ui/widgets/status_label.h"
#include "ui/widgets/window_words.h"

using namespace nightjar;

namespace {

double luminance(const QColor &colour) {
  const auto part = [](double c) { return c <= 0.03928 ? c / 12.92 : std::pow((c + 0.055) / 1.055, 2.4); };
  return 0.2126 * part(colour.redF()) + 0.7152 * part(colour.greenF()) + 0.0722 * part(colour.blueF());
}

/// Contrast as WCAG 2 defines it.
double contrast(const QColor &a, const QColor &b) {
  const double la = luminance(a), lb = luminance(b);
  return (std::max(la, lb) + 0.05) / (std::min(la, lb) + 0.05);
}

}  // namespace

class TestLooks : public QObject {
  Q_OBJECT

  static void themes() {
    QTest::addColumn<int>("theme");
    QTest::newRow("light") << static_cast<int>(Theme::Light);
    QTest::newRow("dark") << static_cast<int>(Theme::Dark);
  }

 private Q_SLOTS:
  void everyToneCanBeReadOnPageCardAndSidebar_data() { themes(); }
  void everyToneCanBeReadOnPageCardAndSidebar() {
    QFETCH(int, theme);
    applyTheme(static_cast<Theme>(theme));
    const QPalette palette = QApplication::palette();
    const Colours colours = coloursOf(palette);
    for (const Tone tone : {Tone::Plain, Tone::Muted, Tone::Accent, Tone::Good, Tone::Warn, Tone::Bad})
      for (const QColor &ground : {palette.color(QPalette::Window), colours.card, colours.sidebar}) {
        const double ratio = contrast(colours.of(tone, palette), ground);
        QVERIFY2(
            ratio >= 4.5,
            qPrintable(QStringLiteral("tone %1 on %2: %3").arg(static_cast<int>(tone)).arg(ground.name()).arg(ratio)));
      }
    QVERIFY(contrast(palette.color(QPalette::HighlightedText), colours.accent) >= 4.5);
    QVERIFY(contrast(palette.color(QPalette::WindowText), colours.accentSoft) >= 4.5);
  }

  void distancesGrowWithTheFont() {
    const QFont before = QApplication::font();
    const int small = space(10);
    QFont big = before;
    big.setPointSizeF(before.pointSizeF() * 2);
    QApplication::setFont(big);
    const int large = space(10);
    QApplication::setFont(before);
    QVERIFY(large >= small * 17 / 10);
  }

  void theGpuIsDescribedAsAPersonWantsToSeeIt() {
    const auto groups = gpuGroups(samples::colabT4());
    QCOMPARE(groups.size(), 1);
    QCOMPARE(groups.first().name, QStringLiteral("Tesla T4"));
    QCOMPARE(groups.first().line,
             QStringLiteral("15 GB memory · compute capability 7.5 · driver 580.82.07 · runs CUDA up to 13.0"));
    QCOMPARE(factsSummary(samples::colabT4()), QStringLiteral("Tesla T4, CUDA 13.0"));
    QCOMPARE(factsSummary(samples::withoutGpu()), QStringLiteral("no GPU"));
  }

  void equalGpusAreCounted() {
    RuntimeFacts facts = samples::colabT4();
    facts.gpus = {facts.gpus.first(), facts.gpus.first(), {"nvidia", "L4", 23034, "8.9", "sm_89", {}}};
    const auto groups = gpuGroups(facts);
    QCOMPARE(groups.size(), 2);
    QCOMPARE(groups.first().name, QStringLiteral("2 × Tesla T4"));
  }

  void foreignTextKeepsItsWordsAndLosesWhatCouldMislead() {
    QCOMPARE(foreignText(QStringLiteral("<b>as it is</b>\nnext")), QStringLiteral("<b>as it is</b>\nnext"));
    QCOMPARE(foreignText(QStringLiteral("a\x1b[31mred\a")), QStringLiteral("a[31mred"));
    const QString turned = QStringLiteral("safe%1gnp.exe").arg(QChar(0x202e));
    QCOMPARE(foreignText(turned), QStringLiteral("safegnp.exe"));
    QCOMPARE(foreignText(QString(500, u'x'), 100).size(), 101);
    const QString broken = foreignText(QString(200, u'x'));
    QCOMPARE(broken.count(QChar(0x200b)), 6);
    QCOMPARE(QString(broken).remove(QChar(0x200b)), QString(200, u'x'));
  }

  void adviceNamesTheWindowsOwnWay() {
    QCOMPARE(windowWords(QStringLiteral("Choose a folder you own with --root.")),
             QStringLiteral("Choose a folder you own with “Change folder…” on Detect."));
    QCOMPARE(windowWords(QStringLiteral("Check the address given with --index and your connection.")),
             QStringLiteral("Check the address given with “Advanced…” on Choose and your connection."));
    const QString command = QStringLiteral("nightjar install local --root /data --index https://example.org/whl");
    QCOMPARE(windowWords(command), command);
  }

  void aBoxThatCanBeTickedHasAnOutlineInBothThemes_data() { themes(); }
  void aBoxThatCanBeTickedHasAnOutlineInBothThemes() {
    QFETCH(int, theme);
    applyTheme(static_cast<Theme>(theme));
    QWidget ground;
    ground.resize(60, 40);
    QCheckBox box(&ground);
    box.move(10, 10);
    ground.show();
    const QImage picture = ground.grab().toImage();
    const QColor outside = picture.pixelColor(1, 1);
    double best = 1;
    for (int x = 0; x < picture.width(); ++x) best = std::max(best, contrast(picture.pixelColor(x, 20), outside));
    QVERIFY2(best >= 3, qPrintable(QString::number(best)));
  }

  void aValueIsReadWholeWhereWhatStandsBesideItMustGiveWay() {
    KeyValueGrid grid(nullptr);
    grid.setRows({{QStringLiteral("Disk"), QStringLiteral("66 GB free"), QStringLiteral("/data/").repeated(40), {}}});
    grid.resize(space(80), space(20));
    grid.show();
    QApplication::processEvents();
    const auto labels = grid.findChildren<ElidedLabel *>();
    QCOMPARE(labels.at(0)->text(), QStringLiteral("66 GB free"));
    QVERIFY(labels.at(1)->text().endsWith(u'…'));
  }

  void aGpuWhoseDriverDoesNotAnswerIsNotReady() {
    RuntimeFacts facts = samples::colabT4();
    const auto status = [&facts] {
      const GpuCard card(facts, nullptr);
      return card.findChild<StatusLabel *>(QStringLiteral("gpuStatus"))->text();
    };
    QCOMPARE(status(), QStringLiteral("ready"));
    facts.findings.append({"nvidia-smi-hangs", Severity::Warning, "nvidia-smi does not come back", {}, {}});
    QCOMPARE(status(), QStringLiteral("see below"));
  }

  void sizesAndDatesAreTheOnesPeopleUse() {
    QLocale::setDefault(QLocale::c());
    QCOMPARE(diskSize(66'000'000'000), QStringLiteral("66 GB"));
    QCOMPARE(diskSize(3'040'000'000), QStringLiteral("3 GB"));
    QCOMPARE(diskSize(420'000'000), QStringLiteral("420 MB"));
    QCOMPARE(memorySize(15360LL * 1024 * 1024), QStringLiteral("15 GB"));
    QCOMPARE(buildText(QStringLiteral("20261118-cu130")), QStringLiteral("nightly of 18 Nov"));
    QCOMPARE(buildText(QStringLiteral("odd")), QStringLiteral("odd"));
    const QDateTime now(QDate(2026, 11, 23), QTime(12, 0));
    QCOMPARE(whenText(now.addDays(-1), now), QStringLiteral("yesterday"));
    QCOMPARE(whenText(now.addDays(-40), now), QStringLiteral("on 14 Oct 2026"));
  }

  void aStableReleaseIsNamedByItsVersionANightlyByItsNight() {
    RecommendedCard card(nullptr);
    Choice choice;
    choice.build.variant = QStringLiteral("cu126");
    choice.build.torch = QStringLiteral("2.14.0+cu126");
    const auto says = [&card](const QString &start) {
      const QList<QLabel *> labels = card.findChildren<QLabel *>();
      return std::any_of(labels.begin(), labels.end(),
                         [&start](const QLabel *label) { return label->text().startsWith(start); });
    };
    card.showBuild(choice, false, -1, QDate(2026, 11, 23));
    QVERIFY(says(QStringLiteral("PyTorch 2.14.0, ")));
    choice.build.torch = QStringLiteral("2.16.0.dev20261121+cu126");
    choice.build.date = QDate(2026, 11, 21);
    card.showBuild(choice, false, -1, QDate(2026, 11, 23));
    QVERIFY(says(QStringLiteral("Nightly of ")));
  }
};

QTEST_MAIN(TestLooks)
#include "test_looks.moc"
