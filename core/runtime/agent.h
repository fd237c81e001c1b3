#pragma once

#include <QJsonObject>
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

/// The agent program on a runtime. Frames, protocol 1: a frame is one line of ASCII JSON ending in '\n'; if it has
/// "bytes": N, N raw bytes follow the newline.
///   down  {"id":1,"verb":"facts","args":{…}}
///   up    {"hello":1,"python":"3.11.2"}         once, first, after a line "NIGHTJAR-AGENT 1"
///         {"id":1,"event":{…}}                   any number
///         {"id":1,"reply":{…}}  or  {"id":1,"error":{"what":…,"details":…}}   exactly one
/// Everything before the line "NIGHTJAR-AGENT 1" is a banner and ignored (but kept for errors).
class Agent {
 public:
  using EventSink = std::function<void(const AgentEvent &)>;

  /// Sends the agent program down `link`, which runs `bootstrapCommand()`. Does not wait for its greeting: the first
  /// request travels in the same round trip and reports what went wrong.
  [[nodiscard]] static Result<std::unique_ptr<Agent>> open(std::unique_ptr<Link> link, std::stop_token stop);
  ~Agent();

  /// Sends one request and waits for its reply; events arrive in `onEvent` meanwhile. Stopping abandons the wait
  /// (Cancelled), not the work: later frames of that request are dropped.
  [[nodiscard]] Result<QJsonObject> request(const QString &verb, const QJsonObject &args, std::stop_token stop,
                                            const EventSink &onEvent = {});

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
