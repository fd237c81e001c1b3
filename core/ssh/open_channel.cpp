#include "core/ssh/open_channel.h"

#include "core/ssh/auth.h"
#include "core/ssh/host_key.h"

namespace nightjar {

Result<std::unique_ptr<ExecChannel>> openExecChannel(const Target &target, const ConnectOptions &options,
                                                     const QByteArray &command, Prompter &prompter,
                                                     const std::function<void(SshStage)> &onStage,
                                                     const std::stop_token &stop) {
  const auto entering = [&onStage](SshStage stage) {
    if (onStage) onStage(stage);
  };
  entering(SshStage::Connecting);
  auto config = resolveConfig(target, options);
  if (!config) return config.error();
  // A key the person named must be usable; better said before anything is connected.
  std::optional<KeyFile> key;
  if (!config->explicitIdentity.isEmpty()) {
    auto read = readKeyFile(config->explicitIdentity);
    if (!read) return read.error();
    key = std::move(*read);
  }
  auto session = Session::connect(std::move(*config), std::chrono::seconds(options.timeoutSeconds), stop);
  if (!session) return session.error();
  entering(SshStage::CheckingHostKey);
  if (auto checked = checkHostKey(**session, options.acceptNewHostKey, prompter, stop); !checked)
    return checked.error();
  entering(SshStage::Authenticating);
  if (auto in = authenticate(**session, std::move(key), prompter, stop); !in) return in.error();
  entering(SshStage::Starting);
  return ExecChannel::open(std::move(*session), command, stop);
}

}  // namespace nightjar
