#include "core/ssh/channel.h"

#include <libssh/callbacks.h>

#include <algorithm>
#include <utility>

#include "core/base/text.h"
#include "core/ssh/session.h"

namespace nightjar {

namespace {

constexpr qsizetype largestRead = 1 << 20;  // what one read hands out at most, roughly
constexpr qsizetype largestWrite = 1 << 16;

int keepData(ssh_session /*ssh*/, ssh_channel /*channel*/, void *data, uint32_t size, int isStderr, void *user) {
  auto *output = static_cast<ExecOutput *>(user);
  (isStderr != 0 ? output->err : output->out).append(static_cast<const char *>(data), size);
  return static_cast<int>(size);
}

void keepStatus(ssh_session /*ssh*/, ssh_channel /*channel*/, int status, void *user) {
  static_cast<ExecOutput *>(user)->exitStatus = status;
}

void keepSignal(ssh_session /*ssh*/, ssh_channel /*channel*/, const char *signal, int /*core*/,
                const char * /*message*/, const char * /*language*/, void *user) {
  // From a server: at most a word of it is kept.
  static_cast<ExecOutput *>(user)->exitSignal = QByteArray(signal != nullptr ? signal : "").left(32);
}

}  // namespace

/// libssh hands what arrives to the callbacks, for stdout and stderr alike, so neither can fill up and stall the other.
class ExecChannel::Private {
 public:
  explicit Private(std::unique_ptr<Session> taken) : session(std::move(taken)), channel(ssh_channel_new(ssh())) {
    callbacks.userdata = &output;
    callbacks.channel_data_function = keepData;
    callbacks.channel_exit_status_function = keepStatus;
    callbacks.channel_exit_signal_function = keepSignal;
    ssh_callbacks_init(&callbacks);
    ssh_set_channel_callbacks(channel.get(), &callbacks);
  }

  [[nodiscard]] ssh_session ssh() const { return session->handle(); }
  [[nodiscard]] qsizetype kept() const { return output.out.size() + output.err.size(); }
  [[nodiscard]] bool isLost() const { return ssh_is_connected(ssh()) == 0; }
  [[nodiscard]] bool isGone() const { return !isLost() && ssh_channel_is_closed(channel.get()) != 0; }
  [[nodiscard]] bool hasEnded() const {
    const bool told = output.exitStatus.has_value() || !output.exitSignal.isEmpty();
    return isGone() || (told && ssh_channel_is_eof(channel.get()) != 0);
  }

  /// Lets libssh read and write what it can without waiting.
  void pump() const {
    qsizetype before = 0;
    do {
      before = kept();
      // Each of the two reads the socket only in its own case: before the end of output, and after it.
      if (ssh_channel_is_eof(channel.get()) == 0) {
        ssh_channel_poll(channel.get(), 0);
      } else {
        ssh_channel_get_exit_status(channel.get());
      }
    } while (before != kept() && kept() < largestRead);
  }

  [[nodiscard]] Error lost() const {
    return {Text::tr("The connection to %1 was lost.").arg(session->config().host),
            Text::tr("The network went away, or the runtime was stopped."),
            Text::tr("Connect again. Work that runs there as a job goes on."), session->details(), Fault::Unreachable};
  }

  /// Why nothing can be sent any more. What the program wrote before can still be read.
  [[nodiscard]] Error cannotSend() const {
    if (isLost()) return lost();
    return {Text::tr("The program on %1 ended while it was sent something.").arg(session->config().host),
            Text::tr("It did not wait for all of it."), Text::tr("What it wrote before it ended says more."),
            session->details(), Fault::Unreachable};
  }

  [[nodiscard]] bool hasUnsent() const { return (ssh_get_status(ssh()) & SSH_WRITE_PENDING) != 0; }

  // The order matters: the channel goes before its session, the callbacks after both.
  ExecOutput output;
  ssh_channel_callbacks_struct callbacks{};
  std::unique_ptr<Session> session;
  ChannelHandle channel;
};

ExecChannel::ExecChannel(std::unique_ptr<Private> taken) : d(std::move(taken)) {}
ExecChannel::~ExecChannel() = default;

Result<std::unique_ptr<ExecChannel>> ExecChannel::open(std::unique_ptr<Session> session, const QByteArray &command,
                                                       const std::stop_token &stop) {
  auto d = std::make_unique<Private>(std::move(session));
  const auto failed = [&d](const QString &why) {
    return Error{Text::tr("%1 let us in but runs no program for us.").arg(d->session->name()), why,
                 Text::tr("The account may be limited to terminals or file transfer, or allow one connection only. Use "
                          "another account or end the other connection."),
                 d->session->details(), Fault::Unreachable};
  };
  auto opened =
      d->session->repeat([&] { return ssh_channel_open_session(d->channel.get()); }, SSH_AGAIN, answerLimit, stop);
  if (!opened) return opened.error();
  if (*opened != SSH_OK) return failed(Text::tr("The server opened no session."));
  auto started = d->session->repeat([&] { return ssh_channel_request_exec(d->channel.get(), command.constData()); },
                                    SSH_AGAIN, answerLimit, stop);
  if (!started) return started.error();
  if (*started != SSH_OK) return failed(Text::tr("The server refused to start the program."));
  return std::unique_ptr<ExecChannel>(new ExecChannel(std::move(d)));
}

Result<void> ExecChannel::write(const QByteArray &bytes, std::chrono::milliseconds timeout,
                                const std::stop_token &stop) {
  const Deadline deadline = Clock::now() + timeout;
  qsizetype sent = 0;
  while (d->channel) {
    if (stop.stop_requested()) return cancelled();
    const auto size = static_cast<uint32_t>(std::min(bytes.size() - sent, largestWrite));
    if (size > 0 && !d->hasUnsent()) {
      const int written = ssh_channel_write(d->channel.get(), bytes.constData() + sent, size);
      if (written < 0) return d->cannotSend();
      sent += written;
    }
    d->pump();
    if (sent == bytes.size() && !d->hasUnsent()) return {};
    if (d->isLost() || d->isGone()) return d->cannotSend();
    const bool canSendMore = sent < bytes.size() && !d->hasUnsent() && ssh_channel_window_size(d->channel.get()) > 0;
    if (canSendMore) continue;
    switch (d->session->wait(std::min(Clock::now() + answerLimit, deadline), stop)) {
      case Wake::Ready: break;
      case Wake::Stopped: return cancelled();
      case Wake::TimedOut:
        // A program may take its time to read; bytes that do not even leave this computer mean a dead peer.
        if (d->hasUnsent() || Clock::now() >= deadline) return d->lost();
        break;
    }
  }
  return Error{Text::tr("The connection is closed."), {}, {}, {}, Fault::Unreachable};
}

Result<ExecOutput> ExecChannel::read(std::chrono::milliseconds timeout, const std::stop_token &stop) {
  const Deadline deadline = Clock::now() + timeout;
  while (d->channel) {
    if (stop.stop_requested()) return cancelled();
    d->pump();
    d->output.closed = d->hasEnded();
    if (d->kept() > 0 || d->output.closed) {
      ExecOutput result = d->output;
      d->output.out.clear();
      d->output.err.clear();
      return result;
    }
    if (d->isLost()) return d->lost();
    switch (d->session->wait(deadline, stop)) {
      case Wake::Ready: break;
      case Wake::Stopped: return cancelled();
      case Wake::TimedOut: return ExecOutput{};
    }
  }
  ExecOutput ended = d->output;
  ended.closed = true;
  return ended;
}

void ExecChannel::close() {
  d->channel.reset();
  d->session.reset();
}

}  // namespace nightjar
