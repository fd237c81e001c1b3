#pragma once

#include <QJsonObject>
#include <chrono>
#include <functional>
#include <memory>
#include <stop_token>

#include "core/runtime/link.h"

namespace nightjar {

/// Something a request reports while it runs. `bytes` is the frame's raw payload (log text), usually empty.
struct AgentEvent {
  QJsonObject content;
  QByteArray bytes;
};

/// When a runtime that says nothing counts as gone. A frozen link looks like a quiet one, so a quiet one is asked for a
/// sign of life, which keeps tunnels awake besides.
struct Patience {
  std::chrono::milliseconds greeting = std::chrono::seconds(90);  ///< a login shell may be slow, or wait for ever
  std::chrono::milliseconds ping = std::chrono::seconds(5);       ///< of silence, then the agent is asked
  std::chrono::milliseconds follow =
      std::chrono::seconds(20);  ///< for requests with events, which leave it time to answer
  std::chrono::milliseconds work = std::chrono::seconds(60);  ///< for those it carries out before it reads on
};

/// The agent program on a runtime. Frames, protocol 1: a frame is one line of ASCII JSON ending in '\n'; if it has
/// "bytes": N, N raw bytes follow the newline.
///   down  {"id":1,"verb":"facts","args":{…}}    with "bytes" too, for the verbs that take some
///   up    {"hello":1,"python":"3.11.2"}         once, first, after a line "NIGHTJAR-AGENT 1"
///         {"id":1,"event":{…}}                   any number
///         {"id":1,"reply":{…}}  or  {"id":1,"error":{"what":…,"details":…}}   exactly one
/// Everything before the line "NIGHTJAR-AGENT 1" is a banner and ignored (but kept for errors).
class Agent {
 public:
  using EventSink = std::function<void(const AgentEvent &)>;

  /// Sends the agent program down `link`, which runs `bootstrapCommand()`. Does not wait for its greeting: the first
  /// request travels in the same round trip and reports what went wrong.
  [[nodiscard]] static Result<std::unique_ptr<Agent>> open(std::unique_ptr<Link> link, std::stop_token stop,
                                                           Patience patience = {});
  ~Agent();

  /// Sends one request and waits for its reply; events arrive in `onEvent` meanwhile. Stopping abandons the wait
  /// (Cancelled) and tells the agent, which drops what it has not done yet; a job goes on. Errors: the agent's own;
  /// Unreachable where the link ended, or nothing came through it for as long as Patience says. `bytes` (at most 8 MiB)
  /// travel behind the request; where they could not be sent whole, the connection is of no use any more.
  [[nodiscard]] Result<QJsonObject> request(const QString &verb, const QJsonObject &args, std::stop_token stop,
                                            const EventSink &onEvent = {}, const QByteArray &bytes = {});

 private:
  class Private;
  explicit Agent(std::unique_ptr<Private> d);
  std::unique_ptr<Private> d;
};

/// The fixed POSIX sh line that finds the best python3 and hands it the agent from stdin. For ssh: the whole exec
/// command. It holds no text from a person, a host or a page.
[[nodiscard]] QByteArray bootstrapCommand();
/// The same for this computer, as an argv array.
[[nodiscard]] QStringList bootstrapArgv();

}  // namespace nightjar
