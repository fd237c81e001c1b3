#include <QFile>
#include <QJsonArray>
#include <QJsonDocument>

#include "core/detect/findings.h"
#include "core/detect/smi_texts.h"
#include "targets.h"

namespace nightjar::fuzz {

namespace {

bool isPlain(const QString &text) {
  return std::none_of(text.begin(), text.end(), [](QChar c) {
    return c.category() == QChar::Other_Control || c.category() == QChar::Other_Format;
  });
}

QJsonObject sample() {
  QFile file(QStringLiteral(NIGHTJAR_SOURCE_DIR "/tests/data/facts/plain_server.json"));
  require(file.open(QIODevice::ReadOnly), "the sample reply is there");
  return QJsonDocument::fromJson(file.readAll()).object();
}

// The runtimes on which the same words mean different things, picked by the bits of the input's first byte.
QJsonObject replyWith(unsigned bits, const QString &output, const QString &complaints) {
  static const QJsonObject server = sample();
  static const QList<QJsonValue> exits{0, 9, 126, QJsonValue()};
  static const QStringList names{QString(), QStringLiteral("Tesla T4"), QStringLiteral("NVIDIA GeForce GTX 1080"),
                                 QStringLiteral("NVIDIA A100-SXM4-80GB")};
  QJsonObject reply = server;
  const QString &name = names.at(bits >> 2 & 3);
  if (!name.isEmpty())
    reply["gpus"] = QJsonArray{QJsonObject{{"vendor", "nvidia"}, {"name", name}, {"mig", (bits & 64) != 0}}};
  reply["nvidia_smi"] = QJsonObject{
      {"path", "/usr/bin/nvidia-smi"}, {"exit", exits.at(bits & 3)}, {"output", output}, {"complaints", complaints}};
  reply["container"] = (bits & 16) != 0;
  reply["wsl"] = (bits & 48) == 32;
  reply["jetson"] = (bits & 48) == 48;
  if (bits & 128)
    reply["driver"] = QJsonObject{{"version", "580.82.07"}, {"sources", QJsonObject{{"sys", "580.82.07"}}}};
  return reply;
}

bool isSaid(const QList<Finding> &findings, const char *id) {
  return std::any_of(findings.begin(), findings.end(),
                     [id](const Finding &finding) { return finding.id == QLatin1String(id); });
}

}  // namespace

// What nvidia-smi says when something is wrong: the first byte picks the runtime, the rest is its words; what stands
// behind a byte 0 is said inside an answer that otherwise looks good.
void smiTexts(const QByteArray &input) {
  if (input.isEmpty()) return;
  const qsizetype end = input.indexOf('\0', 1);
  const QString output = QString::fromUtf8(input.mid(1, end < 0 ? -1 : end - 1));
  const QString complaints = end < 0 ? QString() : QString::fromUtf8(input.mid(end + 1));
  const auto report = readReport(replyWith(static_cast<unsigned char>(input[0]), output, complaints), {});
  require(report.operator bool(), "the runtime itself is in order");
  const QList<Finding> findings = findingsOf(*report);
  require(findings.size() < 40, "findings are bounded");
  for (const Finding &finding : findings) {
    require(!finding.id.isEmpty() && !finding.what.isEmpty() && !finding.why.isEmpty(), "a finding says what and why");
    require(isPlain(finding.what + finding.why + finding.fix), "a finding's text is plain");
    require(finding.what.size() + finding.why.size() + finding.fix.size() < 6000, "a finding can be read");
  }
  if (const SmiText *const said = smiTextOf(*report)) {
    require(isSaid(findings, said->id), "words we know are not passed over");
    require(!isSaid(findings, "nvidia-smi-fails"), "one fault is told once");
    require(!said->gpuIsThere || hasNvidia(*report),
            "words that only a machine with a GPU says show that there is one");
    require(!isSaid(findings, "no-gpu"), "a tool that complains does not say \"no GPU\"");
  }
  if (report->smi.exit != 0) require(!isSaid(findings, "no-gpu"), "a tool that fails does not say \"no GPU\"");
}

}  // namespace nightjar::fuzz
