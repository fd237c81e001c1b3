#include "core/runtime/ssh_link.h"

#include <utility>

#include "core/ssh/open_channel.h"

namespace nightjar {

namespace {

/// An SSH channel as a Link.
class SshLink : public Link {
 public:
  explicit SshLink(std::unique_ptr<ExecChannel> channel) : m_channel(std::move(channel)) {}

  Result<void> write(const QByteArray &bytes, std::chrono::milliseconds timeout, std::stop_token stop) override {
    return m_channel->write(bytes, timeout, stop);
  }

  Result<LinkChunk> read(std::chrono::milliseconds timeout, std::stop_token stop) override {
    auto output = m_channel->read(timeout, stop);
    if (!output) return output.error();
    return LinkChunk{std::move(output->out), std::move(output->err), output->closed, output->exitStatus,
                     std::move(output->exitSignal)};
  }

  void close() override { m_channel->close(); }

 private:
  std::unique_ptr<ExecChannel> m_channel;
};

ConnectStage stageOf(SshStage stage) {
  switch (stage) {
    case SshStage::Connecting: return ConnectStage::Connecting;
    case SshStage::CheckingHostKey: return ConnectStage::CheckingHostKey;
    case SshStage::Authenticating: return ConnectStage::Authenticating;
    case SshStage::Starting: break;
  }
  return ConnectStage::Starting;
}

}  // namespace

Result<std::unique_ptr<Link>> openSshLink(const Target &target, const ConnectOptions &options,
                                          const QByteArray &command, Prompter &prompter,
                                          const std::function<void(ConnectStage)> &onStage, std::stop_token stop) {
  auto channel = openExecChannel(
      target, options, command, prompter,
      [&onStage](SshStage stage) {
        if (onStage) onStage(stageOf(stage));
      },
      stop);
  if (!channel) return channel.error();
  return std::unique_ptr<Link>(std::make_unique<SshLink>(std::move(*channel)));
}

}  // namespace nightjar
