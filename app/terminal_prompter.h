#pragma once

#include <QByteArray>

#include "core/base/prompter.h"

namespace nightjar {

/// Asks on the controlling terminal, never on stdin or stdout, so that both stay free for data. Whatever comes from
/// outside is shown without control characters. A signal (Ctrl-C) ends a question as if it had not been answered,
/// after the terminal is as it was; the signal then reaches whoever handled it before. May be called from any thread,
/// one question at a time.
class TerminalPrompter : public Prompter {
 public:
  explicit TerminalPrompter(QByteArray device = "/dev/tty");

  /// Whether there is a terminal to ask on. Without one every question counts as refused.
  [[nodiscard]] bool hasTerminal() const;

  [[nodiscard]] bool acceptHostKey(const HostKeyQuestion &question) override;
  [[nodiscard]] std::optional<QString> secret(const SecretQuestion &question) override;

  /// Asks until it gets a yes or a no; Enter alone means `byDefault`. False when nobody answers.
  [[nodiscard]] bool askYesNo(const QString &question, bool byDefault);

 private:
  QByteArray m_device;
};

}  // namespace nightjar
