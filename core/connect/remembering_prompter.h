#pragma once

#include <QList>

#include "core/base/prompter.h"

namespace nightjar {

/// Answers what was answered before, so that a link that broke can be made again without asking: passphrases and
/// passwords, for as long as it lives and only in memory. A code is for one time and is asked again, and so is a secret
/// that was refused. Host keys always go to the other prompter.
class RememberingPrompter : public Prompter {
 public:
  explicit RememberingPrompter(Prompter &other) : m_other(other) {}

  [[nodiscard]] bool acceptHostKey(const HostKeyQuestion &question) override;
  [[nodiscard]] std::optional<QString> secret(const SecretQuestion &question) override;

 private:
  struct Known {
    SecretQuestion question;
    QString answer;
  };

  Prompter &m_other;
  QList<Known> m_known;
};

}  // namespace nightjar
