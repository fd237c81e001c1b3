#include "tests/bench/measure.h"

#include <QCoreApplication>
#include <QFile>
#include <QHash>
#include <QJsonDocument>
#include <QProcess>
#include <algorithm>
#include <cstdio>
#include <cstdlib>
#include <ctime>

namespace nightjar::bench {

namespace {

constexpr auto kStartedAt = "NIGHTJAR_BENCH_STARTED_AT";  // nanoseconds of the clock all processes share

qint64 nowNs() {
  timespec now{};
  clock_gettime(CLOCK_MONOTONIC, &now);
  return static_cast<qint64>(now.tv_sec) * 1'000'000'000 + now.tv_nsec;
}

// A line such as "VmHWM:     12345 kB" of /proc/self/status, in MiB.
double statusMib(const QByteArray &key) {
  QFile file(QStringLiteral("/proc/self/status"));
  if (!file.open(QIODevice::ReadOnly)) return 0;
  for (const QByteArray &line : file.readAll().split('\n')) {
    if (line.startsWith(key + ':')) return line.mid(key.size() + 1).trimmed().split(' ').first().toDouble() / 1024.0;
  }
  return 0;
}

QJsonObject runOnce(const QStringList &arguments) {
  QProcess process;
  process.setProcessChannelMode(QProcess::ForwardedErrorChannel);
  QProcessEnvironment environment = QProcessEnvironment::systemEnvironment();
  environment.insert(QLatin1String(kStartedAt), QString::number(nowNs()));
  process.setProcessEnvironment(environment);
  process.start(QCoreApplication::applicationFilePath(), arguments);
  const bool ended = process.waitForFinished(600'000);
  const QJsonDocument document = QJsonDocument::fromJson(process.readAllStandardOutput());
  if (!ended || process.exitCode() != 0 || !document.isObject()) {
    std::fprintf(stderr, "bench: '%s' gave no result\n", qPrintable(arguments.join(QLatin1Char(' '))));
    std::exit(1);
  }
  return document.object();
}

}  // namespace

double residentMib() {
  return statusMib("VmRSS");
}

bool resetPeak() {
  QFile file(QStringLiteral("/proc/self/clear_refs"));
  return file.open(QIODevice::WriteOnly) && file.write("5") == 1 && file.flush();
}

double peakMib() {
  return statusMib("VmHWM");
}

double millisecondsSinceStart() {
  return static_cast<double>(nowNs() - qEnvironmentVariable(kStartedAt).toLongLong()) / 1e6;
}

double median(QList<double> values) {
  std::ranges::sort(values);
  const qsizetype middle = values.size() / 2;
  return values.size() % 2 == 1 ? values[middle] : (values[middle - 1] + values[middle]) / 2;
}

QJsonObject medians(const QStringList &subjects, int runs, const QStringList &extra) {
  QHash<QString, QHash<QString, QList<double>>> all;
  for (int run = 0; run < runs; ++run) {
    for (const QString &subject : subjects) {
      const QJsonObject one = runOnce(QStringList{QStringLiteral("--subject"), subject} + extra);
      for (auto it = one.begin(); it != one.end(); ++it) all[subject][it.key()].append(it->toDouble());
    }
  }
  QJsonObject result;
  for (const QString &subject : subjects) {
    QJsonObject row;
    for (const auto &[key, values] : all[subject].asKeyValueRange()) row[key] = median(values);
    result[subject] = row;
  }
  return result;
}

}  // namespace nightjar::bench
