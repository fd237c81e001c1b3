#include "app/terminal_prompter.h"

#include "app/printable.h"
#include "app/terminal_line.h"
#include "core/base/text.h"

namespace nightjar {

namespace {

QString promptFor(const SecretQuestion &question) {
  const QString host = printable(question.host);
  switch (question.kind) {
    case SecretQuestion::Kind::Passphrase:
      return Text::tr("Passphrase for the key %1: ").arg(printable(question.keyFile));
    case SecretQuestion::Kind::Password: return Text::tr("Password of %1 on %2: ").arg(printable(question.user), host);
    case SecretQuestion::Kind::Code: break;
  }
  return Text::tr("%1 asks: %2 ").arg(host, printable(question.prompt).trimmed());
}

}  // namespace

TerminalPrompter::TerminalPrompter(std::stop_source stop, QByteArray device)
    : m_stop(std::move(stop)), m_device(std::move(device)) {}

std::optional<QByteArray> TerminalPrompter::ask(const QString &text, bool echo) const {
  return askLine(m_device, text.toUtf8(), echo, m_stop);
}

bool TerminalPrompter::hasTerminal() const {
  return isTerminal(m_device);
}

bool TerminalPrompter::acceptHostKey(const HostKeyQuestion &question) {
  const QString text = Text::tr("%1, port %2, has not been seen before. Its host key is:")
                           .arg(printable(question.host), QString::number(question.port)) +
                       "\n  " + printable(question.keyType) + "  " + printable(question.fingerprint) + u'\n' +
                       Text::tr("Compare it with what the runtime's owner or provider shows.") + u'\n' +
                       Text::tr("Accept and remember it? (yes/no) [no] ");
  const std::optional<QByteArray> answer = ask(text, true);
  // The whole word, so that a stray key is not enough.
  return answer && QString::fromUtf8(*answer).trimmed().toLower() == Text::tr("yes");
}

std::optional<QString> TerminalPrompter::secret(const SecretQuestion &question) {
  const QString again = question.attempt > 1 ? Text::tr("That was not accepted.") + u'\n' : QString();
  std::optional<QByteArray> answer = ask(again + promptFor(question), question.echo);
  if (!answer) return std::nullopt;
  const QString text = QString::fromUtf8(*answer);
  answer->fill('\0');
  return text;
}

bool TerminalPrompter::askYesNo(const QString &question, bool byDefault) {
  const QString choices = byDefault ? Text::tr("(yes/no) [yes] ") : Text::tr("(yes/no) [no] ");
  for (;;) {
    const std::optional<QByteArray> line = ask(printable(question) + u' ' + choices, true);
    if (!line) return false;
    const QString answer = QString::fromUtf8(*line).trimmed().toLower();
    if (answer.isEmpty()) return byDefault;
    if (Text::tr("yes").startsWith(answer)) return true;
    if (Text::tr("no").startsWith(answer)) return false;
  }
}

}  // namespace nightjar
