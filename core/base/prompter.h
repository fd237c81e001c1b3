#pragma once

#include <QString>
#include <QtGlobal>
#include <optional>

namespace nightjar {

/// A host key nobody has confirmed yet.
struct HostKeyQuestion {
  QString host;  ///< as the person typed it
  quint16 port = 22;
  QString keyType;      ///< "ssh-ed25519", …
  QString fingerprint;  ///< "SHA256:…", as ssh-keygen -l prints it
};

/// A secret the way into a runtime asks for. `prompt` and `host` come from outside: show them as plain text.
struct SecretQuestion {
  enum class Kind { Passphrase, Password, Code };
  Kind kind = Kind::Password;
  QString host;
  QString user;
  QString keyFile;    ///< for Passphrase: the key it opens
  QString prompt;     ///< for Code: the server's own words
  bool echo = false;  ///< whether the server allows the answer to be shown
  int attempt = 1;    ///< 1 the first time, more after a wrong answer
};

/// How core asks a person. Called on core's worker thread; blocks until answered. The window and the terminal
/// implement it. Where the person cancels instead of answering, the stop of the work that asks is requested before
/// the question returns, so that giving up and cancelling are told apart.
class Prompter {
 public:
  virtual ~Prompter() = default;
  /// True only when a person compared the fingerprint and accepted it (or asked for that beforehand).
  [[nodiscard]] virtual bool acceptHostKey(const HostKeyQuestion &question) = 0;
  /// The secret, or nothing when the person gave up or nobody is there to ask.
  [[nodiscard]] virtual std::optional<QString> secret(const SecretQuestion &question) = 0;
};

}  // namespace nightjar
