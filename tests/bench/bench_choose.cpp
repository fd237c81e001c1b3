#include <QApplication>
#include <QElapsedTimer>
#include <QJsonDocument>
#include <QTableView>
#include <QTemporaryDir>
#include <QTextStream>

#include "core/choose/build_set.h"
#include "core/choose/explanation.h"
#include "core/choose/page_cache.h"
#include "core/choose/recommendation.h"
#include "tests/bench/measure.h"
#include "tests/choose/machine.h"
#include "tests/choose/sample_index.h"
#include "tests/ui/test_model.h"
#include "ui/steps/choose_page.h"

using namespace nightjar;

namespace {

const QStringList packages{"torch", "torchvision", "torchaudio"};
const QString root = QStringLiteral("https://index.example.org/nightly");

QUrl addressOf(const QString &package) {
  return QUrl(root + QLatin1Char('/') + package + QLatin1Char('/'));
}

// 9 variants × 8 Pythons × 4 platforms, `nights` of them, for each of three packages.
QList<QByteArray> pages(int nights) {
  const QStringList pythons{"cp310-cp310", "cp311-cp311", "cp312-cp312",  "cp313-cp313",
                            "cp314-cp314", "cp315-cp315", "cp314-cp314t", "cp315-cp315t"};
  const QStringList platforms{"manylinux_2_28_x86_64", "manylinux_2_28_aarch64", "win_amd64", "win_arm64"};
  QList<QByteArray> all;
  for (const QString &package : packages) {
    QStringList wheels;
    for (const char *variant : {"cpu", "cu126", "cu130", "cu132", "cu134", "rocm7.2", "rocm7.14", "xpu", "cu136"})
      for (int night = 0; night < nights; ++night)
        wheels += test::nightly(package, QDate(2026, 11, 22).addDays(-night), variant, pythons, platforms);
    all.append(test::indexPage(package, wheels));
  }
  return all;
}

struct Times {
  double parseMs = 0, catalogueMs = 0, judgeMs = 0;
};

Times once(const QList<QByteArray> &bytes, const RuntimeFacts &facts) {
  Times times;
  QElapsedTimer timer;
  const auto lap = [&timer](double &into) {
    into = static_cast<double>(timer.nsecsElapsed()) / 1e6;
    timer.restart();
  };
  timer.start();
  QList<IndexPage> parsed;
  for (const QByteArray &page : bytes) parsed.append(parseIndexPage(page));
  lap(times.parseMs);
  CatalogueBuilder builder;
  for (qsizetype i = 0; i < parsed.size(); ++i)
    builder.add(parsed.at(i), addressOf(packages.at(i)), packages.at(i), {});
  const Catalogue catalogue = builder.take();
  lap(times.catalogueMs);
  const QStringList wished{"torch", "torchvision"};
  BuildList list = judgedBuilds(catalogue, {}, facts, wished);
  list.recommended = recommend(list.builds, facts, wished);
  if (list.recommended < 0) qFatal("nothing recommended");
  explain(list, facts, wished);
  lap(times.judgeMs);
  return times;
}

// From the copies on the disk to a page a person can use: read, parsed, judged, filled and painted.
struct PageTimes {
  double listMs = 0, pageMs = 0;
};

PageTimes pageOnce(const QString &copies, const RuntimeFacts &facts) {
  TestModel model;
  model.takeFacts(facts);
  ChoosePage page(model, nullptr);
  page.resize(1080, 700);
  page.show();
  page.entered(true);
  QApplication::processEvents();
  PageTimes times;
  QElapsedTimer timer;
  timer.start();
  Wishes wishes;
  wishes.index = root;
  const auto list = listCopiedBuilds(facts, wishes, copies, {});
  if (!list) qFatal("no copies");
  times.listMs = static_cast<double>(timer.nsecsElapsed()) / 1e6;
  model.end([&] { model.takeBuilds(*list); });
  QApplication::processEvents();
  page.grab();
  times.pageMs = static_cast<double>(timer.nsecsElapsed()) / 1e6;
  if (page.findChild<QTableView *>("builds")->model()->rowCount() < 500) qFatal("the page is not filled");
  return times;
}

QJsonObject measured(int factor, int runs, const RuntimeFacts &facts) {
  const QList<QByteArray> bytes = pages(60 * factor);
  const QTemporaryDir copies;
  PageCache cache(copies.path());
  qsizetype size = 0;
  for (qsizetype i = 0; i < bytes.size(); ++i) {
    size += bytes.at(i).size();
    const QUrl address = addressOf(packages.at(i));
    if (!cache.keep(address, {address, QDateTime::currentDateTimeUtc(), bytes.at(i)})) qFatal("no copy");
  }
  QList<double> parse, catalogue, judged, list, page;
  for (int run = 0; run < runs; ++run) {
    const Times times = once(bytes, facts);
    parse.append(times.parseMs);
    catalogue.append(times.catalogueMs);
    judged.append(times.judgeMs);
    const PageTimes shown = pageOnce(copies.path(), facts);
    list.append(shown.listMs);
    page.append(shown.pageMs);
  }
  const double megabytes = static_cast<double>(size) / 1e6;
  return {{"megabytes", megabytes},
          {"parse_mb_per_s", megabytes * 1000 / bench::median(parse)},
          {"catalogue_ms", bench::median(catalogue)},
          {"judge_and_recommend_ms", bench::median(judged)},
          {"list_from_copies_ms", bench::median(list)},
          {"page_from_copies_ms", bench::median(page)}};
}

}  // namespace

// Usage: bench-choose [--runs N]. Prints medians for the index at its real size and four times it, as JSON.
int main(int argc, char **argv) {
  const QApplication program(argc, argv);
  const QStringList arguments = QApplication::arguments();
  const qsizetype at = arguments.indexOf(QLatin1String("--runs"));
  const int runs = at < 0 ? 7 : std::max(1, arguments.value(at + 1).toInt());
  const RuntimeFacts facts = test::colabT4();
  QTextStream(stdout) << QJsonDocument(QJsonObject{{"choose_real_size", measured(1, runs, facts)},
                                                   {"choose_four_times", measured(4, runs, facts)}})
                             .toJson();
  return 0;
}
