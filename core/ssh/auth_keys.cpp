#include "core/base/shell_word.h"
#include "core/base/text.h"
#include "core/ssh/agent_socket.h"
#include "core/ssh/login.h"

namespace nightjar {

namespace {

Error passphraseNotGiven(const KeyFile &key) {
  return {
      Text::tr("The key %1 is locked.").arg(key.path),
      Text::tr("It needs its passphrase, and none was given."),
      Text::tr("Try again and give the passphrase, or unlock it beforehand with: ssh-add %1").arg(shellWord(key.path)),
      {},
      Fault::Unreachable};
}

Error passphraseWrong(const KeyFile &key) {
  return {Text::tr("The passphrase does not open the key %1.").arg(key.path),
          Text::tr("It was wrong %1 times.").arg(maximumAttempts),
          Text::tr("Check the passphrase with: ssh-keygen -y -f %1").arg(shellWord(key.path)),
          {},
          Fault::Unreachable};
}

/// Asks for the passphrase until it fits. Errors: Unreachable (given up, wrong too often), Cancelled.
Result<void> unlockByAsking(Login &login, KeyFile &key) {
  const SshConfig &config = login.session.config();
  for (int attempt = 1; attempt <= maximumAttempts; ++attempt) {
    SecretQuestion question;
    question.kind = SecretQuestion::Kind::Passphrase;
    question.host = config.typedHost;
    question.user = config.user;
    question.keyFile = key.path;
    question.attempt = attempt;
    const auto passphrase = login.prompter.secret(question);
    if (login.stop.stop_requested()) return cancelled();
    if (!passphrase) return passphraseNotGiven(key);
    if (unlock(key, *passphrase)) return {};
  }
  return passphraseWrong(key);
}

}  // namespace

Result<Answer> offerKey(Login &login, KeyFile &key, bool isExplicit) {
  ssh_session ssh = login.session.handle();
  if (!key.privateKey && key.publicKey) {
    // Nobody is asked for a passphrase that would not help.
    auto code = login.call([&] { return ssh_userauth_try_publickey(ssh, nullptr, key.publicKey.get()); });
    if (!code) return code.error();
    if (*code != SSH_AUTH_SUCCESS) {
      login.tried << Text::tr("the key %1: not accepted").arg(key.path);
      return answerFor(*code);
    }
  }
  if (!key.privateKey) {
    if (auto unlocked = unlockByAsking(login, key); !unlocked) {
      if (isExplicit || unlocked.error().isCancelled()) return unlocked.error();
      login.tried << Text::tr("the key %1: still locked").arg(key.path);
      return Answer::Denied;
    }
  }
  auto code = login.call([&] { return ssh_userauth_publickey(ssh, nullptr, key.privateKey.get()); });
  if (!code) return code.error();
  const Answer answer = answerFor(*code);
  if (answer == Answer::Denied) login.tried << Text::tr("the key %1: not accepted").arg(key.path);
  return answer;
}

Result<Answer> offerKeyFile(Login &login, const QString &path) {
  auto key = readKeyFile(path);
  if (!key) {
    login.tried << Text::tr("the key %1: %2").arg(path, key.error().why);
    return Answer::Denied;
  }
  return offerKey(login, *key, false);
}

Result<Answer> offerAgent(Login &login) {
  Descriptor socket = connectAgent(login.session.config().agentSocket);
  if (socket.get() < 0) {
    login.tried << Text::tr("the agent: not running");
    return Answer::Denied;
  }
  const int fd = socket.release();  // libssh's from here on
  ssh_set_agent_socket(login.session.handle(), fd);
  const std::stop_callback cutOff(login.stop, [fd] { cutOffAgent(fd); });
  auto code = login.call([&] { return ssh_userauth_agent(login.session.handle(), nullptr); });
  if (!code) return code.error();
  const Answer answer = answerFor(*code);
  if (answer == Answer::Denied) login.tried << Text::tr("the agent: none of its keys accepted");
  return answer;
}

}  // namespace nightjar
