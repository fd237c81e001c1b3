#include "core/choose/index_client.h"

#include <QEventLoop>
#include <QHostAddress>
#include <QNetworkProxyFactory>
#include <QNetworkReply>
#include <QTimer>

#include "core/choose/fetch_error.h"

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
  QByteArray body = {};
  bool tooLarge = false;
  bool tooMuch = false;
  bool tooSlow = false;
};

FetchFault faultOf(const Transfer &transfer) {
  if (transfer.tooLarge) return FetchFault::TooLarge;
  if (transfer.tooMuch) return FetchFault::TooMuch;
  switch (transfer.reply->error()) {
    case QNetworkReply::OperationCanceledError:
    case QNetworkReply::TimeoutError: return transfer.tooSlow ? FetchFault::TooSlow : FetchFault::Silent;
    case QNetworkReply::HostNotFoundError: return FetchFault::NoHost;
    case QNetworkReply::ConnectionRefusedError: return FetchFault::Refused;
    case QNetworkReply::RemoteHostClosedError: return FetchFault::CutOff;
    case QNetworkReply::SslHandshakeFailedError: return FetchFault::NotSecure;
    case QNetworkReply::ProtocolUnknownError:
    case QNetworkReply::InsecureRedirectError:
    case QNetworkReply::TooManyRedirectsError: return FetchFault::Redirect;
    default: return FetchFault::Failed;
  }
}

Result<FetchedPage> outcome(Transfer &transfer, const QUrl &address, const FetchLimits &limits, bool stopped) {
  QNetworkReply &reply = *transfer.reply;
  if (stopped && (!reply.isFinished() || reply.error() == QNetworkReply::OperationCanceledError)) return cancelled();
  const int status = reply.attribute(QNetworkRequest::HttpStatusCodeAttribute).toInt();
  if (isNoSuchPage(status)) return FetchedPage{reply.url(), false, {}, status};
  if (status >= 400)
    return statusError(address, status, reply.attribute(QNetworkRequest::HttpReasonPhraseAttribute).toString());
  const auto fault = [&](FetchFault which, const QString &raw) {
    return fetchError(which, address, reply.url().host(), limits, Asker::ThisComputer, raw);
  };
  if (reply.error() != QNetworkReply::NoError || transfer.tooLarge || transfer.tooMuch)
    return fault(faultOf(transfer), reply.errorString());
  if (status != 200) return statusError(address, status, {});
  // Qt drops the header when it has decompressed the body; where it is left it counts the bytes we have.
  const QVariant length = reply.header(QNetworkRequest::ContentLengthHeader);
  if (length.isValid() && !reply.hasRawHeader("Content-Encoding") && transfer.body.size() < length.toLongLong())
    return fault(FetchFault::CutOff, QStringLiteral("%1 / %2").arg(transfer.body.size()).arg(length.toLongLong()));
  return FetchedPage{reply.url(), true, transfer.body, status};
}

QNetworkRequest requestFor(const QUrl &address, const FetchLimits &limits) {
  QNetworkRequest request(address);
  request.setAttribute(QNetworkRequest::RedirectPolicyAttribute, QNetworkRequest::NoLessSafeRedirectPolicy);
  request.setMaximumRedirectsAllowed(5);
  request.setTransferTimeout(static_cast<int>(limits.silence.count()));
  // Qt takes what compresses better than 40:1 for an attack. Index pages do; we never unpack more than our own limit.
  request.setDecompressedSafetyCheckThreshold(-1);
  request.setRawHeader("Accept", "text/html, */*;q=0.1");
  request.setRawHeader("User-Agent", "nightjar");
  return request;
}

