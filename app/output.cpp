#include "app/output.h"

#include <QJsonDocument>
#include <cstdio>

#include "app/printable.h"
#include "core/base/text.h"

namespace nightjar {

namespace {

void write(std::FILE *to, const QByteArray &bytes) {
  std::fwrite(bytes.constData(), 1, static_cast<size_t>(bytes.size()), to);
  std::fflush(to);
}

QString indented(const QString &text) {
  QString result;
  for (const QString &row : text.trimmed().split('\n')) {
    result += "    " + printable(row) + '\n';
  }
  return result;
}

}  // namespace

void Output::line(const QString &text) {
  if (!m_json) {
    write(stdout, printable(text).toUtf8() + '\n');
  }
}

void Output::note(const QString &text) {
  write(stderr, printable(text).toUtf8() + '\n');
}

void Output::object(const QJsonObject &object) {
  if (m_json) {
    write(stdout, QJsonDocument(object).toJson(QJsonDocument::Compact) + '\n');
  }
}

void Output::error(const Error &error, const QJsonObject &frame) {
  QString text = printable(error.what) + '\n';
  if (!error.why.isEmpty()) {
    text += printable(error.why) + '\n';
  }
  if (!error.fix.isEmpty()) {
    text += printable(error.fix) + '\n';
  }
  if (!error.details.trimmed().isEmpty()) {
    text += Text::tr("Details:") + '\n' + indented(error.details);
  }
  write(stderr, text.toUtf8());
  if (!frame.isEmpty()) {
    QJsonObject whole = frame;
    whole["error"] = toJson(error);
    object(whole);
  }
}

}  // namespace nightjar
