#pragma once

#include <QStringList>

#include "core/base/prompter.h"
#include "core/ssh/key_file.h"
#include "core/ssh/session.h"

namespace nightjar {

/// How the server took one way of logging in.
enum class Answer { LetIn, PartOfIt, Denied };

/// One login under way, shared by the ways of auth_keys.cpp and auth_prompts.cpp.
struct Login {
  Session &session;
  Prompter &prompter;
  const std::stop_token &stop;
  QStringList tried;           ///< what was tried and how it ended, for a person
  bool passwordAsked = false;  ///< keyboard-interactive asked for the password already

  /// Runs a libssh authentication call to its end; SSH_AUTH_INFO is left to the caller.
  /// Errors: Unreachable where the connection is gone, Cancelled.
  [[nodiscard]] Result<int> call(const std::function<int()> &step);
};

inline constexpr int maximumAttempts = 3;

[[nodiscard]] Answer answerFor(int code);

[[nodiscard]] Result<Answer> offerKey(Login &login, KeyFile &key, bool isExplicit);
[[nodiscard]] Result<Answer> offerKeyFile(Login &login, const QString &path);
[[nodiscard]] Result<Answer> offerAgent(Login &login);
[[nodiscard]] Result<Answer> answerQuestions(Login &login);
[[nodiscard]] Result<Answer> givePassword(Login &login);

}  // namespace nightjar
