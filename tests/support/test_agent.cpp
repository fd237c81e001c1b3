#include "tests/support/test_agent.h"

#include "tests/support/test_sshd.h"

namespace nightjar {

TestAgent::TestAgent() {
  m_process.start(QStringLiteral("ssh-agent"), {QStringLiteral("-D"), QStringLiteral("-a"), socket()});
  // It prints its environment once it listens.
  if (!m_process.waitForReadyRead(20'000)) qFatal("ssh-agent did not start");
  qputenv("SSH_AUTH_SOCK", socket().toUtf8());
}

TestAgent::~TestAgent() {
  qunsetenv("SSH_AUTH_SOCK");
  m_process.terminate();
  m_process.waitForFinished();
}

void TestAgent::add(const QString &keyPath) {
  runProgram(QStringLiteral("ssh-add"), {QStringLiteral("-q"), keyPath});
}

}  // namespace nightjar
