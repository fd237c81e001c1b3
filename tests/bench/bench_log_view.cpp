// A million lines through the log view, and through QPlainTextEdit with and without a block limit: seconds until the
// last line is painted, the longest time the event loop was held, the peak of resident memory above idle.

#include <QApplication>
#include <QCommandLineParser>
#include <QElapsedTimer>
#include <QJsonDocument>
#include <QPlainTextEdit>
#include <QScrollBar>
#include <QTimer>
#include <cstdio>
#include <memory>

#include "tests/bench/measure.h"
#include "ui/widgets/log_view.h"

namespace nightjar::bench {

namespace {

constexpr int kLinesPerChunk = 500;  // about 40 KiB: what a fast job sends in one frame
constexpr int kBlockLimit = 10'000;

// Something that shows a log: how it takes a chunk, how many lines it holds, and its scrolling widget.
struct Subject {
  std::unique_ptr<QAbstractScrollArea> widget;
  std::function<void(const QByteArray &)> take;
  std::function<bool(qint64)> showsAll;
};

Subject makeLogView() {
  auto view = std::make_unique<LogView>();
  LogView *const raw = view.get();
  return {std::move(view), [raw](const QByteArray &chunk) { raw->append(chunk); },
          [raw](qint64 lines) {
            return raw->text().rowCount() == lines && raw->verticalScrollBar()->maximum() + raw->visibleRows() >= lines;
          }};
}

Subject makePlainTextEdit(int limit) {
  auto edit = std::make_unique<QPlainTextEdit>();
  QPlainTextEdit *const raw = edit.get();
  raw->setReadOnly(true);
  raw->setMaximumBlockCount(limit);
  return {std::move(edit),
          [raw](const QByteArray &chunk) { raw->appendPlainText(QString::fromUtf8(chunk.chopped(1))); },
          [raw, limit](qint64 lines) { return raw->blockCount() == (limit > 0 ? qMin<qint64>(limit, lines) : lines); }};
}

Subject makeSubject(const QString &name) {
  if (name == QLatin1String("log_view")) return makeLogView();
  return makePlainTextEdit(name == QLatin1String("plain_text_edit_block_limit") ? kBlockLimit : 0);
}

QByteArray chunkFrom(qint64 line) {
  QByteArray chunk;
  for (qint64 i = line; i < line + kLinesPerChunk; ++i) {
    chunk += "Collecting package-" + QByteArray::number(i) + " from the nightly index, wheel and metadata recorded\n";
  }
  return chunk;
}

// Feeds `lines` lines, a chunk each time the event loop comes round, and quits when the last one is painted.
class Feed : public QObject {
 public:
  Feed(Subject &subject, qint64 lines) : m_subject(subject), m_lines(lines) {
    m_clock.start();
    startTimer(0);
  }
  [[nodiscard]] double seconds() const { return m_seconds; }
  [[nodiscard]] double longestBlockMs() const { return m_longestMs; }

 protected:
  // Between two calls lies one whole turn of the event loop: appending, timers, painting.
  void timerEvent(QTimerEvent *) override {
    const auto now = static_cast<double>(m_clock.nsecsElapsed()) / 1e6;
    m_longestMs = qMax(m_longestMs, now - m_lastMs);
    m_lastMs = now;
    if (m_fed < m_lines) {
      m_subject.take(chunkFrom(m_fed));
      m_fed += kLinesPerChunk;
    } else if (m_subject.showsAll(m_lines)) {
      m_subject.widget->viewport()->repaint();
      m_seconds = static_cast<double>(m_clock.nsecsElapsed()) / 1e9;
      QCoreApplication::quit();
    }
  }

 private:
  Subject &m_subject;
  qint64 m_lines;
  qint64 m_fed = 0;
  QElapsedTimer m_clock;
  double m_lastMs = 0;
  double m_longestMs = 0;
  double m_seconds = 0;
};

int runSubject(const QString &name, qint64 lines) {
  Subject subject = makeSubject(name);
  subject.widget->resize(900, 600);
  subject.widget->show();
  subject.take("idle\n");
  QTimer::singleShot(300, QCoreApplication::instance(), &QCoreApplication::quit);
  QCoreApplication::exec();
  if (name == QLatin1String("log_view")) static_cast<LogView *>(subject.widget.get())->clear();
  if (auto *edit = qobject_cast<QPlainTextEdit *>(subject.widget.get())) edit->clear();
  const double idle = residentMib();
  if (!resetPeak()) std::fprintf(stderr, "bench: peak memory counts from the start of the process\n");
  Feed feed(subject, lines);
  QCoreApplication::exec();
  const QJsonObject result{{"seconds", feed.seconds()},
                           {"longest_block_ms", feed.longestBlockMs()},
                           {"peak_mib_above_idle", peakMib() - idle}};
  std::puts(QJsonDocument(result).toJson(QJsonDocument::Compact).constData());
  return 0;
}

}  // namespace

int runLogViewBench(int argc, char **argv) {
  QApplication app(argc, argv);
  QCommandLineParser parser;
  parser.addOptions({{"subject", "Measure one subject only.", "name"},
                     {"lines", "How many lines (a multiple of 500).", "count", "1000000"},
                     {"runs", "How many runs the medians are of.", "count", "3"}});
  parser.addHelpOption();
  parser.process(app);
  const qint64 lines = parser.value("lines").toLongLong() / kLinesPerChunk * kLinesPerChunk;
  if (parser.isSet("subject")) return runSubject(parser.value("subject"), lines);
  const int runs = qMax(1, parser.value("runs").toInt());
  QJsonObject result = medians({"log_view", "plain_text_edit", "plain_text_edit_block_limit"}, runs,
                               {"--lines", QString::number(lines)});
  result["lines"] = lines;
  result["runs"] = runs;
  std::puts(QJsonDocument(QJsonObject{{"log_view", result}}).toJson().constData());
  return 0;
}

}  // namespace nightjar::bench

int main(int argc, char **argv) {
  return nightjar::bench::runLogViewBench(argc, argv);
}
