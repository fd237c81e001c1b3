#pragma once

#include <QProcess>
#include <QStringList>
#include <QTemporaryDir>

#include "core/base/prompter.h"
#include "core/walk/target.h"

namespace nightjar {

/// The real OpenSSH server on 127.0.0.1 in a temporary folder of its own: host key, configuration, port,
/// authorized_keys. It logs in the user who runs the test (and, as root, any user). Ends with the object.
///
///     TestSshd sshd;
///     if (const QString why = sshd.start(); !why.isEmpty()) QSKIP(qPrintable(why));
///     const QString key = sshd.makeKey("id", "ed25519");
///     sshd.authorize(key);
///     openSshLink(sshd.target(key), sshd.options(), …);
class TestSshd {
 public:
  TestSshd();
  ~TestSshd();

  /// Starts the server with `extraLines` in its configuration. Says why it cannot run here; empty when it runs.
  [[nodiscard]] QString start(const QStringList &extraLines = {});
  void stop();
  /// Gives the server another host key of `type`; takes effect with the next start, which keeps the port.
  void changeHostKey(const QString &type = QStringLiteral("ed25519"));

  /// Makes a key pair in the folder and returns the private file's path. Types: ed25519, ecdsa, rsa.
  [[nodiscard]] QString makeKey(const QString &name, const QString &type = QStringLiteral("ed25519"),
                                const QString &passphrase = {});
  /// Lets the owner of the private key in `path` in.
  void authorize(const QString &path);

  [[nodiscard]] quint16 port() const { return m_port; }
  [[nodiscard]] QString folder() const { return m_folder.path(); }
  [[nodiscard]] QString path(const QString &name) const { return m_folder.filePath(name); }
  [[nodiscard]] QString knownHosts() const { return path(QStringLiteral("known_hosts")); }
  /// "SHA256:…" of the host key, as ssh-keygen prints it.
  [[nodiscard]] QString fingerprint() const;
  /// A known_hosts file with the host key in it.
  void writeKnownHosts() const;
  /// 127.0.0.1, the port, the user who runs the test, and this key.
  [[nodiscard]] Target target(const QString &identity = {}) const;
  /// The known_hosts file above and an ssh_config of nothing.
  [[nodiscard]] ConnectOptions options() const;
  /// What the server logged so far.
  [[nodiscard]] QByteArray log();

 private:
  void writeConfig(const QStringList &extraLines);
  QTemporaryDir m_folder;
  QProcess m_process;
  QByteArray m_log;
  quint16 m_port = 0;
};

/// Runs a program to its end and returns its standard output; a failure aborts the test program with its words.
QByteArray runProgram(const QString &program, const QStringList &arguments, const QByteArray &input = {});
/// A port on 127.0.0.1 that nobody listens on.
[[nodiscard]] quint16 freePort();
/// The name of the user who runs the test.
[[nodiscard]] QString currentUser();
void writeFile(const QString &path, const QByteArray &content);
[[nodiscard]] QByteArray readFile(const QString &path);

/// Answers from lists, and remembers what was asked. A secret that is not in the list is not given.
class ScriptedPrompter : public Prompter {
 public:
  bool acceptHostKey(const HostKeyQuestion &question) override {
    hostKeys << question;
    return accept;
  }
  std::optional<QString> secret(const SecretQuestion &question) override {
    secrets << question;
    if (answers.isEmpty()) return std::nullopt;
    return answers.takeFirst();
  }

  bool accept = false;
  QStringList answers;
  QList<HostKeyQuestion> hostKeys;
  QList<SecretQuestion> secrets;
};

}  // namespace nightjar
