#include "core/runtime/agent.h"

#include <QJsonDocument>

#include "core/base/text.h"
#include "core/runtime/bootstrap.h"
#include "core/runtime/frame_reader.h"

namespace nightjar {

namespace {

using Clock = std::chrono::steady_clock;

constexpr qsizetype keptStderr = 16 * 1024;

/// The agent's error codes that a person can do something about.
struct Known {
  const char *code;
  const char *why;
  const char *fix;
  Fault fault = Fault::Failed;
};
constexpr Known knownCodes[] = {
    {"python-too-old", QT_TRANSLATE_NOOP("nightjar", "The helper there needs 3.6, and nightly builds need 3.10."),
     QT_TRANSLATE_NOOP("nightjar", "Install Python 3.10 or newer on the runtime.")},
    {"busy", QT_TRANSLATE_NOOP("nightjar", "One root takes one install at a time, so that none can spoil another."),
     QT_TRANSLATE_NOOP("nightjar",
                       "Go into it with nightjar follow, end it with nightjar cancel, or use another folder with "
                       "--root."),
     Fault::Busy},
    {"changing", QT_TRANSLATE_NOOP("nightjar", "One root is changed by one program at a time."),
     QT_TRANSLATE_NOOP("nightjar", "Wait a moment, then try again."), Fault::Changing},
    {"root-unusable",
     QT_TRANSLATE_NOOP("nightjar",
                       "The folder is not yours, its disk is read-only or full, or a file is in its place."),
     QT_TRANSLATE_NOOP("nightjar", "Choose a folder you own with --root.")},
    {"root-nested",
     QT_TRANSLATE_NOOP("nightjar", "What lies in there goes when that root's environments and downloads are removed."),
     QT_TRANSLATE_NOOP("nightjar", "Choose a folder outside of it with --root.")},
    {"current-unusable",
     QT_TRANSLATE_NOOP("nightjar", "Its disk is full or read-only, or something else stands in its place."),
     QT_TRANSLATE_NOOP("nightjar", "Free some space there, or move away what is there under that name.")},
    {"disk-full", QT_TRANSLATE_NOOP("nightjar", "What is written there did not fit. The half of it was removed."),
     QT_TRANSLATE_NOOP("nightjar", "Free some space there, or choose another folder for environments (--root).")},
    {"no-such-job", QT_TRANSLATE_NOOP("nightjar", "Its folder is not there, or it was started in another root."),
     QT_TRANSLATE_NOOP("nightjar", "See those there are: nightjar jobs TARGET"), Fault::Usage},
    {"no-environment", QT_TRANSLATE_NOOP("nightjar", "It was removed, or its disk is not there."),
     QT_TRANSLATE_NOOP("nightjar", "Install a nightly again.")},
    {"python-does-not-start",
     QT_TRANSLATE_NOOP("nightjar", "The Python it was made from was removed or replaced, or its disk gives no answer."),
     QT_TRANSLATE_NOOP("nightjar", "Install a nightly again: a new environment is made from a Python that works."),
     Fault::Verification},
    {"no-such-environment", QT_TRANSLATE_NOOP("nightjar", "It was removed in the meantime, or is not finished yet."),
     QT_TRANSLATE_NOOP("nightjar", "See which there are: nightjar environments TARGET")},
    {"not-verified", QT_TRANSLATE_NOOP("nightjar", "Only an environment that passed its checks is used."),
     QT_TRANSLATE_NOOP("nightjar", "Choose another one, or install its build again.")},
    {"is-current", QT_TRANSLATE_NOOP("nightjar", "Programs on the runtime start from there."),
     QT_TRANSLATE_NOOP("nightjar", "Go back to another one first: nightjar rollback TARGET")},
    {"in-use", QT_TRANSLATE_NOOP("nightjar", "It would lose its files while it runs. Nothing was removed."),
     QT_TRANSLATE_NOOP("nightjar", "Wait until it has ended, or end it: the details name it.")},
    {"left-behind", QT_TRANSLATE_NOOP("nightjar", "They belong to somebody else, or their disk is read-only."),
     QT_TRANSLATE_NOOP("nightjar", "Remove what the details name by hand.")},
    {"no-wheel", QT_TRANSLATE_NOOP("nightjar", "It was removed, or its disk is not there."),
     QT_TRANSLATE_NOOP("nightjar",
                       "Install the lock again, which fetches it: nightjar install TARGET --from-lock FILE")},
    {"wrong-wheel", QT_TRANSLATE_NOOP("nightjar", "It was damaged on its way, or its file here was changed."),
     QT_TRANSLATE_NOOP("nightjar", "Try again; it was removed there.")},
    {"other-wheel", QT_TRANSLATE_NOOP("nightjar", "A name stands for one content in a root, so that locks stay true."),
     QT_TRANSLATE_NOOP("nightjar",
                       "Use another folder with --root, or remove the environment that the details name first.")},
    {"elsewhere", QT_TRANSLATE_NOOP("nightjar", "Several machines share this folder."),
     QT_TRANSLATE_NOOP("nightjar", "Connect to the machine that runs it.")},
};

Error agentError(const QJsonObject &error) {
  const QString code = error[QLatin1String("code")].toString();
  const QString what = error[QLatin1String("what")].toString();
  const QString details = error[QLatin1String("details")].toString();
  for (const Known &known : knownCodes) {
    if (code == QLatin1String(known.code)) {
      return {what, Text::tr(known.why), Text::tr(known.fix), details, known.fault};
    }
  }
  return {what, Text::tr("This is a fault of Nightjar's own."), Text::tr("Please report it with the details below."),
          details};
}

}  // namespace

class Agent::Private {
 public:
  Private(std::unique_ptr<Link> opened, Patience given) : link(std::move(opened)), patience(given) {}

