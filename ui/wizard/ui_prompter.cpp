#include "ui/wizard/ui_prompter.h"

#include <QMetaObject>
#include <QObject>

namespace nightjar {

UiPrompter::UiPrompter(QObject *receiver, Questions questions)
    : m_receiver(receiver), m_questions(std::move(questions)) {}

void UiPrompter::tell(std::function<void()> call) {
  QMetaObject::invokeMethod(m_receiver, std::move(call), Qt::QueuedConnection);
}

bool UiPrompter::acceptHostKey(const HostKeyQuestion &question) {
  m_hostKey.forget();
  tell([ask = m_questions.hostKey, question] { ask(question); });
  const auto answer = m_hostKey.wait(m_stop);
  if (!answer) tell(m_questions.withdrawn);
  return answer.value_or(false);
}

std::optional<QString> UiPrompter::secret(const SecretQuestion &question) {
  m_secret.forget();
  tell([ask = m_questions.secret, question] { ask(question); });
  const auto answer = m_secret.wait(m_stop);
  if (!answer) tell(m_questions.withdrawn);
  return answer.value_or(std::nullopt);
}

}  // namespace nightjar
