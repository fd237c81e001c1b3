#include "http_server.h"

#include <QTcpSocket>

namespace nightjar::test {

HttpServer::HttpServer() {
  connect(this, &QTcpServer::newConnection, this, [this] {
    while (QTcpSocket *socket = nextPendingConnection())
      connect(socket, &QTcpSocket::readyRead, socket, [this, socket] { take(socket); });
  });
  if (!listen(QHostAddress::LocalHost)) qFatal("cannot listen on loopback");
}

QString HttpServer::url(const QString &path) const {
  return QStringLiteral("http://127.0.0.1:%1%2").arg(serverPort()).arg(path);
}

void HttpServer::take(QTcpSocket *socket) {
  QByteArray request = socket->property("request").toByteArray() + socket->readAll();
  qsizetype end = 0;
  while ((end = request.indexOf("\r\n\r\n")) >= 0) {
    const QList<QByteArray> line = request.left(request.indexOf('\r')).split(' ');
    const QString path = QString::fromLatin1(line.value(1));
    request = request.mid(end + 4);
    m_asked.append(path);
    if (onRequest) onRequest();
    answer(socket, path, line.value(0) == "HEAD");
  }
  socket->setProperty("request", request);
}

void HttpServer::answer(QTcpSocket *socket, const QString &path, bool headOnly) {
  const Answer answer =
      m_answers.value(path, {"403 Forbidden", "<Error>AccessDenied</Error>", {}, true, -1, false, false});
  if (answer.silent) return;
  QByteArray head = "HTTP/1.1 " + answer.status + "\r\nContent-Type: text/html\r\n" + answer.headers;
  if (answer.length && !answer.endless) head += "Content-Length: " + QByteArray::number(answer.body.size()) + "\r\n";
  if (!answer.length || answer.endless) head += "Connection: close\r\n";
  if (headOnly) {
    socket->write(head + "\r\n");
    return;
  }
  socket->write(head + "\r\n" + (answer.cutAfter < 0 ? answer.body : answer.body.left(answer.cutAfter)));
  if (answer.endless)
    connect(socket, &QTcpSocket::bytesWritten, socket, [socket, answer] {
      if (socket->bytesToWrite() < 1 << 20) socket->write(answer.body);
    });
  else if (!answer.length || answer.cutAfter >= 0)
    socket->disconnectFromHost();
}

}  // namespace nightjar::test
