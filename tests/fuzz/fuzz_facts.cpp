#include <QFile>
#include <QJsonArray>
#include <QJsonDocument>

#include "core/detect/detect.h"
#include "core/detect/findings.h"
#include "targets.h"

namespace nightjar::fuzz {

namespace {

// Above what a report with every list full comes to (256 GPUs, 256 Pythons with paths of 4096): a host cannot grow it.
constexpr qsizetype mostBytes = 8 * 1024 * 1024;

// More of them make no new cases, only slow ones.
constexpr qsizetype mostEdits = 8;

bool isPlain(const QString &text) {
  return std::none_of(text.begin(), text.end(), [](QChar c) {
    return c.category() == QChar::Other_Control || c.category() == QChar::Other_Format;
  });
}

void look(const QJsonObject &reply) {
  const auto report = readReport(reply, {});
  if (!report) {
    require(!report.error().what.isEmpty() && !report.error().fix.isEmpty(), "an error says what and what to do");
    return;
  }
  RuntimeFacts facts = report->facts;
  facts.findings = findingsOf(*report);
  require(facts.disk.freeBytes >= -1 && facts.memoryBytes >= 0, "no amount is negative, but for a space not known");
  require(facts.gpus.size() <= 257 && facts.pythons.size() <= 256 && facts.findings.size() < 40, "lists are bounded");
  for (const Gpu &gpu : facts.gpus) {
    require(gpu.memoryMib >= 0 && !gpu.name.isEmpty() && gpu.name.size() <= 100, "a GPU has a name");
    require(isPlain(gpu.name + gpu.uuid + gpu.architecture + gpu.pciDevice + gpu.kernelDriver),
            "a GPU's text is plain");
  }
  for (const Finding &finding : facts.findings) {
    require(!finding.what.isEmpty() && !finding.why.isEmpty(), "a finding says what and why");
    require(isPlain(finding.what + finding.why + finding.fix), "a finding's text is plain");
    require(finding.what.size() + finding.why.size() + finding.fix.size() < 6000, "a finding can be read");
  }
  require(QJsonDocument(toJson(facts)).toJson().size() < mostBytes, "a report is bounded");
}

QByteArray sample(const char *name) {
  QFile file(QStringLiteral(NIGHTJAR_SOURCE_DIR "/tests/data/facts/%1.json").arg(QLatin1String(name)));
  require(file.open(QIODevice::ReadOnly), "the sample replies are there");
  return file.readAll();
}

// What an edit puts in a value's place: `kind` picks it, `text` is the input's next bytes.
QJsonValue replacement(int kind, const QString &text) {
  const QJsonArray odd{QJsonValue(),
                       true,
                       -1,
                       1e300,
                       -9.3e18,
                       qint64{9007199254740993},
                       QJsonArray{},
                       QJsonObject{},
                       QJsonArray{QJsonArray{QJsonObject{{text, text}}}},
                       QString(5000, QLatin1Char('x')) + text,
                       QString::fromUtf8("a\x1b[31m\u202E\nb") + text,
                       QStringLiteral("/") + text};
  return kind < odd.size() ? odd.at(kind) : QJsonValue(text);
}

// The same value with the `place`th one in it replaced, counted in reading order.
QJsonValue edited(const QJsonValue &value, int &place, const QJsonValue &instead) {
  if (place-- == 0) return instead;
  if (value.isObject()) {
    QJsonObject object = value.toObject();
    for (const QString &key : object.keys()) object[key] = edited(object[key], place, instead);
    return object;
  }
  if (!value.isArray()) return value;
  QJsonArray array = value.toArray();
  for (qsizetype i = 0; i < array.size(); ++i) array[i] = edited(array[i], place, instead);
  return array;
}

// Bytes as edits of a real reply, each {place, kind, length, text…}: so that most inputs are nearly right.
QJsonObject editedSample(const QByteArray &input) {
  static const QJsonObject colab = QJsonDocument::fromJson(sample("colab_t4")).object();
  static const QJsonObject server = QJsonDocument::fromJson(sample("plain_server")).object();
  QJsonObject reply = input.startsWith('c') ? colab : server;
  for (qsizetype at = 1, edits = 0; at + 3 <= input.size() && edits < mostEdits; ++edits) {
    int place = static_cast<unsigned char>(input[at]) + 1;
    const int kind = static_cast<unsigned char>(input[at + 1]) % 16;
    const qsizetype length = static_cast<unsigned char>(input[at + 2]);
    reply = edited(reply, place, replacement(kind, QString::fromUtf8(input.mid(at + 3, length)))).toObject();
    at += 3 + length;
  }
  return reply;
}

}  // namespace

void facts(const QByteArray &input) {
  if (input.startsWith('{')) {
    look(QJsonDocument::fromJson(input).object());
  } else {
    look(editedSample(input));
  }
}

}  // namespace nightjar::fuzz