// Takes what has come. `held` is what all transfers hold together; what goes over a limit is let go.
void take(Transfer &transfer, const FetchLimits &limits, qint64 &held) {
  if (transfer.tooLarge || transfer.tooMuch) return;
  const QByteArray more = transfer.reply->read(limits.bytes + 1 - transfer.body.size());
  transfer.body += more;
  held += more.size();
  transfer.tooLarge = transfer.body.size() > limits.bytes;
  transfer.tooMuch = held > limits.together;
  if (!transfer.tooLarge && !transfer.tooMuch) return;
  held -= transfer.body.size();
  transfer.body = {};
}

// Waits for all transfers, and ends them where `stop` or the time for all of them together says so.
void await(std::vector<Transfer> &transfers, const FetchLimits &limits, qint64 &held, const std::stop_token &stop) {
  QEventLoop loop;
  size_t running = transfers.size();
  const auto abortAll = [&transfers] {
    for (const Transfer &transfer : transfers)
      if (transfer.reply->isRunning()) transfer.reply->abort();
  };
  for (Transfer &transfer : transfers) {
    QObject::connect(transfer.reply, &QNetworkReply::readyRead, &loop, [&transfer, &limits, &held] {
      take(transfer, limits, held);
      if (transfer.tooLarge || transfer.tooMuch) transfer.reply->abort();
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
  whole.start(limits.whole);
  // The stop may come from any thread: it only posts to ours.
  const std::stop_callback onStop(
      stop, [&loop, &abortAll] { QMetaObject::invokeMethod(&loop, abortAll, Qt::QueuedConnection); });
  if (running > 0) loop.exec(QEventLoop::ExcludeUserInputEvents);
}

void letGo(Transfer &transfer) {
  transfer.reply->disconnect();
  transfer.reply->deleteLater();
}

}  // namespace

IndexClient::IndexClient(FetchLimits limits) : m_limits(limits) {
  m_network.setProxyFactory(new ProxyFromEnvironment);
}

std::vector<Result<FetchedPage>> IndexClient::fetch(const QList<QUrl> &addresses, const std::stop_token &stop) {
  return get(addresses, m_limits, stop);
}

std::vector<Result<FetchedPage>> IndexClient::fetchMetadata(const QList<QUrl> &addresses, const std::stop_token &stop) {
  return get(addresses, metadataLimits(m_limits), stop);
}

std::vector<Result<FetchedPage>> IndexClient::get(const QList<QUrl> &addresses, const FetchLimits &limits,
                                                  const std::stop_token &stop) {
  std::vector<Transfer> transfers;
  for (const QUrl &address : addresses) transfers.push_back({m_network.get(requestFor(address, limits))});
  qint64 held = 0;
  await(transfers, limits, held, stop);
  std::vector<Result<FetchedPage>> results;
  for (size_t i = 0; i < transfers.size(); ++i) {
    Transfer &transfer = transfers[i];
    if (transfer.reply->isOpen()) take(transfer, limits, held);
    results.push_back(outcome(transfer, addresses.at(static_cast<qsizetype>(i)), limits, stop.stop_requested()));
    letGo(transfer);
  }
  return results;
}

QList<std::optional<qint64>> IndexClient::lengths(const QList<QUrl> &addresses, const std::stop_token &stop) {
  std::vector<Transfer> transfers;
  for (const QUrl &address : addresses) {
    QNetworkRequest request = requestFor(address, m_limits);
    request.setRawHeader("Accept-Encoding", "identity");  // of the file itself, not of what compresses it on the way
    transfers.push_back({m_network.head(request)});
  }
  qint64 held = 0;
  await(transfers, m_limits, held, stop);
  QList<std::optional<qint64>> sizes;
  for (Transfer &transfer : transfers) {
    const QVariant length = transfer.reply->header(QNetworkRequest::ContentLengthHeader);
    const bool told = transfer.reply->error() == QNetworkReply::NoError && length.isValid() && length.toLongLong() > 0;
    sizes.append(told ? std::optional(length.toLongLong()) : std::nullopt);
    letGo(transfer);
  }
  return sizes;
}

}  // namespace nightjar
