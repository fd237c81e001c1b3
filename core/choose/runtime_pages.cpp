#include "core/choose/runtime_pages.h"

#include <QJsonArray>
#include <QtEndian>

#include "core/base/text.h"
#include "core/choose/fetch_error.h"

namespace nightjar {

namespace {

// What the agent cuts bodies into (PIECE in resources/agent/pages.py). zlib never makes much more of it than there was,
// and never unpacks to more than about a thousand times: a runtime that lies costs memory for a moment, not for good.
constexpr qint64 pieceBytes = qint64{256} * 1024;
constexpr qint64 mostPacked = pieceBytes + 1024;

// A piece of a body; nothing where it is not what the agent promised.
std::optional<QByteArray> unpacked(const QByteArray &piece) {
  if (piece.isEmpty() || piece.size() > mostPacked) return std::nullopt;
  QByteArray sized(4, '\0');
  qToBigEndian(static_cast<quint32>(pieceBytes), sized.data());
  QByteArray body = qUncompress(sized + piece);
  if (body.isEmpty() || body.size() > pieceBytes) return std::nullopt;
  return body;
}

}  // namespace

struct RuntimePages::Answer {
  QJsonObject told;  // the event "page"; empty where none came
  QByteArray body;
  bool damaged = false;
  bool tooLarge = false;
  bool tooMuch = false;
};

RuntimePages::RuntimePages(Agent &agent, QString proxy, QString certificates, FetchLimits limits)
    : m_agent(agent), m_proxy(std::move(proxy)), m_certificates(std::move(certificates)), m_limits(limits) {}

Result<std::vector<RuntimePages::Answer>> RuntimePages::ask(const QString &method, const QList<QUrl> &addresses,
                                                            const FetchLimits &limits, const std::stop_token &stop) {
  QJsonArray list;
  for (const QUrl &address : addresses) list.append(QString::fromLatin1(address.toEncoded(QUrl::RemoveFragment)));
  QJsonObject args{{"addresses", list},
                   {"method", method},
                   {"bytes", limits.bytes},
                   {"together", limits.together},
                   {"silence_s", static_cast<double>(limits.silence.count()) / 1000},
                   {"whole_s", static_cast<double>(limits.whole.count()) / 1000}};
  if (!m_proxy.isEmpty()) args.insert(QStringLiteral("proxy"), m_proxy);
  if (!m_certificates.isEmpty()) args.insert(QStringLiteral("cert"), m_certificates);

  std::vector<Answer> answers(static_cast<size_t>(addresses.size()));
  qint64 held = 0;
  const auto take = [&answers, &limits, &held](const AgentEvent &event) {
    const int page = event.content[QLatin1String("page")].toInt(-1);
    if (page < 0 || static_cast<size_t>(page) >= answers.size()) return;
    Answer &answer = answers[static_cast<size_t>(page)];
    if (event.content[QLatin1String("kind")] == QLatin1String("page")) {
      answer.told = event.content;
      return;
    }
    if (answer.damaged || answer.tooLarge || answer.tooMuch) return;
    const auto piece = unpacked(event.bytes);
    answer.damaged = !piece;
    if (!piece) return;
    answer.body += *piece;
    held += piece->size();
    answer.tooLarge = answer.body.size() > limits.bytes;
    answer.tooMuch = held > limits.together;
    if (!answer.tooLarge && !answer.tooMuch) return;
    held -= answer.body.size();
    answer.body = {};
  };
  const auto reply = m_agent.request(QStringLiteral("pages"), args, stop, take);
  if (!reply) return reply.error();
  return answers;
}

std::vector<Result<FetchedPage>> RuntimePages::fetch(const QList<QUrl> &addresses, const std::stop_token &stop) {
  return get(addresses, m_limits, stop);
}

std::vector<Result<FetchedPage>> RuntimePages::fetchMetadata(const QList<QUrl> &addresses,
                                                             const std::stop_token &stop) {
  return get(addresses, metadataLimits(m_limits), stop);
}

std::vector<Result<FetchedPage>> RuntimePages::get(const QList<QUrl> &addresses, const FetchLimits &limits,
                                                   const std::stop_token &stop) {
  auto answers = ask(QStringLiteral("GET"), addresses, limits, stop);
  std::vector<Result<FetchedPage>> results;
  for (qsizetype i = 0; i < addresses.size(); ++i) {
    if (!answers) {
      results.emplace_back(answers.error());
      continue;
    }
    const QUrl &address = addresses.at(i);
    Answer &answer = (*answers)[static_cast<size_t>(i)];
    const int status = answer.told[QLatin1String("status")].toInt();
    const QString host = answer.told[QLatin1String("host")].toString(address.host());
    const QUrl final(answer.told[QLatin1String("address")].toString(), QUrl::StrictMode);
    const auto fault = [&](FetchFault which) {
      return fetchError(which, address, host, limits, Asker::Runtime, answer.told[QLatin1String("details")].toString());
    };
    if (answer.tooLarge) {
      results.emplace_back(fault(FetchFault::TooLarge));
    } else if (answer.tooMuch) {
      results.emplace_back(fault(FetchFault::TooMuch));
    } else if (answer.damaged || answer.told.isEmpty()) {
      results.emplace_back(fault(FetchFault::CutOff));
    } else if (status == 0) {
      results.emplace_back(fault(fetchFault(answer.told[QLatin1String("fault")].toString())));
    } else if (isNoSuchPage(status)) {
      results.emplace_back(FetchedPage{address, false, {}, status});
    } else if (status >= 300 && status < 400) {
      results.emplace_back(fault(FetchFault::Redirect));
    } else if (status != 200) {
      results.emplace_back(statusError(address, status, answer.told[QLatin1String("phrase")].toString()));
    } else {
      const bool web = final.scheme() == QLatin1String("http") || final.scheme() == QLatin1String("https");
      results.emplace_back(FetchedPage{web ? final : address, true, std::move(answer.body), status});
    }
  }
  return results;
}

QList<std::optional<qint64>> RuntimePages::lengths(const QList<QUrl> &addresses, const std::stop_token &stop) {
  const auto answers = ask(QStringLiteral("HEAD"), addresses, m_limits, stop);
  QList<std::optional<qint64>> sizes(addresses.size());
  for (qsizetype i = 0; answers && i < addresses.size(); ++i) {
    const QJsonObject &told = (*answers)[static_cast<size_t>(i)].told;
    const qint64 length = told[QLatin1String("length")].toInteger();
    if (told[QLatin1String("status")].toInt() == 200 && length > 0) sizes[i] = length;
  }
  return sizes;
}

}  // namespace nightjar
