#include "core/connect/remembering_prompter.h"

#include <algorithm>

namespace nightjar {

namespace {

bool isSame(const SecretQuestion &a, const SecretQuestion &b) {
  return a.kind == b.kind && a.host == b.host && a.user == b.user && a.keyFile == b.keyFile && a.prompt == b.prompt;
}

}  // namespace

bool RememberingPrompter::acceptHostKey(const HostKeyQuestion &question) {
  return m_other.acceptHostKey(question);
}

std::optional<QString> RememberingPrompter::secret(const SecretQuestion &question) {
  const auto isThis = [&question](const Known &known) { return isSame(known.question, question); };
  const auto known = std::find_if(m_known.begin(), m_known.end(), isThis);
  if (known != m_known.end() && question.attempt == 1) return known->answer;
  m_known.removeIf(isThis);
  auto answer = m_other.secret(question);
  if (answer && question.kind != SecretQuestion::Kind::Code) m_known.append({question, *answer});
  return answer;
}

}  // namespace nightjar
