#pragma once

#include <QByteArray>
#include <stop_token>

#include "core/base/prompter.h"

namespace nightjar {

/// Asks on the controlling terminal, never on stdin or stdout, so that both stay free for data. Whatever comes from
/// outside is shown without control characters. A stop ends a question as if it had not been answered, and so does a
/// signal (Ctrl-C), which requests the stop before the question returns: who asked knows for certain that the person
/// cancelled. The signal then reaches whoever handled it before, with the terminal as it was. May be called from any
/// thread, one question at a time.
class TerminalPrompter : public Prompter {
 public:
  explicit TerminalPrompter(std::stop_source stop, QByteArray device = "/dev/tty");

  /// Whether there is a terminal to ask on. Without one every question counts as refused.
  [[nodiscard]] bool hasTerminal() const;

  [[nodiscard]] bool acceptHostKey(const HostKeyQuestion &question) override;
  [[nodiscard]] std::optional<QString> secret(const SecretQuestion &question) override;

  /// Asks until it gets a yes or a no; Enter alone means `byDefault`. False when nobody answers.
  [[nodiscard]] bool askYesNo(const QString &question, bool byDefault);

 private:
  [[nodiscard]] std::optional<QByteArray> ask(const QString &text, bool echo) const;

  std::stop_source m_stop;
  QByteArray m_device;
};

}  // namespace nightjar
