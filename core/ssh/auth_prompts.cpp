#include "core/base/text.h"
#include "core/ssh/login.h"
#include "core/ssh/untrusted.h"

namespace nightjar {

namespace {

SecretQuestion questionFor(const Login &login, SecretQuestion::Kind kind, int attempt) {
  SecretQuestion question;
  question.kind = kind;
  question.host = login.session.config().typedHost;
  question.user = login.session.config().user;
  question.attempt = attempt;
  return question;
}

/// One prompt of the server's. Nothing where nobody answers.
std::optional<QString> ask(Login &login, unsigned int index, int attempt) {
  ssh_session ssh = login.session.handle();
  char echo = 0;
  const char *text = ssh_userauth_kbdint_getprompt(ssh, index, &echo);
  const QString prompt = plainText(text != nullptr ? text : "", 500);
  const bool password = echo == 0 && prompt.contains(u"password", Qt::CaseInsensitive);
  SecretQuestion question =
      questionFor(login, password ? SecretQuestion::Kind::Password : SecretQuestion::Kind::Code, attempt);
  const char *instruction = ssh_userauth_kbdint_getinstruction(ssh);
  question.prompt = (plainText(instruction != nullptr ? instruction : "", 500) + u'\n' + prompt).trimmed();
  question.echo = echo != 0;
  login.passwordAsked = login.passwordAsked || password;
  return login.prompter.secret(question);
}

/// Answers one round of the server's questions. False where nobody answered.
Result<bool> answerRound(Login &login, int attempt, bool &asked) {
  ssh_session ssh = login.session.handle();
  const int count = ssh_userauth_kbdint_getnprompts(ssh);
  for (int i = 0; i < count; ++i) {
    asked = true;
    const auto answer = ask(login, static_cast<unsigned int>(i), attempt);
    if (login.stop.stop_requested()) return cancelled();
    if (!answer) return false;
    ssh_userauth_kbdint_setanswer(ssh, static_cast<unsigned int>(i), answer->toUtf8().constData());
  }
  return true;
}

}  // namespace

Result<Answer> answerQuestions(Login &login) {
  const auto step = [&] { return ssh_userauth_kbdint(login.session.handle(), nullptr, nullptr); };
  for (int attempt = 1; attempt <= maximumAttempts; ++attempt) {
    bool asked = false;
    auto code = login.call(step);
    while (code && *code == SSH_AUTH_INFO) {
      auto answered = answerRound(login, attempt, asked);
      if (!answered) return answered.error();
      if (!*answered) {
        login.tried << Text::tr("the server's questions: not answered");
        return Answer::Denied;
      }
      code = login.call(step);
    }
    if (!code) return code.error();
    if (answerFor(*code) != Answer::Denied) return answerFor(*code);
    if (!asked) return Answer::Denied;  // offered, but it asks nothing: some servers do
  }
  login.tried << (login.passwordAsked ? Text::tr("the password: wrong")
                                      : Text::tr("the server's questions: wrong answers"));
  return Answer::Denied;
}

Result<Answer> givePassword(Login &login) {
  if (login.passwordAsked) return Answer::Denied;  // the same password by another name
  for (int attempt = 1; attempt <= maximumAttempts; ++attempt) {
    const auto password = login.prompter.secret(questionFor(login, SecretQuestion::Kind::Password, attempt));
    if (login.stop.stop_requested()) return cancelled();
    if (!password) {
      login.tried << Text::tr("the password: not given");
      return Answer::Denied;
    }
    const QByteArray bytes = password->toUtf8();
    auto code = login.call([&] { return ssh_userauth_password(login.session.handle(), nullptr, bytes.constData()); });
    if (!code) return code.error();
    if (answerFor(*code) != Answer::Denied) return answerFor(*code);
  }
  login.tried << Text::tr("the password: wrong");
  return Answer::Denied;
}

}  // namespace nightjar
