#include <QCoreApplication>
#include <QElapsedTimer>
#include <QJsonDocument>
#include <QTextStream>

#include "core/choose/build_set.h"
#include "core/choose/explanation.h"
#include "core/choose/recommendation.h"
#include "tests/bench/measure.h"
#include "tests/choose/machine.h"
#include "tests/choose/sample_index.h"

using namespace nightjar;

namespace {

// 9 variants × 8 Pythons × 4 platforms, `nights` of them, for each of three packages.
QList<QByteArray> pages(int nights) {
  const QStringList pythons{"cp310-cp310", "cp311-cp311", "cp312-cp312",  "cp313-cp313",
                            "cp314-cp314", "cp315-cp315", "cp314-cp314t", "cp315-cp315t"};
  const QStringList platforms{"manylinux_2_28_x86_64", "manylinux_2_28_aarch64", "win_amd64", "win_arm64"};
  QList<QByteArray> all;
  for (const char *package : {"torch", "torchvision", "torchaudio"}) {
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
  const QStringList names{"torch", "torchvision", "torchaudio"};
  for (qsizetype i = 0; i < parsed.size(); ++i)
    builder.add(parsed.at(i), QUrl("https://index.example.org/" + names.at(i) + "/"), names.at(i), {});
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

}  // namespace

// Usage: bench-choose [runs]. Prints medians for the index at its real size and four times it, as JSON.
int main(int argc, char **argv) {
  const QCoreApplication program(argc, argv);
  const int runs = std::max(1, program.arguments().value(1, "7").toInt());
  const RuntimeFacts facts = test::colabT4();
  QJsonObject report;
  for (const int factor : {1, 4}) {
    const QList<QByteArray> bytes = pages(60 * factor);
    qsizetype size = 0;
    for (const QByteArray &page : bytes) size += page.size();
    QList<double> parse, catalogue, judged;
    for (int run = 0; run < runs; ++run) {
      const Times times = once(bytes, facts);
      parse.append(times.parseMs);
      catalogue.append(times.catalogueMs);
      judged.append(times.judgeMs);
    }
    const double megabytes = static_cast<double>(size) / 1e6;
    report.insert(factor == 1 ? "real_size" : "four_times",
                  QJsonObject{{"megabytes", megabytes},
                              {"parse_mb_per_s", megabytes * 1000 / bench::median(parse)},
                              {"catalogue_ms", bench::median(catalogue)},
                              {"judge_and_recommend_ms", bench::median(judged)}});
  }
  QTextStream(stdout) << QJsonDocument(report).toJson();
  return 0;
}
