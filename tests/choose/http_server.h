#pragma once

#include <QHash>
#include <QTcpServer>
#include <functional>

namespace nightjar::test {

/// A real HTTP server on loopback for one test. Answers what it was given for a path, 403 for all else, as the nightly
/// index does. Lives on the test's thread: the client's own event loop serves it.
class HttpServer : public QTcpServer {
 public:
  struct Answer {
    QByteArray status = "200 OK";
    QByteArray body;
    QByteArray headers;       ///< more header lines, each with "\r\n"
    bool length = true;       ///< false: the body ends where the connection does
    qsizetype cutAfter = -1;  ///< close after this many bytes of the body
    bool silent = false;      ///< never answer
    bool endless = false;     ///< repeat the body for ever
  };

  HttpServer();
  void serve(const QString &path, const Answer &answer) { m_answers.insert(path, answer); }
  void servePage(const QString &path, const QByteArray &body) {
    serve(path, {"200 OK", body, {}, true, -1, false, false});
  }
  [[nodiscard]] QString url(const QString &path = {}) const;
  [[nodiscard]] QStringList asked() const { return m_asked; }  ///< paths, in the order they came

  std::function<void()> onRequest;  ///< called for each request before it is answered

 private:
  void take(class QTcpSocket *socket);
  void answer(QTcpSocket *socket, const QString &path, bool headOnly);

  QHash<QString, Answer> m_answers;
  QStringList m_asked;
};

}  // namespace nightjar::test
