#include "core/choose/index_client.h"

#include <QEventLoop>
#include <QHostAddress>
#include <QNetworkProxyFactory>
#include <QNetworkReply>
#include <QTimer>
#include <memory>

#include "core/base/text.h"

namespace nightjar {

namespace {

// http_proxy, https_proxy and no_proxy as everywhere; never for this computer (the practice index).
class ProxyFromEnvironment : public QNetworkProxyFactory {
 public:
  QList<QNetworkProxy> queryProxy(const QNetworkProxyQuery &query) override {
    const QString host = query.peerHostName();
    if (host == QLatin1String("localhost") || QHostAddress(host).isLoopback()) return {QNetworkProxy::NoProxy};
    return systemProxyForQuery(query);
  }
};

struct Transfer {
  QNetworkReply *reply = nullptr;
  QByteArray body;
  bool tooLarge = false;
  bool tooSlow = false;
};

Error indexError(const QUrl &address, const QString &why, const QString &fix, const QString &details = {}) {
  return {Text::tr("The nightly index could not be read."), why, fix,
          address.toDisplayString() + QLatin1Char('\n') + details};
}

QString checkAddress() {
  return Text::tr("Check the address given with --index and your connection, then try again.");
}

Error cutOff(const QUrl &address, const QString &details) {
  return indexError(address, Text::tr("The page broke off before its end."), Text::tr("Try again."), details);
}

Error networkError(const Transfer &transfer, const QUrl &address, const FetchLimits &limits) {
  const QNetworkReply &reply = *transfer.reply;
  const QString host = reply.url().host();
  const QString raw = reply.errorString();
  if (transfer.tooLarge) {
    return indexError(address,
                      Text::tr("A page is larger than %1 MiB; a package page is not.").arg(limits.bytes / 1048576),
                      Text::tr("Check the address given with --index."), raw);
  }
  switch (reply.error()) {
    case QNetworkReply::OperationCanceledError:
    case QNetworkReply::TimeoutError:
      return indexError(address,
                        transfer.tooSlow
                            ? Text::tr("%1 did not finish its answer in time.").arg(host)
                            : Text::tr("%1 sent nothing for %2 seconds.").arg(host).arg(limits.silence.count() / 1000),
                        checkAddress(), raw);
    case QNetworkReply::HostNotFoundError:
      return indexError(address, Text::tr("There is no host named %1, as far as this computer can tell.").arg(host),
                        checkAddress(), raw);
    case QNetworkReply::ConnectionRefusedError:
      return indexError(address, Text::tr("%1 refused the connection.").arg(host), checkAddress(), raw);
    case QNetworkReply::RemoteHostClosedError: return cutOff(address, raw);
    case QNetworkReply::SslHandshakeFailedError:
      return indexError(address, Text::tr("The connection to %1 is not secure.").arg(host),
                        Text::tr("Check this computer's date and certificates."), raw);
    case QNetworkReply::ProtocolUnknownError:
    case QNetworkReply::InsecureRedirectError:
    case QNetworkReply::TooManyRedirectsError:
      return indexError(address, Text::tr("%1 sends us on to an address we do not follow.").arg(host), checkAddress(),
                        raw);
    default: return indexError(address, Text::tr("The connection to %1 failed.").arg(host), checkAddress(), raw);
  }
}

Error statusError(const QUrl &address, int status, const QString &phrase) {
  const QString fix = status >= 500
                          ? Text::tr("The fault is the index's own: try again later, or use another one with --index.")
                          : checkAddress();
  return indexError(address, Text::tr("%1 answered with HTTP status %2.").arg(address.host()).arg(status), fix, phrase);
}

Result<FetchedPage> outcome(Transfer &transfer, const QUrl &address, const FetchLimits &limits, bool stopped) {
  QNetworkReply &reply = *transfer.reply;
  if (stopped && (!reply.isFinished() || reply.error() == QNetworkReply::OperationCanceledError)) return cancelled();
  const int status = reply.attribute(QNetworkRequest::HttpStatusCodeAttribute).toInt();
  if (status == 403 || status == 404 || status == 410) return FetchedPage{reply.url(), false, {}, status};
  if (status >= 400)
    return statusError(address, status, reply.attribute(QNetworkRequest::HttpReasonPhraseAttribute).toString());
  if (reply.error() != QNetworkReply::NoError) return networkError(transfer, address, limits);
  if (status != 200) return statusError(address, status, {});
  // Qt drops the header when it has decompressed the body; where it is left it counts the bytes we have.
  const QVariant length = reply.header(QNetworkRequest::ContentLengthHeader);
  if (length.isValid() && !reply.hasRawHeader("Content-Encoding") && transfer.body.size() < length.toLongLong())
    return cutOff(address, QStringLiteral("%1 / %2").arg(transfer.body.size()).arg(length.toLongLong()));
  return FetchedPage{reply.url(), true, transfer.body, status};
}

QNetworkRequest requestFor(const QUrl &address, const FetchLimits &limits) {
  QNetworkRequest request(address);
  request.setAttribute(QNetworkRequest::RedirectPolicyAttribute, QNetworkRequest::NoLessSafeRedirectPolicy);
  request.setMaximumRedirectsAllowed(5);
  request.setTransferTimeout(static_cast<int>(limits.silence.count()));
  request.setRawHeader("Accept", "text/html, */*;q=0.1");
  request.setRawHeader("User-Agent", "nightjar");
  return request;
}

}  // namespace

IndexClient::IndexClient(FetchLimits limits) : m_limits(limits) {
  m_network.setProxyFactory(new ProxyFromEnvironment);
}

std::vector<Result<FetchedPage>> IndexClient::fetch(const QList<QUrl> &addresses, const std::stop_token &stop) {
  std::vector<Transfer> transfers(static_cast<size_t>(addresses.size()));
  QEventLoop loop;
  size_t running = transfers.size();
  const auto abortAll = [&transfers] {
    for (const Transfer &transfer : transfers)
      if (transfer.reply && transfer.reply->isRunning()) transfer.reply->abort();
  };
  for (size_t i = 0; i < transfers.size(); ++i) {
    Transfer &transfer = transfers[i];
    transfer.reply = m_network.get(requestFor(addresses.at(static_cast<qsizetype>(i)), m_limits));
    QObject::connect(transfer.reply, &QNetworkReply::readyRead, &loop, [this, &transfer] {
      transfer.body += transfer.reply->readAll();
      transfer.tooLarge = transfer.body.size() > m_limits.bytes;
      if (transfer.tooLarge) transfer.reply->abort();
    });
    QObject::connect(transfer.reply, &QNetworkReply::finished, &loop, [&running, &loop] {
      if (--running == 0) loop.quit();
    });
  }
  QTimer whole;
  whole.setSingleShot(true);
  QObject::connect(&whole, &QTimer::timeout, &loop, [&transfers, &abortAll] {
    for (Transfer &transfer : transfers) transfer.tooSlow = transfer.reply->isRunning();
    abortAll();
  });
  whole.start(m_limits.whole);
  {
    // The stop may come from any thread: it only posts to ours.
    const std::stop_callback onStop(
        stop, [&loop, &abortAll] { QMetaObject::invokeMethod(&loop, abortAll, Qt::QueuedConnection); });
    if (running > 0) loop.exec(QEventLoop::ExcludeUserInputEvents);
  }
  std::vector<Result<FetchedPage>> results;
  for (size_t i = 0; i < transfers.size(); ++i) {
    Transfer &transfer = transfers[i];
    if (transfer.reply->isOpen() && !transfer.tooLarge) transfer.body += transfer.reply->readAll();
    results.push_back(outcome(transfer, addresses.at(static_cast<qsizetype>(i)), m_limits, stop.stop_requested()));
    transfer.reply->deleteLater();
    transfer.reply->disconnect();
  }
  return results;
}

}  // namespace nightjar