  Result<void> send(const QString &verb, const QJsonObject &args, std::stop_token stop, const QByteArray &bytes = {});
  Result<void> pump(std::chrono::milliseconds limit, std::stop_token stop);
  Result<std::optional<QJsonObject>> take(const Frame &frame, qint64 id, const EventSink &onEvent) const;

  std::unique_ptr<Link> link;
  Patience patience;
  Clock::time_point heard = Clock::now();  ///< when bytes came last
  Clock::time_point asked;                 ///< when the agent was last asked for a sign of life
  FrameReader frames;
  QByteArray errors;  ///< the last of the far side's stderr, for details
  qint64 lastId = 0;
};

Result<void> Agent::Private::send(const QString &verb, const QJsonObject &args, std::stop_token stop,
                                  const QByteArray &bytes) {
  QJsonObject request{{"id", ++lastId}, {"verb", verb}, {"args", args}};
  if (!bytes.isEmpty()) request["bytes"] = bytes.size();
  auto sent =
      link->write(QJsonDocument(request).toJson(QJsonDocument::Compact) + '\n' + bytes, patience.greeting, stop);
  // What follows half a frame would be taken for the rest of it.
  if (!sent && !bytes.isEmpty()) link->close();
  return sent;
}

/// Reads once; an end of the stream, or silence for longer than `limit`, becomes the Error that says why.
Result<void> Agent::Private::pump(std::chrono::milliseconds limit, std::stop_token stop) {
  auto chunk = link->read(std::min(patience.ping, patience.greeting), stop);
  if (!chunk) {
    return chunk.error();
  }
  const auto now = Clock::now();
  if (!chunk->out.isEmpty() || !chunk->err.isEmpty()) {
    heard = now;
  } else if (!frames.greeted() && now - heard >= patience.greeting) {
    return silentLogin(patience.greeting, frames.banner(), errors);
  } else if (frames.greeted() && now - heard >= limit) {
    return silentAgent(limit, errors);
  } else if (frames.greeted() && now - std::max(heard, asked) >= patience.ping) {
    asked = now;
    // Whether it could be sent does not matter: no answer is an answer.
    if (const auto sent = send(QStringLiteral("ping"), {}, stop); !sent && sent.error().isCancelled()) {
      return sent.error();
    }
  }
  frames.feed(chunk->out);
  errors = (errors + chunk->err).right(keptStderr);
  if (chunk->closed) {
    return frames.greeted() ? lostAgent(errors) : noAgent(frames.banner(), errors, chunk->exitStatus);
  }
  return {};
}

/// The reply when `frame` is the one request `id` waits for.
Result<std::optional<QJsonObject>> Agent::Private::take(const Frame &frame, qint64 id, const EventSink &onEvent) const {
  const QJsonObject &header = frame.header;
  if (header[QLatin1String("id")].toInteger() != id) {
    return std::optional<QJsonObject>();
  }
  if (header.contains(QLatin1String("error"))) {
    return agentError(header[QLatin1String("error")].toObject());
  }
  if (header.contains(QLatin1String("reply"))) {
    return std::optional(header[QLatin1String("reply")].toObject());
  }
  if (onEvent) {
    onEvent({header[QLatin1String("event")].toObject(), frame.payload});
  }
  return std::optional<QJsonObject>();
}

Agent::Agent(std::unique_ptr<Private> content) : d(std::move(content)) {}
Agent::~Agent() = default;

Result<std::unique_ptr<Agent>> Agent::open(std::unique_ptr<Link> link, std::stop_token stop, Patience patience) {
  std::unique_ptr<Agent> agent(new Agent(std::make_unique<Private>(std::move(link), patience)));
  const auto sent = agent->d->link->write(bootstrapPayload(), patience.greeting, stop);
  // A far side that ended or fell asleep before it read everything (no python3) may have said why: the first request
  // reads that, and does not wait as long again.
  if (!sent && sent.error().isCancelled()) {
    return sent.error();
  }
  return agent;
}

Result<QJsonObject> Agent::request(const QString &verb, const QJsonObject &args, std::stop_token stop,
                                   const EventSink &onEvent, const QByteArray &bytes) {
  const auto sent = d->send(verb, args, stop, bytes);
  const qint64 id = d->lastId;
  if (!sent && sent.error().isCancelled()) {
    return sent.error();
  }
  if (d->frames.greeted()) {
    d->heard = Clock::now();
  }
  const auto limit = onEvent ? d->patience.follow : d->patience.work;
  while (true) {
    auto frame = d->frames.next();
    if (!frame) {
      return frame.error();
    }
    if (!*frame) {
      if (const auto pumped = d->pump(limit, stop); !pumped) {
        if (pumped.error().isCancelled() && d->frames.greeted()) {
          // Nobody waits for it any more: it must not stand in the way of the next request.
          (void)d->send(QStringLiteral("abandon"), {{"request", id}}, {});
        }
        return pumped.error();
      }
      continue;
    }
    auto reply = d->take(**frame, id, onEvent);
    if (!reply) {
      return reply.error();
    }
    if (*reply) {
      return **reply;
    }
  }
}

}  // namespace nightjar
