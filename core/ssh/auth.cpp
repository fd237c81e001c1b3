#include "core/ssh/auth.h"

#include <QFileInfo>
#include <vector>

#include "core/base/text.h"
#include "core/ssh/login.h"
#include "core/ssh/untrusted.h"

namespace nightjar {

namespace {

/// A way to log in and the method the server must offer for it.
struct Way {
  int method;
  std::function<Result<Answer>(Login &)> go;
};

std::vector<Way> waysFor(const SshConfig &config, std::optional<KeyFile> &explicitKey) {
  std::vector<Way> ways;
  const Way explicitWay{SSH_AUTH_METHOD_PUBLICKEY,
                        [&explicitKey](Login &login) { return offerKey(login, *explicitKey, true); }};
  const auto addAgent = [&] {
    if (!config.agentSocket.isEmpty()) ways.push_back({SSH_AUTH_METHOD_PUBLICKEY, offerAgent});
  };
  const bool open = explicitKey && explicitKey->privateKey;
  if (open) ways.push_back(explicitWay);
  if (!config.identitiesOnly) addAgent();
  if (explicitKey && !open) ways.push_back(explicitWay);
  for (const QString &path : config.identityFiles) {
    if (!QFileInfo::exists(path)) continue;
    ways.push_back({SSH_AUTH_METHOD_PUBLICKEY, [path](Login &login) { return offerKeyFile(login, path); }});
  }
  if (config.identitiesOnly) addAgent();
  ways.push_back({SSH_AUTH_METHOD_INTERACTIVE, answerQuestions});
  ways.push_back({SSH_AUTH_METHOD_PASSWORD, givePassword});
  return ways;
}

QString methodNames(int methods) {
  QStringList names;
  if ((methods & SSH_AUTH_METHOD_PUBLICKEY) != 0) names << Text::tr("a key");
  if ((methods & SSH_AUTH_METHOD_PASSWORD) != 0) names << Text::tr("a password");
  if ((methods & SSH_AUTH_METHOD_INTERACTIVE) != 0) names << Text::tr("answers to its questions");
  if ((methods & SSH_AUTH_METHOD_HOSTBASED) != 0) names << Text::tr("known hosts");
  if ((methods & SSH_AUTH_METHOD_GSSAPI_MIC) != 0) names << QStringLiteral("Kerberos");
  return names.isEmpty() ? Text::tr("nothing this program knows") : names.join(Text::tr(", "));
}

QString bannerOf(const Session &session) {
  const SshText banner(ssh_get_issue_banner(session.handle()));
  return banner ? plainText(banner.get()) : QString();
}

QString triedText(const Login &login) {
  if (login.tried.isEmpty()) return Text::tr("Nothing could be tried: there is no key on this computer and no agent.");
  return Text::tr("Tried: %1.").arg(login.tried.join(QStringLiteral("; ")));
}

Error notLetIn(const Login &login, int methods) {
  const bool keysOnly = (methods & (SSH_AUTH_METHOD_PASSWORD | SSH_AUTH_METHOD_INTERACTIVE)) == 0;
  const QString user = login.session.config().user;
  return {
      Text::tr("%1 did not let us in.").arg(login.session.name()),
      Text::tr("The server accepts %1. %2").arg(methodNames(methods), triedText(login)),
      keysOnly
          ? Text::tr("Name the key that was registered for this runtime (--identity), and check the user name: \"%1\" "
                     "may be wrong, many runtimes use root or ubuntu.")
                .arg(user)
          : Text::tr("Check the user name \"%1\" and the password or key.").arg(user),
      (QStringList{bannerOf(login.session), login.session.details()}).join(u'\n').trimmed(), Fault::Unreachable};
}

Error hungUp(const Login &login) {
  const QString details = login.session.details();
  const bool tooMany = details.contains(u"Too many authentication failures");
  return {Text::tr("%1 ended the connection while we logged in.").arg(login.session.config().host),
          tooMany ? Text::tr("It allows only a few tries. %1").arg(triedText(login))
                  : Text::tr("It hung up without a reason. %1").arg(triedText(login)),
          tooMany ? Text::tr("Name the right key (--identity), so that it is tried first.")
                  : Text::tr("Try again; if it happens again, look at the SSH server's log on the runtime."),
          details, Fault::Unreachable};
}

}  // namespace

Result<int> Login::call(const std::function<int()> &step) {
  auto code = session.repeat(step, SSH_AUTH_AGAIN, answerLimit, stop);
  if (!code) return code;
  // An agent that was cut off by a cancel looks like a refusal.
  if (stop.stop_requested()) return cancelled();
  if (*code == SSH_AUTH_ERROR && ssh_is_connected(session.handle()) == 0) return hungUp(*this);
  return code;
}

Answer answerFor(int code) {
  if (code == SSH_AUTH_SUCCESS) return Answer::LetIn;
  return code == SSH_AUTH_PARTIAL ? Answer::PartOfIt : Answer::Denied;
}

Result<void> authenticate(Session &session, std::optional<KeyFile> explicitKey, Prompter &prompter,
                          const std::stop_token &stop) {
  Login login{session, prompter, stop, {}, false};
  auto none = login.call([&] { return ssh_userauth_none(session.handle(), nullptr); });
  if (!none) return none.error();
  if (*none == SSH_AUTH_SUCCESS) return {};
  std::vector<Way> ways = waysFor(session.config(), explicitKey);
  for (;;) {
    const int methods = ssh_userauth_list(session.handle(), nullptr);  // as its last answer said
    bool further = false;
    for (auto way = ways.begin(); way != ways.end() && !further;) {
      if ((way->method & methods) == 0) {
        ++way;
        continue;
      }
      auto answer = way->go(login);
      if (!answer) return answer.error();
      if (*answer == Answer::LetIn) return {};
      further = *answer == Answer::PartOfIt;
      way = ways.erase(way);
    }
    if (!further) return notLetIn(login, methods);
  }
}

}  // namespace nightjar
