#pragma once

#include <QProcess>
#include <QTemporaryDir>

namespace nightjar {

/// A real ssh-agent with SSH_AUTH_SOCK pointing to it; both end with the object.
class TestAgent {
 public:
  TestAgent();
  ~TestAgent();

  /// Adds a key without a passphrase.
  void add(const QString &keyPath);
  [[nodiscard]] QString socket() const { return m_folder.filePath(QStringLiteral("agent")); }

 private:
  QTemporaryDir m_folder;
  QProcess m_process;
};

}  // namespace nightjar
