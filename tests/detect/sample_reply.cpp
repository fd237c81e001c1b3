#include "sample_reply.h"

#include <QFile>
#include <QJsonDocument>

namespace nightjar::test {

QJsonObject sampleReply(const QString &name) {
  QFile file(QStringLiteral(NIGHTJAR_SOURCE_DIR "/tests/data/facts/%1.json").arg(name));
  if (!file.open(QIODevice::ReadOnly)) qFatal("no %s", qPrintable(file.fileName()));
  QJsonParseError error;
  const QJsonObject reply = QJsonDocument::fromJson(file.readAll(), &error).object();
  if (reply.isEmpty()) qFatal("%s: %s", qPrintable(file.fileName()), qPrintable(error.errorString()));
  return reply;
}

}  // namespace nightjar::test
