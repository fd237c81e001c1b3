#include "app/output.h"

#include <QJsonDocument>
#include <cerrno>
#include <cstdio>
#include <cstring>

#include "app/printable.h"
#include "core/base/text.h"

namespace nightjar {

namespace {

bool put(std::FILE *to, const QByteArray &bytes) {
  return std::fwrite(bytes.constData(), 1, static_cast<size_t>(bytes.size()), to) ==
             static_cast<size_t>(bytes.size()) &&
         std::fflush(to) == 0;
}

QString indented(const QString &text) {
  QString result;
  for (const QString &row : text.trimmed().split('\n')) {
    result += "    " + printable(row) + '\n';
  }
  return result;
}

}  // namespace

void Output::write(const QByteArray &bytes) {
  if (m_lost.isEmpty() && !put(stdout, bytes)) {
    m_lost = std::strerror(errno);
  }
}

void Output::line(const QString &text) {
  if (!m_json) {
    write(printable(text).toUtf8() + '\n');
  }
}

void Output::text(const QString &text) {
  write(text.toUtf8());
}

bool Output::bytes(const QByteArray &bytes) {
  write(bytes);
  return m_lost.isEmpty();
}

void Output::note(const QString &text) {
  put(stderr, printable(text).toUtf8() + '\n');
}

void Output::object(const QJsonObject &object) {
  if (m_json) {
    write(QJsonDocument(object).toJson(QJsonDocument::Compact) + '\n');
  }
}

void Output::error(const Error &error, const QJsonObject &frame) {
  QString text = printable(error.what) + '\n';
  if (!error.why.isEmpty()) {
    text += printable(error.why) + '\n';
  }
  // Several ways out stand each on a line of its own, or their commands cannot be told apart.
  for (const QString &way : error.fix.split('\n', Qt::SkipEmptyParts)) {
    text += printable(way) + '\n';
  }
  if (!error.details.trimmed().isEmpty()) {
    text += Text::tr("Details:") + '\n' + indented(error.details);
  }
  put(stderr, text.toUtf8());
  if (!frame.isEmpty()) {
    QJsonObject whole = frame;
    whole["error"] = toJson(error);
    object(whole);
  }
}

int Output::close(int code) {
  if (m_lost.isEmpty()) {
    return code;
  }
  error({Text::tr("The output could not be written to its end."),
         Text::tr("What stdout leads to is full, closed, or was left by its reader. The work itself went on."),
         Text::tr("Do not rely on what was written; run it again with room for it."), QString::fromLocal8Bit(m_lost)});
  return code == 0 ? exitCode(Fault::Failed) : code;
}

}  // namespace nightjar
